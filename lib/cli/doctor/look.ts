import { type Check, warning } from "./check.ts";

/** AWS did not answer a question; `action` is what the caller needs to be allowed, as IAM names it. */
class UnansweredError extends Error {
  override readonly name = "UnansweredError";
  readonly action: string;

  constructor(action: string, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.action = action;
  }
}

/** Sends one request. What it fails with names the action. */
export async function ask<Answer>(action: string, send: () => Promise<Answer>): Promise<Answer> {
  try {
    return await send();
  } catch (error) {
    throw new UnansweredError(action, error);
  }
}

/** The same for work that has errors of its own to tell: only what IAM refused names the action. */
export async function askFor<Answer>(action: string, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    throw isDenied(error) ? new UnansweredError(action, error) : error;
  }
}

/** One check, or several. What could not be looked at is a warning and never ok: nobody knows how it stands. */
export async function look(name: string, work: () => Promise<Check | readonly Check[]>): Promise<readonly Check[]> {
  try {
    const found = await work();
    return Array.isArray(found) ? found : [found as Check];
  } catch (error) {
    return [notLooked(name, error)];
  }
}

function notLooked(name: string, error: unknown): Check {
  if (isDenied(error)) {
    const action = error instanceof UnansweredError ? error.action : "an action";
    return warning(
      name,
      `could not look (AccessDenied: ${action})`,
      `allow ${action} to whoever runs this, or look by hand`,
    );
  }
  const cause = error instanceof UnansweredError ? error.cause : error;
  const why = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  const of = error instanceof UnansweredError ? ` ${error.action}` : "";
  return warning(name, `could not look (${oneLine(why)}${of})`, "try again; if it stays, look by hand");
}

const DENIED = /AccessDenied|UnauthorizedOperation|AuthorizationError|NotAuthorized/;

/** Whether IAM refused it, in any service's words and however deep it is wrapped. */
export function isDenied(error: unknown): boolean {
  for (let one: unknown = error; one instanceof Error; one = one.cause) {
    // Some of our own errors name the service's in their words.
    if (DENIED.test(one.name) || /AccessDenied/.test(one.message)) return true;
  }
  return false;
}

export const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim().slice(0, 300);

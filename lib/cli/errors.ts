import { CommanderError } from "commander";
import { PolicyError } from "../settings/policy-source.ts";

/** Something the caller wrote is wrong; nothing was called. Ends with exit code 2 and the message alone. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export const EXIT = { done: 0, failed: 1, badInput: 2, no: 3, cannotTell: 5, interrupted: 130 } as const;

/** The exit code and the text for an error that reached the top. */
export function explain(error: unknown): { readonly code: number; readonly text: string } {
  if (error instanceof CommanderError) {
    // Commander has said it already; help and version are no fault.
    return { code: error.exitCode === 0 ? EXIT.done : EXIT.badInput, text: "" };
  }
  if (error instanceof UsageError || error instanceof PolicyError) return { code: EXIT.badInput, text: error.message };
  return { code: EXIT.failed, text: messageOf(error) };
}

/** Some errors say nothing themselves: that of a connection tried at several addresses only has their errors. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.message !== "") return error.message;
  const parts = error instanceof AggregateError ? error.errors.map(messageOf).filter((text) => text !== "") : [];
  return parts.join("; ") || error.name;
}

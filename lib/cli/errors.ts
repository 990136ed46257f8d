import { CommanderError } from "commander";
import { EdgesError } from "../edges/errors.ts";
import { PolicyError } from "../settings/policy-error.ts";
import { remedyOfFailure } from "./unfinished/remedies.ts";

/** Something the caller wrote is wrong; nothing was called. Ends with exit code 2 and the message alone. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A person has ended a question instead of answering it. */
export class InterruptedError extends Error {
  override readonly name = "InterruptedError";

  constructor() {
    super("interrupted: nothing was changed");
  }
}

/** `inPart`: something was not done as planned, and standard error has a line for each reason. */
export const EXIT = { done: 0, failed: 1, badInput: 2, no: 3, inPart: 4, cannotTell: 5, interrupted: 130 } as const;

/** In the words of the help. */
export const EXIT_CODES = `Exit codes:
  0    done, all as planned; what a cap, working hours or a pause leaves to the next run is planned
  1    failed; something is failing (doctor)
  2    bad input: nothing was called
  3    no (can-invite)
  4    done in part (run, preview, reconcile, report, flags export), or a warning (doctor): a line on standard error for each reason, with what to do
  5    cannot tell (can-invite)
  130  interrupted`;

/** The exit code and the text for an error that reached the top. */
export function explain(error: unknown): { readonly code: number; readonly text: string } {
  if (error instanceof CommanderError) {
    // Commander has said it already; help and version are no fault.
    return { code: error.exitCode === 0 ? EXIT.done : EXIT.badInput, text: "" };
  }
  if (error instanceof InterruptedError) return { code: EXIT.interrupted, text: error.message };
  if (error instanceof UsageError || error instanceof PolicyError) return { code: EXIT.badInput, text: error.message };
  if (error instanceof EdgesError) {
    return { code: EXIT.failed, text: `${error.message}: ${remedyOfFailure(error.failure)}` };
  }
  return { code: EXIT.failed, text: messageOf(error) };
}

/** Some errors say nothing themselves: that of a connection tried at several addresses only has their errors. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.message !== "") return error.message;
  const parts = error instanceof AggregateError ? error.errors.map(messageOf).filter((text) => text !== "") : [];
  return parts.join("; ") || error.name;
}

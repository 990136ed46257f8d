import type { Block } from "../domain/gate.ts";
import type { LastError } from "../domain/tracked-invitation.ts";
import type { EdgesFailure } from "./errors.ts";

/** Stands where a failure has its label. */
export const NO_API_KEY = "no-api-key";

/** A failure's name for the ledger and the log: its label, or its status, or that no answer came. */
export function failureName({ label, status }: EdgesFailure): string {
  return label ?? (status === null ? "no-answer" : `status-${status}`);
}

/** Why something is stopped by it. What no answer has a label for is told in our own words besides. */
export function blockReasonOf(failure: EdgesFailure): Omit<Block, "until"> {
  return { why: failureName(failure), ref: failure.ref, detail: failure.sent ? null : failure.why };
}

export function lastErrorOf(failure: EdgesFailure, at: Date): LastError {
  return { label: failureName(failure), ref: failure.ref, at };
}

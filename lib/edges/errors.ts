import type { FailureReaction, PossibleEffect } from "./error-labels.ts";

/**
 * One failed call as a plain value that may be logged and stored: it holds no key, no request body and none of the
 * vendor's free text, which can carry people's names.
 */
export interface EdgesFailure {
  readonly reaction: FailureReaction;
  /** Whether the call may have taken effect all the same. */
  readonly effect: PossibleEffect;
  /** False when nothing has left this machine, for want of a key. */
  readonly sent: boolean;
  /**
   * `error_label`, or `(unprintable)` when what came is not a label's shape; a word of `LIST_FAULTS` for a whole list.
   * Null: the answer had none.
   */
  readonly label: string | null;
  /** `error_ref`, what the vendor's support asks for. */
  readonly ref: string | null;
  /** HTTP status. Null: no answer arrived, or the failure is not one answer's. */
  readonly status: number | null;
  /** `error_scope`, for example `input`. */
  readonly scope: string | null;
  /** Not before this instant. Null: the answer did not say. */
  readonly until: Date | null;
  /** The call may be under way on the vendor's side until then. Null: it has ended, or nothing was sent. */
  readonly endsBy: Date | null;
  /** The label has no row in the label table. */
  readonly unlisted: boolean;
  readonly method: "POST" | "GET";
  /** Origin and path of the call, without the query string. */
  readonly address: string;
  /** What happened, in our own words. */
  readonly why: string;
}

/** For callers that want to stop at a failure: the client itself hands failures back as values and never throws this. */
export class EdgesError extends Error {
  override readonly name = "EdgesError";
  readonly failure: EdgesFailure;

  constructor(failure: EdgesFailure) {
    const reference = failure.ref === null ? "" : `, reference ${failure.ref}`;
    super(`${failure.method} ${failure.address}: ${failure.label ?? "no label"} (${failure.why}${reference})`);
    this.failure = failure;
  }
}

/**
 * The last interlock before LinkedIn: a withdrawal was asked for while the policy does not allow one. It is a fault in
 * the caller and not an outcome, so it is thrown, and nothing has been sent.
 */
export class WithdrawalForbiddenError extends Error {
  override readonly name = "WithdrawalForbiddenError";

  constructor(mode: string) {
    super(`a withdrawal needs mode "live", and the mode is "${mode}": nothing was sent`);
  }
}

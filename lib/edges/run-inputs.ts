import { own } from "../domain/own-property.ts";
import type { EdgesFailure } from "./errors.ts";
import { failureOf } from "./failures.ts";
import { readInvitationIds } from "./invitation-ids.ts";
import { errorOf, failureOfItem } from "./item-failure.ts";
import type { EdgesRequest } from "./request.ts";

/** One input of a run that has come to an end. */
export interface InputState {
  readonly urn: string;
  readonly invitationId: string | null;
  /** By the documents it failed; otherwise it succeeded, which without an output says nothing of the invitation. */
  readonly hasFailed: boolean;
  /** What to make of it when no output names it. */
  readonly failure: EdgesFailure;
}

/**
 * Reads one item of a run's inputs: `input_data`, `status`, `last_error`. Null for one that names no invitation, and for
 * one that has no end: what became of it is not known, and nothing is said about it.
 */
export function readInputState(request: EdgesRequest, item: unknown, now: Date): InputState | null {
  const { urn, id } = readInvitationIds(own(item, "input_data") ?? own(item, "input"));
  const status = own(item, "status");
  if (urn === null || (status !== "FAILED" && status !== "SUCCEEDED")) return null;
  const of = { urn, invitationId: id };
  if (status === "SUCCEEDED") {
    // Runs count "not found" and "no result" as success without data.
    return { ...of, hasFailed: false, failure: failureOf(request, "input succeeded without a result") };
  }
  const error = errorOf(item);
  const unsaid = failureOf(request, "input failed, and nothing says why");
  return { ...of, hasFailed: true, failure: error === null ? unsaid : failureOfItem(request, error.source, now) };
}

import { own } from "../domain/own-property.ts";
import { failureOf } from "./failures.ts";
import { readInvitationIds } from "./invitation-ids.ts";
import { errorOf, failureOfItem } from "./item-failure.ts";
import type { EdgesRequest } from "./request.ts";
import type { RunOutput } from "./run-results.ts";

/** Where an output may keep its input, and where what the action answered: the names of the resources and callbacks. */
const INPUT_FIELDS = ["input", "input_data"] as const;
const ANSWER_FIELDS = ["output", "outputs", "result", "results", "data"] as const;

/**
 * Reads one item of a run's outputs. No document shows one: it is taken to be what the live call answers
 * (`linkedin_invitation_id`, `linkedin_invitation_urn`), by itself or under a name beside its input and its error. It is
 * `done` only where the answer names the very invitation, as for a live call. Success with an empty answer is not known:
 * runs count "not found" as success without data. Of one whose input and answer name two invitations the urn is null.
 */
export function readRunOutput(request: EdgesRequest, item: unknown, now: Date): RunOutput {
  const input = fieldOf(item, INPUT_FIELDS);
  const answers = answersOf(item);
  const [answer] = answers;
  const ofInput = readInvitationIds(input);
  const ofAnswer = readInvitationIds(answer);
  const urns = new Set([ofInput.urn, ofAnswer.urn].filter((urn) => urn !== null));
  const urn = urns.size === 1 ? ([...urns][0] ?? null) : null;
  const of = { urn, invitationId: ofAnswer.id ?? ofInput.id };
  const failed = (why: string): RunOutput => ({ ...of, result: { kind: "failed", failure: failureOf(request, why) } });
  if (urns.size > 1 || answers.length > 1) return failed("output names several invitations");
  const error = errorOf(item) ?? errorOf(answer);
  const isConfirmed = isNamed(answer, urn);
  if (error !== null && isConfirmed) return failed("output has both a result and an error");
  if (error !== null) return { ...of, result: { kind: "failed", failure: failureOfItem(request, error.source, now) } };
  return isConfirmed ? { ...of, result: { kind: "done" } } : failed("output does not name the invitation");
}

/** Whether an answer confirms an invitation, by its urn or its id; a field that names another one does not. */
function isNamed(answer: unknown, urn: string | null): boolean {
  const isAbsent = (field: string) => (own(answer, field) ?? null) === null;
  const ids = readInvitationIds(answer);
  if (ids.urn === null) return isAbsent("linkedin_invitation_urn") && ids.id !== null && sameInvitation(ids.id, urn);
  return isAbsent("linkedin_invitation_id") || sameInvitation(ids.id, ids.urn);
}

/** An id says nothing against a urn that nobody names. */
const sameInvitation = (id: string | null, urn: string | null): boolean =>
  urn === null || urn === `urn:li:fsd_invitation:${id}`;

/** What the action answered for this input: the item itself, or what it has under one of the names. */
function answersOf(item: unknown): readonly unknown[] {
  const isAnswer =
    own(item, "linkedin_invitation_urn") !== undefined || own(item, "linkedin_invitation_id") !== undefined;
  const answer = isAnswer ? item : fieldOf(item, ANSWER_FIELDS);
  return Array.isArray(answer) ? answer : [answer];
}

function fieldOf(item: unknown, names: readonly string[]): unknown {
  return names.map((name) => own(item, name)).find((value) => value !== undefined && value !== null);
}

import { METRICS } from "../contract/metrics.ts";
import { conclude, type Reaction } from "../domain/attempt.ts";
import { attemptIdOf, type CleanupBatch, type CleanupPart, plus, withoutBatch } from "../domain/cleanup.ts";
import { endingOf } from "../domain/ending.ts";
import type { CallOutcome } from "../domain/gate.ts";
import { HOUR_MS, later } from "../domain/time.ts";
import type { TrackedInvitation } from "../domain/tracked-invitation.ts";
import type { EdgesFailure } from "../edges/errors.ts";
import { failureName, lastErrorOf } from "../edges/failure-name.ts";
import type { RunOutput } from "../edges/withdraw-runs.ts";
import { noteForAll, stopForKeyOrPlan } from "../withdraw/stop-for-all.ts";
import { AGAIN, type CleanupCollaborators, type Step } from "./cleanup-step.ts";
import { leaveGate } from "./leave-gate.ts";

/** Stand for an answer that is not there, as the invitation's last error. */
export const NO_OUTPUT = "run-without-output";
export const NOT_OVER_IN_TIME = "run-not-over";

/** What one result says: of a result that is missing, only that nobody knows. */
type Said = { readonly reaction: Reaction; readonly failure: EdgesFailure | null };
const NOT_KNOWN: Said = { reaction: "not-known", failure: null };

/**
 * Writes what became of each invitation of the run, lets the identity go, and then closes the batch: in this order, so that
 * a crash on the way does it again, and a list that is read in between finds no claim of ours.
 */
export async function concludeBatch(
  c: CleanupCollaborators,
  part: CleanupPart,
  batch: CleanupBatch,
  results: ReadonlyMap<string, RunOutput["result"]>,
  missing: typeof NO_OUTPUT | typeof NOT_OVER_IN_TIME,
): Promise<Step> {
  let withdrawn = 0;
  let notWithdrawn: Readonly<Record<string, number>> = {};
  const said: { readonly invitationId: string; readonly one: Said }[] = [];
  for (const invitationId of batch.inputs) {
    const one = saidBy(results.get(invitationId));
    if (await write(c, part, batch, invitationId, one, missing)) withdrawn += 1;
    else notWithdrawn = plus(notWithdrawn, { [one.reaction === "done" ? "not-known" : one.reaction]: 1 });
    said.push({ invitationId, one });
  }
  await release(c, part, batch, said);
  const fields = { runId: part.cleanupId, identityId: part.identityId, batch: batch.number, runUid: batch.runUid };
  c.log.info("a run of the clean-up is concluded", { ...fields, count: withdrawn });
  await c.ledger.cleanups.replacePart(part.version, withoutBatch(part, { withdrawn, notWithdrawn }));
  return AGAIN;
}

function saidBy(result: RunOutput["result"] | undefined): Said {
  if (result === undefined) return NOT_KNOWN;
  return result.kind === "done"
    ? { reaction: "done", failure: null }
    : { reaction: result.failure.reaction, failure: result.failure };
}

/** Writes one conclusion, on the condition that the claim is still the batch's. True when it is withdrawn by this clean-up. */
async function write(
  c: CleanupCollaborators,
  part: CleanupPart,
  batch: CleanupBatch,
  invitationId: string,
  { reaction, failure }: Said,
  missing: string,
): Promise<boolean> {
  const { cleanupId, identityId } = part;
  const attemptId = attemptIdOf(part, batch.number);
  const found = await c.ledger.invitations.find(identityId, invitationId);
  if (found === null) return false;
  // Written before a crash, or by another process.
  if (found.attempt?.id !== attemptId) return found.ending?.runId === cleanupId && found.ending.outcome === "withdrawn";
  const now = c.clock.now();
  const effect = reaction === "done" ? "none" : (failure?.effect ?? "maybe");
  const conclusion = conclude({ reaction, effect }, found, now, false);
  const lastError =
    reaction === "done" ? null : failure === null ? { label: missing, ref: null, at: now } : lastErrorOf(failure, now);
  tell(c, part, invitationId, { reaction, failure });
  if (conclusion.kind === "leave-open") {
    const { lost, counts, rest } = conclusion;
    await c.ledger.invitations.leaveOpen(identityId, invitationId, attemptId, { lost, counts, lastError, rest });
    return false;
  }
  const ending = endingOf(found, conclusion.outcome, now, conclusion.confirmed, contextOf(part, batch, found));
  const settled = await c.ledger.invitations.settle(identityId, invitationId, attemptId, ending, lastError);
  if (!settled) return false;
  c.metrics.count(METRICS.withdrawn);
  c.metrics.count(METRICS.daysPending, ending.daysPending);
  return true;
}

function contextOf({ cleanupId }: CleanupPart, { inForce }: CleanupBatch, { attemptReason }: TrackedInvitation) {
  if (inForce === null) throw new Error("a batch that was handed over knows what was in force");
  return { policy: inForce, policyVersion: inForce.policyVersion, runId: cleanupId, reason: attemptReason };
}

function tell(c: CleanupCollaborators, part: CleanupPart, invitationId: string, { reaction, failure }: Said): void {
  const fields = { runId: part.cleanupId, identityId: part.identityId, invitationId, reaction };
  if (reaction === "done") {
    c.log.info("withdrawn", fields);
    return;
  }
  c.metrics.count(METRICS.failedCalls, 1, { reason: reaction });
  if (failure?.unlisted === true) c.metrics.count(METRICS.unlistedLabels);
  if (failure === null || failure.effect === "maybe") c.metrics.count(METRICS.notKnown);
  const answer = failure === null ? {} : { label: failureName(failure), ref: failure.ref };
  c.log.warn("not withdrawn", { ...fields, ...answer });
}

/** What the results say of the identity and of all, as for live calls one after the other. */
async function release(
  c: CleanupCollaborators,
  part: CleanupPart,
  batch: CleanupBatch,
  said: readonly { readonly invitationId: string; readonly one: Said }[],
): Promise<void> {
  const { cleanupId, identityId } = part;
  const now = c.clock.now();
  const outcomes: CallOutcome[] = [];
  let last: { readonly reaction: Reaction; readonly failure: EdgesFailure; readonly invitationId: string } | null =
    null;
  let needsPerson: EdgesFailure | null = null;
  let limit: EdgesFailure | null = null;
  let keyOrPlan: EdgesFailure | null = null;
  for (const { invitationId, one } of said) {
    const { reaction, failure } = one;
    if (reaction === "done") outcomes.push({ kind: "success", recoveredFrom: null });
    if (failure === null) continue;
    last = { reaction, failure, invitationId };
    if (reaction === "identity-needs-person") needsPerson = failure;
    if (reaction === "wait-until") limit = failure;
    if (reaction === "workspace-stopped") keyOrPlan = failure;
    const isTransient = reaction === "not-known" || reaction === "retry-later";
    if (!isTransient && reaction !== "refused") continue;
    const failed = { ...lastErrorOf(failure, now), invitationId, runId: cleanupId };
    outcomes.push({ kind: "failed", failed, isTransient });
  }
  if (keyOrPlan !== null) await stopForKeyOrPlan(c, keyOrPlan, now);
  const left = await leaveGate(c, part, batch, true, {
    outcomes,
    ...(limit !== null && {
      block: { until: limit.until ?? later(now, HOUR_MS), why: failureName(limit), ref: limit.ref },
    }),
    ...(needsPerson !== null && {
      needsPerson: { since: now, why: failureName(needsPerson), ref: needsPerson.ref },
    }),
  });
  // Somebody else has been here before.
  if (left === null) return;
  const isSuccess = said.some(({ one }) => one.reaction === "done");
  if (!isSuccess && last === null) return;
  const note = { message: { runId: cleanupId }, attemptId: attemptIdOf(part, batch.number) };
  const failed =
    isSuccess || last === null
      ? null
      : { ...lastErrorOf(last.failure, now), invitationId: last.invitationId, runId: cleanupId };
  await noteForAll(c, note, { identityId, reaction: last?.reaction ?? "done", failed, left });
}

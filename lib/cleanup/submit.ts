import { METRICS } from "../contract/metrics.ts";
import {
  attemptIdOf,
  type CleanupBatch,
  type CleanupPart,
  ended,
  MAX_REFUSALS,
  withBatchUndone,
} from "../domain/cleanup.ts";
import type { CallOutcome } from "../domain/gate.ts";
import { HOUR_MS, later } from "../domain/time.ts";
import type { EdgesFailure } from "../edges/errors.ts";
import { failureName, lastErrorOf } from "../edges/failure-name.ts";
import type { WithdrawRunOrder } from "../edges/withdraw-runs.ts";
import { nameBulkRun } from "../ledger/bulk-gatekeeper.ts";
import { leaveWorkspace } from "../ledger/workspace-faults.ts";
import { noteForAll, stopForKeyOrPlan } from "../withdraw/stop-for-all.ts";
import type { CleanupCollaborators } from "./cleanup-step.ts";
import { giveBack, leaveGate } from "./leave-gate.ts";

/** Starts the run, once, and writes what is known of it then. */
export async function submit(
  c: CleanupCollaborators,
  part: CleanupPart,
  batch: CleanupBatch,
  order: Pick<WithdrawRunOrder, "urns" | "mode">,
): Promise<void> {
  const { cleanupId, identityId } = part;
  const fields = {
    ...{ runId: cleanupId, identityId, batch: batch.number, count: batch.inputs.length },
    until: batch.until?.toISOString() ?? null,
  };
  const answer = await c.edges.startWithdrawRun({ identityId, ...order });
  if (answer.kind === "accepted") {
    const { runUid } = answer;
    c.metrics.count(METRICS.calls, batch.inputs.length);
    c.log.info("a run of the clean-up has begun", { ...fields, runUid });
    await changeBatch(c, part, batch, (now, own) => ({ ...now, batch: { ...own, state: "submitted", runUid } }));
    await nameBulkRun(c.ledger.identities, identityId, { cleanupId, batch: batch.number, runUid });
    // The request is understood; whether any withdrawal works, its results will say.
    const understood = { runId: cleanupId, identityId, kind: "other", failed: null, stopsIdentity: false } as const;
    await leaveWorkspace(c.ledger.workspace, { ...understood, callId: attemptIdOf(part, batch.number) });
    return;
  }
  const { failure } = answer;
  const { reaction } = failure;
  c.metrics.count(METRICS.failedCalls, 1, { reason: reaction });
  if (failure.unlisted) c.metrics.count(METRICS.unlistedLabels);
  const told = { ...fields, label: failureName(failure), ref: failure.ref, fault: failure.why };
  if (failure.effect === "maybe") {
    c.metrics.count(METRICS.calls, batch.inputs.length);
    c.metrics.count(METRICS.notKnown, batch.inputs.length);
    c.log.error("nobody knows whether a run of the clean-up has begun", told);
    await changeBatch(c, part, batch, (now, own) => ({ ...now, batch: { ...own, state: "submitted" } }));
    return;
  }
  c.log.warn("a run of the clean-up was refused", told);
  await refused(c, part, batch, failure);
}

/** It never began: no invitation was called for, so that none of them has cost a call. */
export async function refused(
  c: CleanupCollaborators,
  part: CleanupPart,
  batch: CleanupBatch,
  failure: EdgesFailure,
): Promise<void> {
  const { cleanupId, identityId } = part;
  const { reaction } = failure;
  const now = c.clock.now();
  const failed = { ...lastErrorOf(failure, now), invitationId: null, runId: cleanupId };
  await giveBack(c, part, batch, batch.inputs, lastErrorOf(failure, now));
  if (reaction === "workspace-stopped") await stopForKeyOrPlan(c, failure, now);
  const reason = { why: failureName(failure), ref: failure.ref };
  const isOfIdentity = reaction === "refused" || reaction === "retry-later" || reaction === "not-known";
  const outcome: CallOutcome = { kind: "failed", failed, isTransient: reaction !== "refused" };
  const left = await leaveGate(c, part, batch, false, {
    ...(reaction === "wait-until" && { block: { ...reason, until: failure.until ?? later(now, HOUR_MS) } }),
    ...(reaction === "identity-needs-person" && { needsPerson: { ...reason, since: now } }),
    outcomes: isOfIdentity ? [outcome] : [],
  });
  const note = { message: { runId: cleanupId }, attemptId: attemptIdOf(part, batch.number) };
  await noteForAll(c, note, { identityId, reaction, failed, left });
  await changeBatch(c, part, batch, (at) => {
    const undone = { ...withBatchUndone(at), refusals: at.refusals + 1 };
    const mayTryAgain = reaction === "wait-until" && undone.refusals < MAX_REFUSALS;
    return mayTryAgain ? undone : ended(undone, reaction);
  });
}

/**
 * Changes the part as long as this batch is on and its answer is not known. Another process may have given the answer up
 * meanwhile: it is here all the same.
 */
async function changeBatch(
  c: CleanupCollaborators,
  { cleanupId, identityId }: CleanupPart,
  { number, runUid }: CleanupBatch,
  change: (now: CleanupPart, own: CleanupBatch) => CleanupPart,
): Promise<void> {
  for (;;) {
    const now = await c.ledger.cleanups.findPart(cleanupId, identityId);
    const own = now?.batch ?? null;
    if (now === null || own === null || own.number !== number || own.runUid !== runUid) return;
    if (await c.ledger.cleanups.replacePart(now.version, change(now, own))) return;
  }
}

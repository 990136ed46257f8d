import { CLAIM_LEASE_MS } from "../domain/attempt.ts";
import {
  attemptIdOf,
  type CleanupBatch,
  type CleanupPart,
  type Counts,
  plus,
  START_LEASE_MS,
  withBatchUndone,
  withoutBatch,
} from "../domain/cleanup.ts";
import { later } from "../domain/time.ts";
import { enterGate, type GateResult } from "../ledger/gatekeeper.ts";
import { enterWorkspace } from "../ledger/workspace-faults.ts";
import { type ClaimContext, type Claimed, claimOne, keptSince } from "./claim-one.ts";
import { AGAIN, type CleanupCollaborators, type Step } from "./cleanup-step.ts";
import { giveBack, leaveGate } from "./leave-gate.ts";
import { mayCall, type Permission } from "./may-call.ts";
import { bulkRequest, end, heldUp } from "./next-batch.ts";
import { submit } from "./submit.ts";

type Permitted = Extract<Permission, { may: true }>;

/**
 * Takes the gate for the whole batch, claims its invitations one by one, looks at each once more, and only then hands those
 * that are left to the API. Until the part says `submitting` nothing was sent, and all of it may be repeated.
 */
export async function claimBatch(c: CleanupCollaborators, part: CleanupPart, batch: CleanupBatch): Promise<Step> {
  const permission = await mayCall(c, part.identityId);
  if (!permission.may) return giveUp(c, part, batch, permission.why);
  const { policy } = permission;
  const gate = await enterGate(
    c.ledger.identities,
    part.identityId,
    bulkRequest(part, policy, { ...batch }),
    c.clock.now(),
  );
  const bulkRun = gate.open ? gate.identity.gate.bulkRun : null;
  if (!gate.open) return waitOutside(c, part, batch, gate);
  if (bulkRun === null) throw new Error("a gate entered for a run is held by it");

  const context: ClaimContext = { part, batch, policy, identity: gate.identity, until: bulkRun.until };
  const { claimed, dropped } = await claimAll(c, context);
  const attemptId = attemptIdOf(part, batch.number);
  const now = c.clock.now();
  const request = { runId: part.cleanupId, callId: attemptId, until: later(now, CLAIM_LEASE_MS) };
  const workspace = await enterWorkspace(c.ledger.workspace, request, now);
  if (!workspace.go) {
    await undo(c, part, batch);
    return waitOutside(c, part, batch, { open: false, ...workspace });
  }
  // Claiming a hundred takes a while: what was ordered meanwhile counts.
  const again = await mayCall(c, part.identityId);
  if (!again.may) return giveUp(c, part, batch, again.why);
  const { kept, dropped: droppedSince } = await lookAgain(c, { ...context, policy: again.policy }, claimed);
  return handOver(c, part, { ...batch, dropped: plus(dropped, droppedSince), until: bulkRun.until }, kept, again);
}

/** Hands over what is left, or concludes a batch of which nothing is. */
async function handOver(
  c: CleanupCollaborators,
  part: CleanupPart,
  batch: CleanupBatch,
  claimed: readonly Claimed[],
  { policy, policyVersion }: Permitted,
): Promise<Step> {
  if (claimed.length === 0) {
    await leaveGate(c, part, batch, false);
    const concluded = withoutBatch({ ...part, batch }, { withdrawn: 0, notWithdrawn: {} });
    await c.ledger.cleanups.replacePart(part.version, concluded);
    return AGAIN;
  }
  const { thresholdDays, holdout, reinviteCooldownDays, gapSeconds } = policy;
  const submitting: CleanupBatch = {
    ...batch,
    ...{ state: "submitting", inputs: claimed.map(({ chosen }) => chosen.invitationId) },
    submittedAt: c.clock.now(),
    answerBy: later(c.clock.now(), START_LEASE_MS),
    inForce: { thresholdDays, holdout, reinviteCooldownDays, gapSeconds, policyVersion },
  };
  // Whoever writes this sends it, and nobody else ever does.
  if (!(await c.ledger.cleanups.replacePart(part.version, { ...part, batch: submitting }))) return AGAIN;
  const urns = claimed.map(({ urn }) => urn);
  await submit(c, part, submitting, { urns, mode: policy.mode });
  return AGAIN;
}

interface ClaimedAll {
  readonly claimed: readonly Claimed[];
  readonly dropped: Counts;
}

async function claimAll(c: CleanupCollaborators, context: ClaimContext): Promise<ClaimedAll> {
  const { part, batch } = context;
  const { cleanupId, identityId, taken } = part;
  const chosen = await c.ledger.cleanups.chosen(cleanupId, identityId, taken, taken + batch.size);
  const claimed: Claimed[] = [];
  let dropped: Counts = {};
  for (const one of chosen) {
    const result = await claimOne(c, context, one);
    if (result.ok) claimed.push(result.claimed);
    else dropped = plus(dropped, await drop(c, context, result.invitationId, result.why));
  }
  return { claimed, dropped };
}

async function lookAgain(
  c: CleanupCollaborators,
  context: ClaimContext,
  claimed: readonly Claimed[],
): Promise<{ readonly kept: readonly Claimed[]; readonly dropped: Counts }> {
  const kept: Claimed[] = [];
  let dropped: Counts = {};
  for (const one of claimed) {
    const why = await keptSince(c, context, one);
    if (why === null) kept.push(one);
    else dropped = plus(dropped, await drop(c, context, one.chosen.invitationId, why));
  }
  return { kept, dropped };
}

async function drop(
  c: CleanupCollaborators,
  { part, batch }: ClaimContext,
  invitationId: string,
  reason: string,
): Promise<Counts> {
  await giveBack(c, part, batch, [invitationId]);
  const { cleanupId: runId, identityId } = part;
  c.log.info("left out of the clean-up", { runId, identityId, invitationId, reason });
  return { [reason]: 1 };
}

/** As if the batch had never been: what it holds is given back. */
async function undo(c: CleanupCollaborators, part: CleanupPart, batch: CleanupBatch): Promise<void> {
  const { cleanupId, identityId, taken } = part;
  const chosen = await c.ledger.cleanups.chosen(cleanupId, identityId, taken, taken + batch.size);
  await giveBack(
    c,
    part,
    batch,
    chosen.map(({ invitationId }) => invitationId),
  );
  await leaveGate(c, part, batch, false);
}

async function giveUp(c: CleanupCollaborators, part: CleanupPart, batch: CleanupBatch, why: string): Promise<Step> {
  await undo(c, part, batch);
  return end(c, part, why);
}

/** The gate does not let it in: the batch is dissolved, and what is left is counted anew once it may be. */
async function waitOutside(
  c: CleanupCollaborators,
  part: CleanupPart,
  batch: CleanupBatch,
  refusal: Extract<GateResult, { open: false }>,
): Promise<Step> {
  await undo(c, part, batch);
  if (!(await c.ledger.cleanups.replacePart(part.version, withBatchUndone(part)))) return AGAIN;
  return heldUp(c, { ...withBatchUndone(part), version: part.version + 1 }, refusal);
}

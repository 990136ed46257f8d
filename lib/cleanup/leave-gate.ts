import type { BulkRelease } from "../domain/bulk-gate.ts";
import { isBulkRunOf } from "../domain/bulk-run.ts";
import { attemptIdOf, type CleanupBatch, type CleanupPart } from "../domain/cleanup.ts";
import type { IdentityPolicy } from "../domain/policy.ts";
import type { LastError } from "../domain/tracked-invitation.ts";
import { leaveBulkRun } from "../ledger/bulk-gatekeeper.ts";
import type { GateLeft } from "../ledger/gatekeeper.ts";
import type { CleanupCollaborators } from "./cleanup-step.ts";

type Released = Partial<Pick<BulkRelease, "block" | "needsPerson" | "outcomes">>;

/** Lets the identity go: all of the run's inputs were called for, or none. */
export function leaveGate(
  c: CleanupCollaborators,
  { cleanupId, identityId }: CleanupPart,
  { number, inForce }: Pick<CleanupBatch, "number" | "inForce">,
  called: boolean,
  { block, needsPerson, outcomes = [] }: Released = {},
): Promise<GateLeft | null> {
  const policy: Pick<IdentityPolicy, "gapSeconds"> = inForce ?? NO_GAP;
  const release = { cleanupId, batch: number, called, draw: c.random(), policy, block, needsPerson, outcomes };
  return leaveBulkRun(c.ledger.identities, identityId, release, c.clock.now());
}

/** For what was never called: no gap follows it. */
const NO_GAP = { gapSeconds: { min: 0, max: 0 } };

/** Nothing was called for these: each claim that the batch still holds is given back. May be repeated. */
export async function giveBack(
  c: CleanupCollaborators,
  part: CleanupPart,
  { number }: Pick<CleanupBatch, "number">,
  invitationIds: readonly string[],
  lastError: LastError | null = null,
): Promise<void> {
  const attemptId = attemptIdOf(part, number);
  for (const invitationId of invitationIds) {
    const left = { lost: false, counts: false, lastError };
    await c.ledger.invitations.leaveOpen(part.identityId, invitationId, attemptId, left);
  }
}

/** Whoever came late may have entered the gate for a batch that another has concluded: nobody else would leave it. */
export async function releaseLeftBehind(c: CleanupCollaborators, part: CleanupPart): Promise<void> {
  const { cleanupId, identityId, batches } = part;
  const { gate } = await c.ledger.identities.find(identityId);
  const { bulkRun } = gate;
  if (bulkRun === null || !isBulkRunOf(gate, { cleanupId, batch: bulkRun.batch }) || bulkRun.batch > batches) return;
  await leaveGate(c, part, { number: bulkRun.batch, inForce: null }, false);
}

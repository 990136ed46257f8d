import type { Collaborators } from "../collaborators.ts";
import type { SweepMessage } from "../contract/messages.ts";
import { METRICS } from "../contract/metrics.ts";
import { asConnected, type Block, newlyNeedsPerson } from "../domain/gate.ts";
import { HOUR_MS, later } from "../domain/time.ts";
import type { EdgesFailure } from "../edges/errors.ts";
import { blockReasonOf, failureName } from "../edges/failure-name.ts";
import { leaveGate, workspaceBlock } from "../ledger/gatekeeper.ts";
import type { SweepContext } from "./sweep-context.ts";

/** Clears what an identity needed a person for, when Edges shows it as connected again. */
export async function reconnected(c: Collaborators, { identityId, connected }: SweepMessage): Promise<void> {
  if (!connected) return;
  const { gate } = await c.ledger.identities.find(identityId);
  if (gate.needsPerson === null || asConnected(gate).needsPerson !== null) return;
  await c.ledger.identities.setNeedsPerson(identityId, null);
  c.log.info("connected again", { identityId, reason: gate.needsPerson.why });
}

/** Leaves the gate where nothing was called. */
export async function leaveUncalled(
  c: Pick<Collaborators, "clock" | "ledger">,
  { message: { identityId }, policy, holder }: SweepContext,
): Promise<void> {
  const release = { action: "list", called: false, draw: 0, policy } as const;
  await leaveGate(c.ledger.identities, identityId, holder, release, c.clock.now());
}

/**
 * Leaves the gate after a list, or a part of one (`failure` null), with what its failure says of the identity. `endsBy`: when
 * the last call has ended for certain, where that was the list of connections. `now`: another clock than ours, where that
 * is known to be wrong.
 */
export async function leaveAfterListing(
  c: Omit<Collaborators, "queues" | "policy">,
  { message: { identityId }, policy, holder }: SweepContext,
  failure: EdgesFailure | null,
  endsBy: Date | null = failure?.endsBy ?? null,
  now = c.clock.now(),
): Promise<void> {
  let block: Block | undefined;
  if (failure?.reaction === "workspace-stopped") {
    c.metrics.count(METRICS.workspaceStopped);
    await c.ledger.identities.blockWorkspace(workspaceBlock(now, blockReasonOf(failure)));
  } else if (failure?.reaction === "wait-until") {
    block = { until: failure.until ?? later(now, HOUR_MS), why: failureName(failure), ref: failure.ref };
  }
  const personNeeded = failure?.reaction === "identity-needs-person";
  if (personNeeded) c.metrics.count(METRICS.needsPerson);
  const needsPerson = personNeeded ? { since: now, why: failureName(failure), ref: failure.ref } : undefined;
  const held = { heldUntil: endsBy ?? undefined, block, needsPerson };
  const release = { action: "list", called: true, draw: c.random(), policy, ...held } as const;
  const left = await leaveGate(c.ledger.identities, identityId, holder, release, now);
  if (left !== null && newlyNeedsPerson(left.before, left.after)) c.metrics.count(METRICS.newlyNeedsPerson);
}

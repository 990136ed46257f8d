import type { Collaborators } from "../collaborators.ts";
import type { SweepMessage } from "../contract/messages.ts";
import { METRICS } from "../contract/metrics.ts";
import { type Block, type GateState, OUTCOMES_NOT_KNOWN } from "../domain/gate.ts";
import { HOUR_MS, later } from "../domain/time.ts";
import { failureName } from "../edges/failure-name.ts";
import { leaveGate, workspaceBlock } from "../ledger/gatekeeper.ts";
import type { Booked } from "./book.ts";
import type { SweepListing } from "./listing.ts";
import type { SweepContext } from "./sweep-context.ts";

/**
 * An identity that had lost its connection and that Edges shows as connected again needs nobody any more. A pause for
 * answers that were not known stays: only a person ends that.
 */
export async function reconnected(c: Collaborators, { identityId, connected }: SweepMessage): Promise<void> {
  if (!connected) return;
  const { gate } = await c.ledger.identities.find(identityId);
  if (gate.needsPerson === null || gate.needsPerson.why === OUTCOMES_NOT_KNOWN) return;
  await c.ledger.identities.setNeedsPerson(identityId, null);
  c.log.info("connected again", { identityId, reason: gate.needsPerson.why });
}

/** Leaves the gate after a listing and keeps what the listing told of the identity. Answers the gate as it is then. */
export async function leaveAfterListing(
  c: Omit<Collaborators, "queues" | "policy">,
  { message: { identityId }, policy, holder }: SweepContext,
  listing: SweepListing | null,
  booked: Booked | null,
): Promise<GateState> {
  const now = c.clock.now();
  const failure = listing?.failure ?? null;
  if (listing !== null && booked !== null) {
    // Acceptances not looked up to the end must be looked for from the same day again, so absence was not settled.
    const trust = booked.counts.unresolved > 0 ? "partial" : booked.comparison.trust;
    const count = listing.invitations.length + listing.malformedIds.length;
    if (listing.state === "complete") {
      await c.ledger.identities.recordListing(identityId, { at: listing.startedAt, count, trust });
    }
  }
  let block: Block | undefined;
  if (failure?.reaction === "workspace-stopped") {
    c.metrics.count(METRICS.workspaceStopped);
    await c.ledger.identities.blockWorkspace(workspaceBlock(now, failureName(failure), failure.ref));
  } else if (failure?.reaction === "wait-until") {
    block = { until: failure.until ?? later(now, HOUR_MS), why: failureName(failure), ref: failure.ref };
  }
  const personNeeded = failure?.reaction === "identity-needs-person";
  if (personNeeded) c.metrics.count(METRICS.needsPerson);
  const needsPerson = personNeeded ? { since: now, why: failureName(failure), ref: failure.ref } : undefined;
  const release = { action: "list", called: true, draw: c.random(), policy, block, needsPerson } as const;
  await leaveGate(c.ledger.identities, identityId, holder, release, now);
  return (await c.ledger.identities.find(identityId)).gate;
}

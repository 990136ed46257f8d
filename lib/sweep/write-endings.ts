import type { KnownInvitation } from "../domain/bookkeeping.ts";
import { endingOf } from "../domain/ending.ts";
import { canHaveAccepted } from "../domain/missed-acceptance.ts";
import type { Outcome } from "../domain/tracked-invitation.ts";
import type { FoundConnections } from "./connections.ts";
import { inParallel } from "./in-parallel.ts";
import { WRITES_AT_ONCE, type Writing } from "./write-context.ts";

/** What has left a believed list: accepted where the person is connected; withdrawn by us, or gone, where not. */
export async function endVanished(w: Writing, connections: FoundConnections): Promise<void> {
  const { decision, counts } = w;
  const { listing, comparison } = decision.compared;
  await inParallel(WRITES_AT_ONCE, comparison.vanished, async (one) => {
    const connectedAt = await acceptanceOf(w, one, connections);
    if (connectedAt !== undefined) {
      if (await end(w, one, "accepted", connectedAt)) counts.accepted += 1;
    } else if (!connections.whole || (one.personId !== null && connections.undated.has(one.personId))) {
      counts.unresolved += 1;
    } else if (one.state === "withdrawing") {
      if (await end(w, one, "withdrawn", listing.startedAt)) counts.withdrawnUnconfirmed += 1;
    } else if (await end(w, one, "gone", listing.startedAt)) {
      counts.gone += 1;
    }
  });
}

/** An earlier connection than those looked for is its acceptance where it can be: the last list was then served late. */
async function acceptanceOf(
  { c, decision: { identityId } }: Writing,
  { invitationId, personId }: KnownInvitation,
  { at, older }: FoundConnections,
): Promise<Date | undefined> {
  if (personId === null) return undefined;
  const earlier = older.get(personId);
  if (at.has(personId) || earlier === undefined) return at.get(personId);
  const found = await c.ledger.invitations.find(identityId, invitationId);
  return found !== null && canHaveAccepted(found, earlier) ? earlier : undefined;
}

async function end(w: Writing, one: KnownInvitation, outcome: Outcome, at: Date): Promise<boolean> {
  const { c, decision, context, onFinding } = w;
  const { identityId } = decision;
  // What this product did or tried has the rule that spoke for it; what ended by itself has none.
  const tried = outcome === "withdrawn" ? await c.ledger.invitations.find(identityId, one.invitationId) : null;
  const { policy, policyVersion, message } = context;
  const ending = endingOf(one, outcome, at, outcome !== "withdrawn", {
    ...{ policy, policyVersion, runId: message.runId, reason: tried?.attemptReason ?? null },
  });
  const written = await c.ledger.invitations.end(identityId, one.invitationId, ending, c.clock.now());
  if (written) onFinding({ invitationId: one.invitationId, was: one.state, is: outcome });
  return written;
}

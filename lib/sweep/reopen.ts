import type { Collaborators } from "../collaborators.ts";
import { METRICS } from "../contract/metrics.ts";
import { LISTING_LAG_MS } from "../domain/bookkeeping.ts";
import { later } from "../domain/time.ts";
import type { Ending, TrackedInvitation } from "../domain/tracked-invitation.ts";

/**
 * A listing shows an invitation that the ledger holds as ended. What was only inferred from its absence, or from a
 * withdrawal nobody confirmed, is taken back. What the API confirmed is not: the list may be served late, and a second
 * call for it would be a call too many. True when it is pending again.
 */
export async function reopenIfNeverEnded(
  c: Pick<Collaborators, "ledger" | "metrics" | "log">,
  { identityId, invitationId, ending }: TrackedInvitation,
  listedAt: Date,
): Promise<boolean> {
  if (ending === null || ending.endedAt >= listedAt || ending.outcome === "failed") return false;
  if (canBeReopened(ending)) {
    if (ending.endedAt > later(listedAt, -LISTING_LAG_MS)) return false;
    return c.ledger.invitations.reopen(identityId, invitationId, ending.endedAt);
  }
  c.metrics.count(METRICS.contradictions);
  c.log.warn("listed although it has ended", { identityId, invitationId, outcome: ending.outcome });
  return false;
}

/** Endings that were inferred and not told: a listing that shows the invitation refutes them. */
export function canBeReopened({ outcome, confirmed }: Pick<Ending, "outcome" | "confirmed">): boolean {
  return outcome === "gone" || (outcome === "withdrawn" && !confirmed);
}

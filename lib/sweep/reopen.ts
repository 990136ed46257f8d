import { LISTING_LAG_MS } from "../domain/bookkeeping.ts";
import { later } from "../domain/time.ts";
import type { Ending } from "../domain/tracked-invitation.ts";

/**
 * Whether a list that shows an invitation takes its ending back. What was only inferred from its absence, or from a
 * withdrawal nobody confirmed, is taken back, once the list cannot be one that was served late; so is the giving up of an
 * earlier version. What the API confirmed is not: a second call for it would be a call too many.
 */
export function isReopenedBy(ending: Ending, listedAt: Date): boolean {
  const { outcome, confirmed } = ending;
  const isOpenToDoubt = outcome === "gone" || outcome === "failed" || (outcome === "withdrawn" && !confirmed);
  return isOpenToDoubt && ending.endedAt <= later(listedAt, -LISTING_LAG_MS);
}

/** Whether a list contradicts an ending that it cannot take back, so that a person is told. */
export function isContradictedBy({ outcome, endedAt, confirmed }: Ending, listedAt: Date): boolean {
  if (outcome === "failed" || endedAt >= listedAt) return false;
  return outcome !== "gone" && !(outcome === "withdrawn" && !confirmed);
}

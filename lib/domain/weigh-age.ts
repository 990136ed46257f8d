import { believe, ID_MARGIN_MS, type IdCalibration, timeInId } from "./id-clock.ts";
import { datesDisagree, narrow, type SentInterval, spanOf } from "./sent-interval.ts";
import { earliest, later } from "./time.ts";

/** What is known of when one invitation was sent, from its dates and its id together. */
export interface WeighedAge {
  readonly sent: SentInterval;
  /** The id has made the interval narrower than dates and lists alone do. */
  readonly fromId: boolean;
  /** Date and id lie more than 36 hours apart, or the ends of `dated` cross: one is wrong, and nobody knows which. */
  readonly datesDisagree: boolean;
}

/**
 * Narrows what dates and lists tell by the time in the id, once ids are believed. Where the two are close and yet share
 * no moment, both are kept as possible: the youngest age counts for what is stale. Pure.
 *
 * @param ids how the deployment's ids have stood their trials; null where the policy has ages from ids off
 */
export function weighAge(invitationId: string, dated: SentInterval, ids: IdCalibration | null, now: Date): WeighedAge {
  // The ledger's two ends contradict each other.
  const isInverted = dated.from !== null && dated.from.getTime() > dated.by.getTime();
  if (isInverted) return { sent: dated, fromId: false, datesDisagree: true };
  const decoded = ids !== null && believe(ids) === "believed" ? timeInId(invitationId) : null;
  if (decoded === null) return { sent: dated, fromId: false, datesDisagree: false };
  if (datesDisagree(decoded, dated)) return { sent: dated, fromId: false, datesDisagree: true };
  const evidence = {
    from: earliest(later(decoded, -ID_MARGIN_MS), now),
    by: earliest(later(decoded, ID_MARGIN_MS), now),
  };
  const narrowed = narrow(dated, evidence);
  const sent = narrowed.kind === "interval" ? narrowed.interval : spanOf(dated, evidence);
  const fromId = sent.by.getTime() < dated.by.getTime() || sent.from?.getTime() !== dated.from?.getTime();
  return { sent, fromId, datesDisagree: false };
}

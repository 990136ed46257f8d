import type { Analysis } from "../../analytics/analyse.ts";
import type { Comparison } from "../../analytics/candidate-row.ts";
import { pendingSlots } from "../../analytics/pending-slots.ts";
import type { Recommended } from "../../analytics/recommendation.ts";
import type { Binding } from "../../domain/policy.ts";

/**
 * What the recommended wait costs or wins for what is short. Null where there is no change, no comparison or no slot. Where no
 * acceptance was seen between the two waits it is the bound, "at most", never zero.
 */
export function priceInWords(analysis: Analysis, binding: Binding): string | null {
  const { recommendation } = analysis;
  if (recommendation.kind !== "recommended" || recommendation.againstCurrent === null) return null;
  const { direction, acceptances, per100Slots, per100Sent } = recommendation.againstCurrent;
  const isBound = acceptances.basis === "rule-of-three";
  const bounds = isBound ? boundsOf(analysis, recommendation, recommendation.againstCurrent) : null;
  const slots = bounds === null ? per100Slots : bounds.per100Slots;
  const sent = bounds === null ? per100Sent : bounds.per100Sent;
  const often = (count: number) => `${isBound ? "at most " : ""}${acceptancesInWords(count)}`;
  const [costs, change] = direction === "shorter" ? ["costs", "freed"] : ["wins", "taken"];
  if (binding === "slots") {
    return slots === null ? null : `It ${costs} ${often(slots)} a month for every 100 slots ${change}.`;
  }
  const slotsAside =
    direction === "shorter"
      ? "the slots it frees do not let you send more"
      : "the slots it takes do not keep you from sending";
  return `It ${costs} ${often(sent)} for every 100 invitations sent; ${slotsAside}.`;
}

const DAYS_A_MONTH = 30;

/**
 * The upper limit of what was not seen. With u of all sent accepted between the two waits, the share of acceptances is
 * u / (A(H) + u): the limit of that share is known, and u follows from it.
 */
function boundsOf(
  { curve }: Analysis,
  { thresholdDays, currentThreshold, horizon }: Recommended,
  { acceptances: { upper } }: Comparison,
): Pick<Comparison, "per100Slots" | "per100Sent"> {
  const acceptedByHorizon = curve[horizon]?.acceptedShare.value ?? 0;
  const share = upper < 1 ? (acceptedByHorizon * upper) / (1 - upper) : 1;
  const pending = Float64Array.from(curve, ({ stillPending }) => stillPending.value);
  const stay = (days: number) => pendingSlots(pending, days, 1) ?? 0;
  const slotDays = Math.abs(stay(currentThreshold) - stay(thresholdDays));
  return { per100Slots: slotDays > 0 ? (DAYS_A_MONTH * 100 * share) / slotDays : null, per100Sent: 100 * share };
}

/** "3.1 acceptances", "1 acceptance"; above 0 never "0". */
function acceptancesInWords(count: number): string {
  const tenths = String(Number(count.toFixed(1)));
  if (count > 0 && tenths === "0") return "under 0.1 acceptances";
  return `${tenths} acceptance${tenths === "1" ? "" : "s"}`;
}

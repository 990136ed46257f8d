import type { Curves } from "./curves.ts";
import type { Estimate } from "./estimate.ts";
import type { LifeTable } from "./life-table.ts";
import { type Missing, missingFor } from "./missing.ts";
import { pendingSlots } from "./pending-slots.ts";
import { estimateLateAcceptance, estimateShareGivenUp, readSpan } from "./span.ts";

/** A threshold against the one in force. */
export interface Comparison {
  /** Whether the threshold withdraws sooner or later than the one in force. */
  readonly direction: "shorter" | "longer";
  /** Acceptances between the two as a share of those by the horizon: given up when shorter, won when longer. */
  readonly acceptances: Estimate;
  /** Mean number of pending slots between the two, 0 or more: freed when shorter, taken when longer. */
  readonly slots: number;
  /** Acceptances between the two in 30 days for every 100 of these slots; `null` without a slot. Free of the sends a day. */
  readonly per100Slots: number | null;
  /** Acceptances between the two for every 100 invitations that were pending when first listed. */
  readonly per100Sent: number;
}

/** What one threshold would mean. `null` wherever the data do not reach: never a guess, never a zero. */
export interface CandidateRow {
  /** T, in days. */
  readonly thresholdDays: number;
  /** `n(T + 1)`: invitations that were watched past day T. */
  readonly atRiskBeyond: number;
  /** Acceptances seen after the sweep of day T, by the horizon: how many events the two estimates below rest on. */
  readonly lateAcceptances: number | null;
  /** At the hour of the sweep of day T; shares of the invitations still pending when first listed. */
  readonly stillPending: number | null;
  readonly accepted: number | null;
  /** `L(T)`: chance that one still pending at T is accepted by the horizon. */
  readonly lateAcceptance: Estimate | null;
  /** `F(T)`: share of the acceptances by the horizon that come after T. */
  readonly shareGivenUp: Estimate | null;
  /** Mean number of pending slots occupied. */
  readonly pendingSlots: number | null;
  /** Pending slots freed against waiting until the horizon. */
  readonly slotsFreed: number | null;
  /** `null` for the threshold in force itself, too. */
  readonly againstCurrent: Comparison | null;
  /** What keeps this threshold from being judged; empty when nothing does. */
  readonly missing: readonly Missing[];
}

const DAYS_A_MONTH = 30;

/** What a row needs to know beside the curves. */
export interface Setting {
  /** The threshold in force, in days. */
  readonly currentThreshold: number;
  /** Invitations sent per day that are still pending when first listed. */
  readonly sendsPerDay: number;
}

/**
 * One threshold's row. O(oldest age + r log r) for r replicates. Estimates appear as soon as they are defined, even
 * when `missing` says they must not be acted on; at or beyond the horizon there are no intervals, because there is
 * nothing later to compare with.
 */
export function candidateRow(curves: Curves, thresholdDays: number, setting: Setting): CandidateRow {
  const { table, survival, bySweep, horizon } = curves;
  const within = horizon !== null && thresholdDays <= horizon;
  const span = within && thresholdDays < horizon ? readSpan(curves, thresholdDays, "horizon") : null;
  const slots = (days: number) => pendingSlots(survival.estimate, days, setting.sendsPerDay);
  const occupied = within ? slots(thresholdDays) : null;
  const occupiedAtHorizon = within ? slots(horizon) : null;
  return {
    thresholdDays,
    atRiskBeyond: Math.floor(table.atRisk[thresholdDays + 1] ?? 0),
    lateAcceptances: span && lateAcceptancesOf(table, thresholdDays, horizon ?? 0),
    stillPending: within ? (bySweep.stillPending[thresholdDays] ?? null) : null,
    accepted: within ? (bySweep.accepted[thresholdDays] ?? null) : null,
    lateAcceptance: span && estimateLateAcceptance(span),
    shareGivenUp: span && estimateShareGivenUp(span),
    pendingSlots: occupied,
    slotsFreed: occupied === null || occupiedAtHorizon === null ? null : occupiedAtHorizon - occupied,
    againstCurrent: compare(curves, thresholdDays, setting, slots),
    missing: missingOf(curves, thresholdDays),
  };
}

/** Of the curve that is borrowed from; where nothing was observed of those it is about, no estimate stands on it either. */
function missingOf({ table, reach, horizon }: Curves, thresholdDays: number): readonly Missing[] {
  const missing = missingFor(reach, horizon, thresholdDays);
  if (missing.length > 0 || table.lastAge >= 0) return missing;
  return missingFor(table, horizon, thresholdDays).filter(({ what }) => what === "acceptances");
}

/** Acceptances seen from the sweep of a day on, by the horizon. */
function lateAcceptancesOf({ accepted, acceptedBeforeSweep }: LifeTable, from: number, horizon: number): number {
  const after = accepted.subarray(from, horizon + 1).reduce((sum, count) => sum + count, 0);
  return after - (acceptedBeforeSweep[from] ?? 0);
}

function compare(
  curves: Curves,
  thresholdDays: number,
  { currentThreshold }: Setting,
  slots: (days: number) => number | null,
): Comparison | null {
  if (thresholdDays === currentThreshold) return null;
  const shorter = Math.min(thresholdDays, currentThreshold);
  const longer = Math.max(thresholdDays, currentThreshold);
  const span = readSpan(curves, shorter, longer);
  const acceptances = span && estimateShareGivenUp(span);
  const [fewer, more] = [slots(shorter), slots(longer)];
  if (acceptances === null || fewer === null || more === null) return null;
  const days = pendingSlots(curves.survival.estimate, longer, 1) ?? 0;
  const slotDays = days - (pendingSlots(curves.survival.estimate, shorter, 1) ?? 0);
  const share = span?.between.share ?? 0;
  return {
    direction: thresholdDays < currentThreshold ? "shorter" : "longer",
    acceptances,
    slots: more - fewer,
    per100Slots: slotDays > 0 ? (DAYS_A_MONTH * 100 * share) / slotDays : null,
    per100Sent: 100 * share,
  };
}

/**
 * The same rows, the upper end of each share given up no higher than that of any shorter wait: whoever withdraws later gives
 * up no more, so what bounds the loss of a shorter wait bounds that of a longer one, about which fewer days say anything.
 * Then no row claims less possible loss than one after it. Rows in ascending order. O(rows).
 */
export function neverMoreForLonger(rows: readonly CandidateRow[]): CandidateRow[] {
  let lowest = 1;
  return rows.map((row) => {
    if (row.shareGivenUp === null) return row;
    lowest = Math.max(row.shareGivenUp.value, Math.min(lowest, row.shareGivenUp.upper));
    return { ...row, shareGivenUp: { ...row.shareGivenUp, upper: lowest } };
  });
}

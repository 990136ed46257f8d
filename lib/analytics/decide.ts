import type { CurveSource } from "./curves.ts";
import { horizon } from "./horizon.ts";
import type { LifeTable } from "./life-table.ts";
import { type LossLimits, lossLimits } from "./loss-limits.ts";
import { ACCEPTANCES_NEEDED, acceptancesBy } from "./missing.ts";
import { type Part, partsOf } from "./parts.ts";

export interface DecisionTerms {
  /** Greatest share of acceptances to give up. */
  readonly acceptableLoss: number;
  /** In force, in days. */
  readonly currentThreshold: number;
}

/** In code and in the policy alike: nothing shorter is ever withdrawn. */
export const SHORTEST_THRESHOLD = 7;
/** How far beyond the threshold in force one must have looked before it is judged, where anybody is held out beyond it. */
const LOOK_AHEAD_DAYS = 7;
/** 99% of all acceptances come by day 30 in the published study; a longer threshold need not be reached to be compared. */
const FAR_ENOUGH_DAYS = 45;
/** One-sided 99.5%: the same data are looked at week after week, and a wrong answer at any look is a wrong answer. */
const Z_LOOKS = 2.576;

/**
 * What the data of one look say: the threshold to go to or to stay at; null while they say nothing. O(strata × H).
 *
 * - Shorter: the smallest T whose loss is at most what is acceptable, surely.
 * - As it is: no shorter one is sure, and what is in force gives up no more than that, more likely than not. Staying needs
 *   less proof than a change, because it costs nothing.
 * - Longer: what is in force more likely than not gives up more, and a longer T surely does not.
 */
export function decide({ strata, all, reach }: CurveSource, terms: DecisionTerms): number | null {
  const end = horizon(reach);
  if (end === null || end < horizonNeeded(reach, terms.currentThreshold)) return null;
  if (acceptancesBy(reach, end) < ACCEPTANCES_NEEDED) return null;
  return choose(limitsOf(partsOf(strata, all), reach, end), end, terms);
}

/** Whether there would be an answer with so many times the invitations that have been watched, all else the same. O(strata × H). */
export function isAnswer(
  parts: readonly Part[],
  all: LifeTable,
  end: number,
  terms: DecisionTerms,
  growth: number,
): boolean {
  return choose(limitsOf(parts, all, end, growth), end, terms) !== null;
}

const limitsOf = (parts: readonly Part[], all: LifeTable, end: number, growth = 1): LossLimits =>
  lossLimits(parts, all, end, { upper: Z_LOOKS, growth });

function choose({ upper, middle }: LossLimits, end: number, { acceptableLoss, currentThreshold }: DecisionTerms) {
  const firstSure = (from: number, to: number): number | null => {
    for (let days = from; days <= Math.min(to, end - 1); days++) if ((upper[days] ?? 1) <= acceptableLoss) return days;
    return null;
  };
  const shorter = firstSure(SHORTEST_THRESHOLD, currentThreshold - 1);
  if (shorter !== null || currentThreshold >= end) return shorter;
  if ((middle[currentThreshold] ?? 1) <= acceptableLoss) return currentThreshold;
  return firstSure(currentThreshold + 1, end - 1);
}

/**
 * How far the curve must reach before the threshold in force can be compared with others: to it, where all are withdrawn
 * then and nothing is ever seen beyond; a week further, where some are held out and the week will show. `isHeldOut`: whether
 * some are; default: as the table shows it. In days of age. O(1).
 */
export function horizonNeeded(
  all: LifeTable,
  currentThreshold: number,
  isHeldOut = isAnyHeldOut(all, currentThreshold),
) {
  return Math.min(FAR_ENOUGH_DAYS, currentThreshold + (isHeldOut ? LOOK_AHEAD_DAYS : 0));
}

const isAnyHeldOut = ({ atRisk }: LifeTable, currentThreshold: number): boolean =>
  (atRisk[currentThreshold + 2] ?? 0) > MOST_LEFT_OVER * (atRisk[currentThreshold - 1] ?? 0);

/** Stragglers whose withdrawal took its time are no holdout. */
const MOST_LEFT_OVER = 0.02;

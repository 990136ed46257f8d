import type { CandidateRow, Comparison } from "./candidate-row.ts";
import type { Estimate } from "./estimate.ts";
import type { Missing } from "./missing.ts";

/** What every recommendation is measured against. */
interface Terms {
  /** Greatest share of acceptances the owner is willing to give up. */
  readonly acceptableLoss: number;
  /** The threshold in force, in days. */
  readonly currentThreshold: number;
}

/** A threshold whose loss is acceptable even at the upper end of its interval. */
export interface Recommended extends Terms {
  readonly kind: "recommended";
  readonly thresholdDays: number;
  /** H: "all acceptances" means those by this day. */
  readonly horizon: number;
  readonly shareGivenUp: Estimate;
  readonly pendingSlots: number;
  /** Acceptances seen after that day, by the horizon: what the share rests on. */
  readonly lateAcceptances: number;
  /** `null` when it is the one in force, or when that one lies beyond the horizon. */
  readonly againstCurrent: Comparison | null;
  /** Whole days before the end of what was watched since which this has been the advice; 0 when it is new. */
  readonly standsForDays: number;
}

/** Every threshold could be judged, and none is surely acceptable. */
interface NoneAcceptable extends Terms {
  readonly kind: "none-acceptable";
  /** The longest candidate, which comes closest. */
  readonly thresholdDays: number;
  readonly horizon: number;
  readonly shareGivenUp: Estimate;
}

/** No threshold that could be judged is acceptable, and at least one could not be judged. */
export interface NotEnoughData extends Terms {
  readonly kind: "not-enough-data";
  /** The shortest candidate that could not be judged: the one nearest to an answer. */
  readonly thresholdDays: number;
  /** What it lacks; never empty. */
  readonly missing: readonly [Missing, ...Missing[]];
}

export type Recommendation = Recommended | NoneAcceptable | NotEnoughData;

/**
 * The smallest T whose `F(T)` is at most `acceptableLoss` at the upper end of its interval, or what stands in the way.
 * O(number of candidates).
 *
 * `rows` in ascending order of threshold, at least one. A shorter candidate that lacks data does not block a longer one
 * that has them. The loss is compared unrounded.
 */
export function recommend(rows: readonly CandidateRow[], horizon: number | null, terms: Terms): Recommendation {
  let lacking: NotEnoughData | null = null;
  let closest: NoneAcceptable | null = null;
  for (const { thresholdDays, missing, shareGivenUp, pendingSlots, againstCurrent, lateAcceptances } of rows) {
    const [first, ...rest] = missing;
    if (first !== undefined) {
      lacking ??= { kind: "not-enough-data", thresholdDays, missing: [first, ...rest], ...terms };
    } else if (horizon === null || shareGivenUp === null || pendingSlots === null) {
      throw new Error(`threshold ${thresholdDays} has no estimate although nothing is missing`);
    } else if (shareGivenUp.upper <= terms.acceptableLoss) {
      const found = { thresholdDays, horizon, shareGivenUp, pendingSlots, againstCurrent, standsForDays: 0 };
      return { kind: "recommended", ...found, lateAcceptances: lateAcceptances ?? 0, ...terms };
    } else {
      closest = { kind: "none-acceptable", thresholdDays, horizon, shareGivenUp, ...terms };
    }
  }
  const refusal = lacking ?? closest;
  if (refusal === null) throw new RangeError("no candidate thresholds to choose from");
  return refusal;
}

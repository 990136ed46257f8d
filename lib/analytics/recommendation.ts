import type { CandidateRow, Comparison } from "./candidate-row.ts";
import type { Curves } from "./curves.ts";
import { horizonNeeded } from "./decide.ts";
import type { Estimate } from "./estimate.ts";
import type { LifeTable } from "./life-table.ts";
import { type Missing, missingFor } from "./missing.ts";
import type { StandingAdvice } from "./standing-advice.ts";

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
 * The advice that stands, with its figures of today, or what stands in the way of one. O(number of rows).
 *
 * `rows` by threshold, the one in force among them. Where the curve reaches far enough and there is no advice, no wait tried
 * is surely acceptable; where it does not, what is missing is named for the threshold in force, or for the day beyond it up
 * to which one must have looked.
 */
export function recommend(
  rows: ReadonlyMap<number, CandidateRow>,
  advice: StandingAdvice | null,
  { horizon, reach }: Pick<Curves, "horizon" | "reach">,
  terms: Terms,
): Recommendation {
  const row = advice === null ? undefined : rows.get(advice.thresholdDays);
  if (advice !== null && row !== undefined && isJudged(row) && horizon !== null) {
    const { thresholdDays, shareGivenUp, pendingSlots, againstCurrent, lateAcceptances } = row;
    const figures = { thresholdDays, horizon, shareGivenUp, pendingSlots, againstCurrent };
    const standing = { lateAcceptances: lateAcceptances ?? 0, standsForDays: advice.standsForDays };
    return { kind: "recommended", ...figures, ...standing, ...terms };
  }
  const closest = [...rows.values()].filter(isJudged).at(-1);
  const lacking = missingForAnswer(reach, horizon, terms.currentThreshold);
  // Where all are withdrawn at the shortest threshold the curve reaches it, and there is none that it reaches beyond.
  const isNoneJudged = lacking.length === 0 && closest === undefined;
  const lackingAtCurrent = isNoneJudged ? missingFor(reach, horizon, terms.currentThreshold) : lacking;
  // What is borrowed from may lack nothing where those that it is about have shown nothing of their own: the row says so.
  const isOwnLacking = isNoneJudged && lackingAtCurrent.length === 0;
  const [first, ...rest] = isOwnLacking ? (rows.get(terms.currentThreshold)?.missing ?? []) : lackingAtCurrent;
  if (first !== undefined) {
    return { kind: "not-enough-data", thresholdDays: terms.currentThreshold, missing: [first, ...rest], ...terms };
  }
  if (closest === undefined || horizon === null) throw new Error("nothing is missing, and no row can be judged");
  const { thresholdDays, shareGivenUp } = closest;
  return { kind: "none-acceptable", thresholdDays, horizon, shareGivenUp, ...terms };
}

type Judged = CandidateRow & { readonly shareGivenUp: Estimate; readonly pendingSlots: number };

const isJudged = (row: CandidateRow): row is Judged =>
  row.missing.length === 0 && row.shareGivenUp !== null && row.pendingSlots !== null;

/** What is missing until the curve reaches as far as an answer needs; see `horizonNeeded`. */
function missingForAnswer(reach: LifeTable, horizon: number | null, currentThreshold: number): readonly Missing[] {
  const needed = horizonNeeded(reach, currentThreshold);
  const lacking = missingFor(reach, horizon, Math.min(currentThreshold, needed) - 1);
  return lacking.length > 0 ? lacking : missingFor(reach, horizon, needed - 1);
}

import { Z_95 } from "./log-log-interval.ts";
import { twoSidedChance } from "./normal.ts";
import { percentile } from "./percentile.ts";

/** A share in [0, 1] with its 95% interval. */
export interface Estimate {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  /**
   * `bootstrap`: percentile interval, its upper end widened where events are few.
   * `rule-of-three`: none were seen, the value is 0 and only `upper` says anything; never to be read as "zero".
   */
  readonly basis: "bootstrap" | "rule-of-three";
}

/** What was seen, resampled and bounded about one share. */
export interface Evidence {
  readonly value: number;
  /** The same share in each replicate in which it is defined, in any order. */
  readonly replicates: Float64Array;
  /** Events behind the value. */
  readonly count: number;
  /** Upper limit that holds for few events (see `few-events.ts`). */
  readonly upperLimit: number;
}

/**
 * The share with percentiles of its replicates, the upper one no lower than `upperLimit`. O(r log r) for r replicates. No events
 * give the upper limit alone; no defined replicate gives [0, 1].
 *
 * The percentiles are those of 2.5% and 97.5% for many events. Few are skewed, and the plain percentiles of c Poisson events lie
 * too low at both ends: they are moved by the acceleration `1/(6 √c)` of that distribution, to 3.8% and 98.6% for ten.
 * Source: Efron (1987), "Better bootstrap confidence intervals", section 3 with no bias correction.
 */
export function estimate(evidence: Evidence): Estimate {
  const { value, count, upperLimit } = evidence;
  if (count === 0) return { value: 0, lower: 0, upper: upperLimit, basis: "rule-of-three" };
  const sorted = sortedCopy(evidence.replicates);
  const acceleration = 1 / (6 * Math.sqrt(Math.max(1, count)));
  return {
    value,
    lower: percentile(sorted, twoSidedChance(Z_95 / (1 + Z_95 * acceleration)) / 2) ?? 0,
    upper: Math.max(percentile(sorted, 1 - twoSidedChance(Z_95 / (1 - Z_95 * acceleration)) / 2) ?? 1, upperLimit),
    basis: "bootstrap",
  };
}

/** Held from one estimate to the next, because a report sorts some thousand times as many replicates. */
let scratch = new Float64Array(0);

/** In ascending order. Good until the next call. */
function sortedCopy(values: Float64Array): Float64Array {
  if (scratch.length < values.length) scratch = new Float64Array(values.length);
  const copy = scratch.subarray(0, values.length);
  copy.set(values);
  return copy.sort();
}

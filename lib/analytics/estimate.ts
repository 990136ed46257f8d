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
  /** The same share in each replicate; `null` where it is undefined, and left out. */
  readonly replicates: readonly (number | null)[];
  /** Events behind the value. */
  readonly count: number;
  /** Upper limit that holds for few events (see `few-events.ts`). */
  readonly upperLimit: number;
}

/**
 * The share with the 2.5% and 97.5% percentiles of its replicates, the upper one no lower than `upperLimit`.
 * O(r log r) for r replicates. No events give the upper limit alone; no defined replicate gives [0, 1].
 */
export function estimate(evidence: Evidence): Estimate {
  const { value, count, upperLimit } = evidence;
  if (count === 0) return { value: 0, lower: 0, upper: upperLimit, basis: "rule-of-three" };
  const sorted = Float64Array.from(evidence.replicates.filter((share) => share !== null)).sort();
  return {
    value,
    lower: percentile(sorted, 0.025) ?? 0,
    upper: Math.max(percentile(sorted, 0.975) ?? 1, upperLimit),
    basis: "bootstrap",
  };
}

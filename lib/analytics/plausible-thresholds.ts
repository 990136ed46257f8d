import type { CandidateRow } from "./candidate-row.ts";

/** The smallest acceptable threshold in days, with its 95% interval; `null` where no candidate is acceptable. */
export interface PlausibleThresholds {
  readonly lower: number | null;
  readonly value: number | null;
  /** The same threshold that is recommended. */
  readonly upper: number | null;
}

/**
 * The smallest T that keeps `F(T)` within the acceptable loss: by its lower end, its value, and its upper end. Rows in
 * ascending order; those that cannot be judged are passed over. O(rows).
 *
 * F falls as T grows, so in any one replicate of the bootstrap every T from the smallest acceptable one on is
 * acceptable, and the percentiles of that smallest T are where the percentiles of F cross the acceptable loss. Reading
 * them off the intervals of F carries the correction for few events along.
 */
export function plausibleThresholds(rows: readonly CandidateRow[], acceptableLoss: number): PlausibleThresholds {
  const smallest = (end: "lower" | "value" | "upper") =>
    rows.find((row) => row.missing.length === 0 && row.shareGivenUp !== null && row.shareGivenUp[end] <= acceptableLoss)
      ?.thresholdDays ?? null;
  return { lower: smallest("lower"), value: smallest("value"), upper: smallest("upper") };
}

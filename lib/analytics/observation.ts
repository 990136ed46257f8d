/**
 * Ages beyond ten years are refused: such an age is a misread date, and one of them would stretch every table that
 * has a row per day.
 */
export const MAX_AGE_DAYS = 3_650;

export const MINUTES_PER_DAY = 1_440;

/**
 * One invitation as survival analysis sees it: under observation from one age to another, and how that ended.
 *
 * The convention for `n(t)`, the number at risk at age t: everyone with `entryAge ≤ t ≤ exitAge`, that is, entered at
 * or before t and not yet ended before t. At a tie the day runs in this order: entries, events, censorings. So
 * - an invitation is at risk on the very day it was first seen (left truncation starts the day before, not that day);
 * - an invitation censored at t was still at risk of an event at t;
 * - `entryAge = exitAge` is one full day at risk, and an event on that day counts.
 *
 * Of the first and the last day only the part that was watched counts, where the minutes below say so. Left out, both days
 * were watched from end to end: then everything made of it is the plain discrete estimate.
 */
export interface Observation {
  /** Age in whole days at which it was first seen in a listing: at risk from here on, and not before. */
  readonly entryAge: number;
  /** Age in whole days at its ending, at least `entryAge`. */
  readonly exitAge: number;
  /** `accepted` and `gone` are events; `censored` says only that it was still pending at `exitAge`. */
  readonly ending: Ending;
  /** Minutes of the day `entryAge` that were over when it was first seen, whole, 0 to 1,439. Default 0. */
  readonly entryMinute?: number;
  /** Of a censoring: minutes of the day `exitAge` until then, whole, 0 to 1,440. Default 1,440, the whole day. */
  readonly exitMinute?: number;
  /**
   * Of an acceptance: it came on its day before the hour at which sweeps come to this invitation, so that a threshold of
   * `exitAge` days would not have cost it. Default false: the sweep comes at the very start of the day.
   */
  readonly isBeforeSweep?: boolean;
  /**
   * Set on a censoring that may say something about acceptance (see `read-observation.ts`). It changes no estimate;
   * such observations are counted beside the curve, so that a reader can judge how far to trust it.
   */
  readonly informative?: boolean;
}

export type Ending = "accepted" | "gone" | "censored";

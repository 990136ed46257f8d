/** Acceptance of the last days against that before them. Shares from 0 to 1, of those pending when first listed. */
export interface Drift {
  /** How many days before the end of what was watched count as recent. */
  readonly recentDays: number;
  /** Both shares are of acceptances by this day of age. */
  readonly byDay: number;
  readonly before: number;
  readonly recent: number;
  /** Two-sided p of the score test. */
  readonly chance: number;
  /** Whether it is too unlikely to be chance: then every figure rests on the recent days alone. */
  readonly rings: boolean;
}

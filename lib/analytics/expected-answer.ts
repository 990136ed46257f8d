/** When an answer can be expected, at today's sends and holdout. */
export interface ExpectedAnswer {
  /** The week of the log, 1 being the one that its first list begins; null: not within two years. */
  readonly week: number | null;
  /** Share held out today, 0 without a holdout. */
  readonly holdoutShare: number;
  /** What a larger holdout would change; null where it would bring the answer no sooner. */
  readonly withLargerHoldout: { readonly share: number; readonly week: number } | null;
}

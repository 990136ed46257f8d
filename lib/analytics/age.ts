/** A moment as the ledger or an API client holds it: a `Date`, or milliseconds since 1970 UTC. */
export type Instant = Date | number;

const MILLISECONDS_PER_DAY = 86_400_000;

/** Milliseconds since 1970 UTC; `NaN` for a missing or invalid moment, so that a caller can refuse it. O(1). */
export function milliseconds(instant: Instant | undefined): number {
  return instant === undefined ? Number.NaN : Number(instant);
}

/**
 * Age in whole days: `floor((at − sentAt) / 24 h)`, both in milliseconds. O(1).
 *
 * Elapsed periods, not calendar days, so a change of clocks or time zone never moves an age. Negative when `at` lies
 * before `sentAt`, `NaN` when either is: what that means is for the caller to say.
 */
export function ageInDays(sentAt: number, at: number): number {
  return Math.floor((at - sentAt) / MILLISECONDS_PER_DAY);
}

/** A moment as the ledger or an API client holds it: a `Date`, or milliseconds since 1970 UTC. */
export type Instant = Date | number;

export const MILLISECONDS_PER_DAY = 86_400_000;

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

/** An age as a whole number of days, and the minutes of the day after them, not rounded: 0 up to, not including, 1,440. */
export interface DayAndMinute {
  readonly day: number;
  readonly minute: number;
}

const MILLISECONDS_PER_MINUTE = 60_000;

/** The age at a moment, both in milliseconds, as `ageInDays` counts it with what is left of the day. O(1). */
export function dayAndMinute(sentAt: number, at: number): DayAndMinute {
  const day = ageInDays(sentAt, at);
  return { day, minute: (at - sentAt - day * MILLISECONDS_PER_DAY) / MILLISECONDS_PER_MINUTE };
}

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
/** A day here is always 24 elapsed hours: ages are UTC arithmetic and never see a clock change. */
export const DAY_MS = 24 * HOUR_MS;

/** Whole 24-hour periods from `start` to `end`, rounded down; negative when `end` lies before `start`. */
export function wholeDaysBetween(start: Date, end: Date): number {
  return Math.floor((end.getTime() - start.getTime()) / DAY_MS);
}

/** `when` moved by `ms` milliseconds. */
export function later(when: Date, ms: number): Date {
  return new Date(when.getTime() + ms);
}

/** "2026-11-23", the UTC day of an instant. */
export const utcDay = (at: Date): string => at.toISOString().slice(0, 10);

/** The earlier of two instants. */
export function earliest(a: Date, b: Date): Date {
  return a.getTime() <= b.getTime() ? a : b;
}

/** The later of two instants. */
export function latest(a: Date, b: Date): Date {
  return a.getTime() >= b.getTime() ? a : b;
}

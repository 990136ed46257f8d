import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../time.ts";
import type { Span } from "./span.ts";

export const AGE_UNITS = ["second", "minute", "hour", "day", "week", "month", "year"] as const;
export type AgeUnit = (typeof AGE_UNITS)[number];

/** One thing that "3 weeks ago" can mean. */
export interface Age {
  readonly count: number;
  readonly unit: AgeUnit;
  /** A word for a calendar day, such as "the day before yesterday", instead of a count. */
  readonly isWord: boolean;
}

/** The shortest each unit can be: February has 28 days. */
const SHORTEST_MS: Readonly<Record<AgeUnit, number>> = {
  second: SECOND_MS,
  minute: MINUTE_MS,
  hour: HOUR_MS,
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 28 * DAY_MS,
  year: 365 * DAY_MS,
};
const LONGEST_MS: Readonly<Record<AgeUnit, number>> = { ...SHORTEST_MS, month: 31 * DAY_MS, year: 366 * DAY_MS };

/** A count of calendar days may have a clock change in it: a day of 23 or of 25 hours. */
const CLOCK_CHANGE_MS = HOUR_MS;
/** The API keeps a listing's cursors for 24 hours, so a page, and the "ago" on it, can be that old when it is read. */
const STALE_MS = DAY_MS;

/**
 * The instants that so many units before `now` can mean. Nobody says whether "3 weeks ago" was rounded down, to the
 * nearest or up, or counts calendar weeks, so the age lies anywhere between one unit less and one unit more than it
 * says: two weeks of the shortest kind to four of the longest. An old page makes it older still, never younger.
 */
export function ageSpan({ count, unit, isWord }: Age, now: Date): Span {
  const youngest = Math.max(0, count - 1) * SHORTEST_MS[unit];
  const oldest = (count + 1) * LONGEST_MS[unit] + CLOCK_CHANGE_MS + STALE_MS;
  // Over a change to summer time, from late on the day before yesterday to early today is 23 hours.
  const to = Math.max(0, youngest - (isWord ? CLOCK_CHANGE_MS : 0));
  return { from: now.getTime() - oldest, to: now.getTime() - to, form: "relative" };
}

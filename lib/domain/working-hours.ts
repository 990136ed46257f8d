import { minutesOf, wallTimeAt, weekdayOf } from "./civil-time.ts";
import { DAY_MS, MINUTE_MS } from "./time.ts";

export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** When calls may be made, in civil time of `timezone`. `start` and `end` are `HH:MM`, `end` is excluded. */
export interface WorkingHours {
  readonly timezone: string;
  readonly start: string;
  readonly end: string;
  readonly days: readonly Weekday[];
}

/** True when `now` lies in the working hours. */
export function isWorkingTime(hours: WorkingHours, now: Date): boolean {
  const local = civilTime(hours.timezone, now);
  return (
    hours.days.includes(local.weekday) &&
    local.minutes >= minutesOfDay(hours.start) &&
    local.minutes < minutesOfDay(hours.end)
  );
}

/**
 * Milliseconds that will pass until today's working hours end; 0 outside them. Elapsed time, not civil time: on the
 * night of a clock change the two differ by an hour.
 */
export function workingTimeLeft(hours: WorkingHours, now: Date): number {
  if (!isWorkingTime(hours, now)) return 0;
  // Time zones differ by quarters of an hour and hours may end at any minute: steps of a minute always meet the end.
  let end = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS;
  const wholeHours = civilMinutesLeft(hours, now) / 60 - 2;
  // Far from the end whole hours are stepped, short of any clock change between here and there.
  if (wholeHours > 0) end += Math.floor(wholeHours) * 60 * MINUTE_MS;
  const { weekday } = civilTime(hours.timezone, now);
  // Hours may run to midnight and begin again there: today's end with the day.
  const today = (at: Date) => civilTime(hours.timezone, at).weekday === weekday && isWorkingTime(hours, at);
  while (today(new Date(end))) end += MINUTE_MS;
  return end - now.getTime();
}

/** Milliseconds of working hours on the civil day of `at`; 0 on a day that they leave out. By the wall clock. */
export function workingTimeOn({ timezone, start, end, days }: WorkingHours, at: Date): number {
  const { weekday } = civilTime(timezone, at);
  return days.includes(weekday) ? (minutesOfDay(end) - minutesOfDay(start)) * MINUTE_MS : 0;
}

/**
 * The next instant at or after `now` that lies in the working hours. Found by stepping whole minutes of real time, so
 * that the hour a clock change skips or repeats needs no case of its own. Null when no day of the next eight has any.
 */
export function nextWorkingInstant(hours: WorkingHours, now: Date): Date | null {
  if (isWorkingTime(hours, now)) return now;
  const firstMinute = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS;
  for (let ms = MINUTE_MS; ms <= 8 * DAY_MS; ms += MINUTE_MS) {
    const candidate = new Date(firstMinute + ms);
    if (isWorkingTime(hours, candidate)) return candidate;
  }
  return null;
}

/** `HH:MM` as minutes since midnight; `24:00` is the end of the day. NaN when it is no such time. */
export function minutesOfDay(text: string): number {
  const match = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(text);
  if (match === null) return Number.NaN;
  const minutes = Number(match[1]) * 60 + Number(match[2]);
  return minutes <= 24 * 60 ? minutes : Number.NaN;
}

/** By the wall clock, which a clock change makes wrong by an hour or two at most. */
function civilMinutesLeft(hours: WorkingHours, now: Date): number {
  return minutesOfDay(hours.end) - civilTime(hours.timezone, now).minutes;
}

interface CivilTime {
  readonly weekday: Weekday;
  readonly minutes: number;
}

function civilTime(timezone: string, at: Date): CivilTime {
  const wall = wallTimeAt(at.getTime(), timezone);
  // The list begins with Monday, a wall's week with Sunday.
  const weekday = WEEKDAYS[(weekdayOf(wall) + 6) % 7];
  if (weekday === undefined) throw new RangeError(`no weekday for ${at.toISOString()} in ${timezone}`);
  return { weekday, minutes: minutesOf(wall) };
}

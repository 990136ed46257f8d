import { DAY_MS, HOUR_MS, later, MINUTE_MS } from "../core/time.ts";
import { isWorkingTime, type WorkingHours } from "../core/working-hours.ts";
import type { Cron } from "./cron.ts";

/**
 * What is asked of a schedule is asked of these days and not of the days to come, so that two syntheses of one
 * configuration agree. Two years with a 29 February in them show every gap there is between weekdays and dates.
 */
const FIRST_DAY = Date.UTC(2027, 2, 1);
const DAYS = 2 * 365 + 1;

/** A firing by the clock on the wall: the milliseconds that UTC would have at that reading. */
type WallTime = number;

/** Firings of a schedule in their order, by the clock on the wall of its time zone. */
export function* firings({ minute, hours, daysOfMonth, months, weekdays }: Cron): Generator<WallTime> {
  for (let day = 0; day < DAYS; day++) {
    const midnight = FIRST_DAY + day * DAY_MS;
    const date = new Date(midnight);
    const fits =
      months.has(date.getUTCMonth() + 1) && daysOfMonth.has(date.getUTCDate()) && weekdays.has(date.getUTCDay());
    if (fits) for (const hour of hours) yield midnight + hour * HOUR_MS + minute * MINUTE_MS;
  }
}

/** The longest time between two runs, in whole hours; infinite when there are not two. */
export function longestGapHours(cron: Cron): number {
  let longest = 0;
  let before: WallTime | null = null;
  for (const at of firings(cron)) {
    if (before !== null) longest = Math.max(longest, at - before);
    before = at;
  }
  return longest === 0 ? Number.POSITIVE_INFINITY : Math.ceil(longest / HOUR_MS);
}

/** Whether any run starts, wherever in its flexible window, in the working hours. */
export function firesInWorkingHours(
  cron: Cron,
  timezone: string,
  flexibleMinutes: number,
  workingHours: WorkingHours,
): boolean {
  for (const at of firings(cron)) {
    const earliest = instantOf(at, timezone);
    const latest = later(earliest, flexibleMinutes * MINUTE_MS);
    if (isWorkingTime(workingHours, earliest) && isWorkingTime(workingHours, latest)) return true;
  }
  return false;
}

/** The instant at which the clock on the wall of a time zone shows `wall`. */
function instantOf(wall: WallTime, timezone: string): Date {
  let instant = wall;
  // The second round corrects a guess on the other side of a clock change.
  for (let round = 0; round < 2; round++) instant += wall - wallTimeAt(instant, timezone);
  return new Date(instant);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function wallTimeAt(instant: number, timeZone: string): WallTime {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
    });
    formats.set(timeZone, format);
  }
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of format.formatToParts(instant)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute);
}

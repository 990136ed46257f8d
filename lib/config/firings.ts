import { instantOf, type WallTime } from "../domain/civil-time.ts";
import { DAY_MS, HOUR_MS, later, MINUTE_MS } from "../domain/time.ts";
import { isWorkingTime, type WorkingHours } from "../domain/working-hours.ts";
import type { Cron } from "./cron.ts";

/**
 * What is asked of a schedule is asked of these days and not of the days to come, so that two syntheses of one
 * configuration agree. Two years with a 29 February in them show every gap there is between weekdays and dates.
 */
const FIRST_DAY = Date.UTC(2027, 2, 1);
const DAYS = 2 * 365 + 1;

/** Firings of a schedule in their order, by the clock on the wall of its time zone. */
export function* firings(cron: Cron): Generator<WallTime> {
  for (let day = 0; day < DAYS; day++) yield* firingsOn(cron, FIRST_DAY + day * DAY_MS);
}

/** Firings of the day that begins at `midnight`, in their order. */
export function firingsOn({ minute, hours, daysOfMonth, months, weekdays }: Cron, midnight: WallTime): WallTime[] {
  const date = new Date(midnight);
  const fits =
    months.has(date.getUTCMonth() + 1) && daysOfMonth.has(date.getUTCDate()) && weekdays.has(date.getUTCDay());
  return fits ? hours.map((hour) => midnight + hour * HOUR_MS + minute * MINUTE_MS) : [];
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

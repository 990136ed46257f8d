import { DAY_MS, MINUTE_MS } from "./time.ts";

/** A reading of the clock on the wall: the epoch milliseconds that UTC would have at that reading. */
export type WallTime = number;

/** What the clock on the wall shows at an instant (epoch milliseconds), to the minute. */
export function wallTimeAt(instant: number, timezone: string): WallTime {
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of formatFor(timezone).formatToParts(instant)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute);
}

/** The instant at which the clock on the wall of a time zone shows `wall`. */
export function instantOf(wall: WallTime, timezone: string): Date {
  let instant = wall;
  // The second round corrects a guess on the other side of a clock change.
  for (let round = 0; round < 2; round++) instant += wall - wallTimeAt(instant, timezone);
  return new Date(instant);
}

/** Minutes since midnight on the wall. */
export const minutesOf = (wall: WallTime): number => Math.floor((((wall % DAY_MS) + DAY_MS) % DAY_MS) / MINUTE_MS);

/** Days since Sunday, 0 to 6, on the wall. */
export const weekdayOf = (wall: WallTime): number => new Date(wall).getUTCDay();

const formats = new Map<string, Intl.DateTimeFormat>();

/** Made once for a zone: making one costs more than a thousand readings. Throws `RangeError` for a name that is none. */
function formatFor(timeZone: string): Intl.DateTimeFormat {
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
  return format;
}

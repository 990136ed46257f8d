/** A reading of the clock on the wall: the milliseconds that UTC would have at that reading. */
export type WallTime = number;

/** The instant at which the clock on the wall of a time zone shows `wall`. */
export function instantOf(wall: WallTime, timezone: string): Date {
  let instant = wall;
  // The second round corrects a guess on the other side of a clock change.
  for (let round = 0; round < 2; round++) instant += wall - wallTimeAt(instant, timezone);
  return new Date(instant);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clock on the wall shows at an instant, to the minute. */
export function wallTimeAt(instant: number, timeZone: string): WallTime {
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

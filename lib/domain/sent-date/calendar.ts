import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../time.ts";
import type { Span } from "./span.ts";

/** Civil time runs from UTC−12 to UTC+14: a date or time without a zone ends last in the first, begins first in the second. */
const WESTERNMOST_MS = 12 * HOUR_MS;
const EASTERNMOST_MS = 14 * HOUR_MS;

/** A time of day as written. What a text leaves out is undefined; `zone` is "Z" or an offset such as "+02:00". */
export interface TimeOfDay {
  readonly hour: string;
  readonly minute: string;
  readonly second: string | undefined;
  readonly fraction: string | undefined;
  readonly zone: string | undefined;
}

/** Midnight UTC of a calendar day, or NaN for a day that does not exist, such as 30 February. Months count from 1. */
export function utcMidnight(year: number, month: number, day: number): number {
  const at = new Date(Date.UTC(year, month - 1, day));
  const exists = at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
  return exists ? at.getTime() : Number.NaN;
}

/** The day that begins at `midnight` UTC, wherever on Earth it was written: 50 hours. */
export function daySpan(midnight: number): Span {
  return { from: midnight - EASTERNMOST_MS, to: midnight + DAY_MS - 1 + WESTERNMOST_MS, form: "day" };
}

/** A time on the day that begins at `midnight` UTC. What a text leaves out it leaves open: the minute, second or zone. */
export function timeSpan(midnight: number, { hour, minute, second, fraction, zone }: TimeOfDay): Span {
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second ?? 0) > 59) {
    return { from: Number.NaN, to: Number.NaN, form: "instant" };
  }
  const local =
    midnight +
    Number(hour) * HOUR_MS +
    Number(minute) * MINUTE_MS +
    Number(second ?? 0) * SECOND_MS +
    Math.floor(Number(`0.${fraction ?? "0"}`) * SECOND_MS);
  // Without seconds it covers its whole minute, without a fraction its second.
  const unit = second === undefined ? MINUTE_MS : SECOND_MS / 10 ** Math.min(3, fraction?.length ?? 0);
  const width = unit - 1;
  if (zone === undefined) {
    return { from: local - EASTERNMOST_MS, to: local + width + WESTERNMOST_MS, form: "local-time" };
  }
  const utc = local - zoneOffsetMs(zone);
  return { from: utc, to: utc + width, form: second === undefined ? "minute" : "instant" };
}

/** Offset from UTC, or NaN outside the civil range, so that the date is refused rather than shifted. */
function zoneOffsetMs(zone: string): number {
  if (zone === "Z" || zone === "z") return 0;
  const digits = zone.slice(1).replace(":", "");
  const hours = Number(digits.slice(0, 2));
  const minutes = Number(digits.slice(2) || "0");
  const offset = (zone.startsWith("-") ? -1 : 1) * (hours * HOUR_MS + minutes * MINUTE_MS);
  return minutes < 60 && offset >= -WESTERNMOST_MS && offset <= EASTERNMOST_MS ? offset : Number.NaN;
}

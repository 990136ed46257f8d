import { daySpan, timeSpan, utcMidnight } from "./calendar.ts";
import type { Span } from "./span.ts";

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?([Zz]|[+-]\d{2}(?::?\d{2})?)?)?$/;

/** An ISO 8601 date or date-time; null for anything else. */
export function isoSpan(text: string): Span | null {
  const match = ISO.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  const midnight = utcMidnight(Number(year), Number(month), Number(day));
  if (hour === undefined || minute === undefined) return daySpan(midnight);
  return timeSpan(midnight, { hour, minute, second, fraction, zone });
}

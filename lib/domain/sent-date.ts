import { DAY_MS, earliest, HOUR_MS, later, MINUTE_MS, SECOND_MS } from "./time.ts";

/**
 * What a `sent_date` can mean. The API states no format, so every reading is an upper bound: `sentBy` is the latest
 * instant at which the invitation can have been sent, hence `now − sentBy` the youngest age it can have.
 * Rounding therefore never makes an invitation look older than it is.
 */
export type SentDateReading =
  | { readonly readable: true; readonly sentBy: Date; readonly precision: SentDatePrecision }
  | { readonly readable: false; readonly fault: SentDateFault };

export type SentDatePrecision = "instant" | "minute" | "local-time" | "day" | "relative";
export type SentDateFault = "missing" | "unrecognised" | "no-such-date" | "in-the-future" | "over-five-years-old";

/** Clocks of two machines differ; beyond this a date in the future is a fault and not a difference of clocks. */
const FUTURE_TOLERANCE_MS = 5 * MINUTE_MS;
const OLDEST_BELIEVED_MS = 5 * 365.25 * DAY_MS;
/** Civil time runs from UTC−12 to UTC+14: a date or time without a zone ends last in the first, begins first in the second. */
const WESTERNMOST_MS = 12 * HOUR_MS;
const EASTERNMOST_MS = 14 * HOUR_MS;

/** Reads `raw` strictly: ISO 8601 date or date-time, epoch seconds or milliseconds, or relative text in English. */
export function readSentDate(raw: string | number | null, now: Date): SentDateReading {
  if (raw === null || (typeof raw === "string" && raw.trim() === "")) return unreadable("missing");
  // The types rule it out, but what comes in is somebody else's JSON, and one bad date must not end a whole sweep.
  if (typeof raw !== "string" && typeof raw !== "number") return unreadable("unrecognised");
  const text = String(raw).trim();
  const span =
    typeof raw === "number" ? epochSpan(text) : (epochSpan(text) ?? isoSpan(text) ?? relativeSpan(text, now));
  if (span === null) return unreadable("unrecognised");
  if (Number.isNaN(span.from) || Number.isNaN(span.to)) return unreadable("no-such-date");
  if (span.from > now.getTime() + FUTURE_TOLERANCE_MS) return unreadable("in-the-future");
  if (now.getTime() - span.to > OLDEST_BELIEVED_MS) return unreadable("over-five-years-old");
  return { readable: true, sentBy: earliest(new Date(span.to), now), precision: span.precision };
}

/** The instants a text can mean, in epoch milliseconds, both ends included. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly precision: SentDatePrecision;
}

const unreadable = (fault: SentDateFault): SentDateReading => ({ readable: false, fault });

/** Ten digits are seconds (2001 to 2286), thirteen are milliseconds (same years); any other count is neither. */
function epochSpan(text: string): Span | null {
  if (!/^(\d{10}|\d{13})$/.test(text)) return null;
  const inSeconds = text.length === 10;
  const ms = inSeconds ? Number(text) * SECOND_MS : Number(text);
  return { from: ms, to: inSeconds ? ms + SECOND_MS - 1 : ms, precision: "instant" };
}

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?([Zz]|[+-]\d{2}(?::?\d{2})?)?)?$/;

function isoSpan(text: string): Span | null {
  const match = ISO.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  const midnight = utcMidnight(Number(year), Number(month), Number(day));
  if (hour === undefined || minute === undefined) {
    const lastInstant = midnight + DAY_MS - 1;
    return { from: midnight - EASTERNMOST_MS, to: lastInstant + WESTERNMOST_MS, precision: "day" };
  }
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second ?? 0) > 59) {
    return { from: Number.NaN, to: Number.NaN, precision: "instant" };
  }
  const local =
    midnight +
    Number(hour) * HOUR_MS +
    Number(minute) * MINUTE_MS +
    Number(second ?? 0) * SECOND_MS +
    Math.floor(Number(`0.${fraction ?? "0"}`) * SECOND_MS);
  // What a text leaves out it leaves open: without seconds it covers its whole minute, without a fraction its second.
  const unit = second === undefined ? MINUTE_MS : SECOND_MS / 10 ** Math.min(3, fraction?.length ?? 0);
  const width = unit - 1;
  if (zone === undefined) {
    return { from: local - EASTERNMOST_MS, to: local + width + WESTERNMOST_MS, precision: "local-time" };
  }
  const utc = local - zoneOffsetMs(zone);
  return { from: utc, to: utc + width, precision: second === undefined ? "minute" : "instant" };
}

/** Midnight UTC of a calendar day, or NaN for a day that does not exist, such as 30 February. */
function utcMidnight(year: number, month: number, day: number): number {
  const at = new Date(Date.UTC(year, month - 1, day));
  const exists = at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
  return exists ? at.getTime() : Number.NaN;
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

const RELATIVE = /^(?:sent\s+)?(\d{1,3}|an?|one)\s+(second|minute|hour|day|week|month|year)s?\s+ago$/i;
const TODAY = /^(?:sent\s+)?(?:just now|today|yesterday)$/i;

/** The shortest each unit can be: February has 28 days. */
const SHORTEST_MS: Readonly<Record<string, number>> = {
  second: SECOND_MS,
  minute: MINUTE_MS,
  hour: HOUR_MS,
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 28 * DAY_MS,
  year: 365 * DAY_MS,
};

/**
 * Nobody says whether "3 weeks ago" was rounded down, to the nearest or up, so it can be as young as just over two
 * weeks: one unit less than it says. The oldest it can mean does not matter here.
 */
function relativeSpan(text: string, now: Date): Span | null {
  if (TODAY.test(text)) return { from: later(now, -2 * DAY_MS).getTime(), to: now.getTime(), precision: "relative" };
  const match = RELATIVE.exec(text);
  const unit = SHORTEST_MS[match?.[2]?.toLowerCase() ?? ""];
  if (match === null || unit === undefined) return null;
  const count = /^\d+$/.test(match[1] ?? "") ? Number(match[1]) : 1;
  const to = now.getTime() - Math.max(0, count - 1) * unit;
  return { from: to, to, precision: "relative" };
}

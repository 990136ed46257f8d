import { daySpan, timeSpan, utcMidnight } from "./calendar.ts";
import type { Span } from "./span.ts";

const MONTHS = "january february march april may june july august september october november december".split(" ");
const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

const MONTH_FIRST = /^([a-z]{3,9})\.? (\d{1,2}), (\d{4})$/i;
const DAY_FIRST = /^(\d{1,2}) ([a-z]{3,9})\.? (\d{4})$/i;
/** RFC 2822, section 3.3, with a four-digit year; of the obsolete zones only the names of UTC. */
const MAIL = /^(?:([a-z]{3}), )?(\d{1,2}) ([a-z]{3}) (\d{4}) (\d{2}):(\d{2})(?::(\d{2}))? ([+-]\d{4}|gmt|utc?)$/i;

/**
 * A date with the month as an English word: "Nov 1, 2026", "1 November 2026", or a mail's "Sun, 01 Nov 2026 10:00:00
 * +0100". Null for anything else. Dates such as 01/11/2026 stay out: half the world reads them in the other order.
 */
export function writtenSpan(text: string): Span | null {
  const monthFirst = MONTH_FIRST.exec(text);
  if (monthFirst !== null) return dayOf(monthFirst[3], monthFirst[1], monthFirst[2]);
  const dayFirst = DAY_FIRST.exec(text);
  if (dayFirst !== null) return dayOf(dayFirst[3], dayFirst[2], dayFirst[1]);
  return mailSpan(text);
}

function dayOf(year = "", monthName = "", day = ""): Span | null {
  const month = monthNumber(monthName);
  return month === null ? null : daySpan(utcMidnight(Number(year), month, Number(day)));
}

function mailSpan(text: string): Span | null {
  const [whole, weekday, day = "", monthName = "", year = "", hour = "", minute = "", second, zone = ""] =
    MAIL.exec(text) ?? [];
  const month = monthNumber(monthName);
  if (whole === undefined || month === null) return null;
  const midnight = utcMidnight(Number(year), month, Number(day));
  // A weekday that is not the date's own contradicts it, and nobody knows which of the two is right.
  const agrees = weekday === undefined || WEEKDAYS[new Date(midnight).getUTCDay()] === weekday.toLowerCase();
  return timeSpan(agrees ? midnight : Number.NaN, {
    hour,
    minute,
    second,
    fraction: undefined,
    zone: /^[+-]/.test(zone) ? zone : "Z",
  });
}

/** 1 to 12 for a month's English name, its first three letters or "Sept"; null for any other word. */
function monthNumber(name: string): number | null {
  const word = name.toLowerCase();
  const index = MONTHS.findIndex(
    (month) => month === word || month.slice(0, 3) === word || (word === "sept" && month === "september"),
  );
  return index === -1 ? null : index + 1;
}

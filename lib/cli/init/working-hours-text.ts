import { WEEKDAYS, type Weekday, type WorkingHours } from "../../domain/working-hours.ts";

/** What an answer may look like. */
export const HOURS_ACCEPTED = 'hours and days such as "09:00-18:00 mon-fri", or "none"';

/** Working hours without their time zone; null: none. */
export type Hours = Pick<WorkingHours, "start" | "end" | "days"> | null;

/** "09:00-18:00 mon-fri", or "none". */
export function hoursText(hours: Hours): string {
  return hours === null ? "none" : `${hours.start}-${hours.end} ${daysText(hours.days)}`;
}

/** Reads what `hoursText` writes; days may also be listed, and are Monday to Friday where none are named. Null: not such a text. */
export function readHours(text: string): { readonly hours: Hours } | null {
  if (text.toLowerCase() === "none") return { hours: null };
  const [, start, end, rest = "mon-fri"] = /^(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})(?:\s+(.+))?$/.exec(text) ?? [];
  const days = daysIn(rest);
  if (start === undefined || end === undefined || days === null) return null;
  return { hours: { start: start.padStart(5, "0"), end: end.padStart(5, "0"), days } };
}

function daysIn(text: string): Weekday[] | null {
  const named = new Set<Weekday>();
  for (const part of text.toLowerCase().split(/[\s,]+/)) {
    const [first, last = first] = part.split("-").map((name) => (WEEKDAYS as readonly string[]).indexOf(name));
    if (first === undefined || last === undefined || first < 0 || last < first) return null;
    for (const day of WEEKDAYS.slice(first, last + 1)) named.add(day);
  }
  return WEEKDAYS.filter((day) => named.has(day));
}

function daysText(days: readonly Weekday[]): string {
  const [first] = days;
  const last = days.at(-1);
  const from = first === undefined ? -1 : WEEKDAYS.indexOf(first);
  const isRow = days.length > 2 && days.every((day, index) => WEEKDAYS[from + index] === day);
  return isRow ? `${first}-${last}` : days.join(",");
}

import { DAY_MS, later, latest } from "../../domain/time.ts";
import type { ReportData, WeekOfEndings } from "../report-data.ts";
import { isoMinute } from "./figures.ts";

type Span = Pick<ReportData, "since" | "until" | "firstListing">;
type Week = Pick<WeekOfEndings, "weekOf">;

const WEEK_MS = 7 * DAY_MS;

/** Whether only a part of this week was watched, or nothing of it: for that reason alone fewer endings are in it. */
export function isPartial(week: Week, span: Span): boolean {
  const monday = mondayOf(week);
  return watchedFrom(span) > monday || span.until < later(monday, WEEK_MS);
}

/** Which weeks are hatched, and from or until when they were watched; `null` when all are whole. Weeks oldest first. */
export function partialInWords(weeks: readonly Week[], span: Span): string | null {
  const [first, last] = [weeks[0], weeks.at(-1)];
  if (first === undefined || last === undefined) return null;
  const begun = watchedFrom(span);
  const begins = begun > mondayOf(first) ? `from ${isoMinute(begun)} on` : null;
  const ends = span.until < later(mondayOf(last), WEEK_MS) ? `until ${isoMinute(span.until)}` : null;
  const less = "it is hatched, and fewer endings in it are no drop.";
  if (first === last) {
    const watched = [begins, ends].filter((part) => part !== null);
    return watched.length === 0 ? null : `The week is watched ${watched.join(" and ")} only: ${less}`;
  }
  if (begun >= later(mondayOf(first), WEEK_MS)) {
    const lastToo = ends === null ? "" : ` The last week is watched ${ends}: ${less}`;
    return `No invitation was listed before ${isoMinute(begun)}: the weeks up to then are hatched.${lastToo}`;
  }
  if (begins !== null && ends !== null) {
    return `The first week is watched ${begins}, the last ${ends}: both are hatched, and fewer endings in them are no drop.`;
  }
  if (begins !== null) return `The first week is watched ${begins}: ${less}`;
  return ends === null ? null : `The last week is watched ${ends}: ${less}`;
}

/** A span may begin long before the log does. */
const watchedFrom = ({ since, firstListing }: Span): Date => latest(since, firstListing ?? since);

const mondayOf = ({ weekOf }: Week): Date => new Date(`${weekOf}T00:00:00Z`);

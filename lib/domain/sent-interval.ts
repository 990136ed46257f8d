import type { ReadableSentDate } from "./sent-date.ts";
import { earliest, HOUR_MS, latest, wholeDaysBetween } from "./time.ts";

/**
 * What is known of the moment an invitation was sent: at or after `from`, null when nothing bounds it from below, and
 * at or before `by`.
 */
export interface SentInterval {
  readonly from: Date | null;
  readonly by: Date;
}

/** What two pieces of evidence say together. A contradiction keeps both, so that a message can show them. */
export type Narrowed =
  | { readonly kind: "interval"; readonly interval: SentInterval }
  | { readonly kind: "contradiction"; readonly a: SentInterval; readonly b: SentInterval };

/** A bare date is 50 hours wide and read as such, so what is left of a difference beyond this is a wrong date. */
export const MAX_DISAGREEMENT_MS = 36 * HOUR_MS;

/** The interval a readable `sent_date` gives. */
export const intervalOf = ({ sentFrom, sentBy }: ReadableSentDate): SentInterval => ({ from: sentFrom, by: sentBy });

/** The moments that both intervals allow. Intervals that share no moment are a contradiction, never an empty interval. */
export function narrow(a: SentInterval, b: SentInterval): Narrowed {
  const both = narrowMs(inMs(a), inMs(b));
  if (both === null) return { kind: "contradiction", a, b };
  return {
    kind: "interval",
    interval: { from: both.from === null ? null : new Date(both.from), by: new Date(both.by) },
  };
}

/** An interval in milliseconds since 1970. */
export interface MsInterval {
  readonly from: number | null;
  readonly by: number;
}

const inMs = ({ from, by }: SentInterval): MsInterval => ({ from: from?.getTime() ?? null, by: by.getTime() });

/** The same in milliseconds; null for a contradiction. */
export function narrowMs(a: MsInterval, b: MsInterval): MsInterval | null {
  const from = a.from === null || b.from === null ? (a.from ?? b.from) : Math.max(a.from, b.from);
  const by = Math.min(a.by, b.by);
  return from !== null && from > by ? null : { from, by };
}

/** Every moment that either allows, and those between. */
export const spanOf = (a: SentInterval, b: SentInterval): SentInterval => ({
  from: a.from === null || b.from === null ? null : earliest(a.from, b.from),
  by: latest(a.by, b.by),
});

/** Whether `a` was sent before `b`, whatever moments the two intervals stand for. */
export function isSurelyOlder(a: SentInterval, b: SentInterval): boolean {
  return b.from !== null && a.by.getTime() < b.from.getTime();
}

/** Whether the time decoded from an id lies more than 36 hours outside of what the date of the same invitation allows. */
export function datesDisagree(decoded: Date, reading: SentInterval): boolean {
  return datesDisagreeMs(decoded.getTime(), inMs(reading));
}

/** The same in milliseconds. */
export function datesDisagreeMs(decoded: number, { from, by }: MsInterval): boolean {
  return Math.max(from === null ? 0 : from - decoded, decoded - by) > MAX_DISAGREEMENT_MS;
}

/**
 * The age in whole days for a person to read: "41 d", "27–61 d" when it can be anything between, "≥ 27 d" when nothing
 * bounds it from above. Both ends are rounded down, as the age that a threshold is compared with is.
 */
export function shownAge({ from, by }: SentInterval, now: Date): string {
  const youngest = wholeDaysOf(by, now);
  if (from === null) return `≥ ${youngest} d`;
  const oldest = wholeDaysOf(from, now);
  return youngest === oldest ? `${youngest} d` : `${youngest}–${oldest} d`;
}

/** Never negative: two clocks may differ. */
const wholeDaysOf = (sent: Date, now: Date): number => Math.max(0, wholeDaysBetween(sent, now));

import { readSentDate } from "../../lib/domain/sent-date.ts";
import { shownDate } from "../report/helpers/relative-dates.ts";
import { DAY_MS, FIRST_LIST } from "./world.ts";

const MINUTE_MS = 60_000;

/** When an invitation can have been sent, once the list at `listedAt` has shown it. All in milliseconds from the first list. */
export interface ListedDates {
  readonly listedAt: number;
  readonly from: number;
  readonly by: number;
}

/** As a date to the minute tells it, from the first list that shows it. */
export function datesToTheMinute(sentAt: number, firstSeenAt: number): ListedDates {
  const from = Math.floor(sentAt / MINUTE_MS) * MINUTE_MS;
  return { listedAt: firstSeenAt, from, by: Math.min(from + MINUTE_MS, firstSeenAt) };
}

/**
 * As daily lists tell it, one after the other and without end: each says "3 weeks ago" of its own time, which narrows what
 * those before it said.
 */
export function* relativeDates(sentAt: number, firstSeenAt: number): Generator<ListedDates, never> {
  let [from, by] = [Number.NEGATIVE_INFINITY, firstSeenAt];
  for (let listedAt = firstSeenAt; ; listedAt += DAY_MS) {
    const { oldest, youngest } = spanOf(shownDate(listedAt - sentAt));
    from = Math.max(from, listedAt - oldest);
    by = Math.min(by, listedAt - youngest);
    yield { listedAt, from, by };
  }
}

interface Span {
  readonly oldest: number;
  readonly youngest: number;
}

const spans = new Map<string, Span>();

/** The ages that such a text can mean, as the product reads it; the same on every day. */
function spanOf(text: string): Span {
  const known = spans.get(text);
  if (known !== undefined) return known;
  const reading = readSentDate(text, new Date(FIRST_LIST));
  if (!reading.readable) throw new Error(`"${text}" is not read`);
  const ageAt = (moment: Date) => FIRST_LIST - moment.getTime();
  const span = { oldest: ageAt(reading.sentFrom), youngest: ageAt(reading.sentBy) };
  spans.set(text, span);
  return span;
}

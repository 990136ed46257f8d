import { type Instant, milliseconds } from "./age.ts";

/**
 * Widest interval, in days, within which the moment of sending counts as known. A calendar date without a zone is 50 hours
 * wide and "5 days ago" 73, and both say enough for a grid of whole days; an age smeared over more than a week says nothing
 * about single days. It must also stay below the 8 days to which a daily reading of "2 weeks ago" narrows in the end:
 * otherwise only those that were pending for long enough would enter, and every early acceptance would be missing.
 */
export const MAX_SENT_WIDTH_DAYS = 7;

const MAX_SENT_WIDTH_MS = MAX_SENT_WIDTH_DAYS * 86_400_000;

/** What is known of when an invitation was sent. */
export interface SentEvidence {
  /** It was sent by then. */
  readonly sentAt: Instant;
  /** It was sent at or after then; null or missing where nothing says so, as in what an earlier version has written. */
  readonly sentFrom?: Instant | null | undefined;
  /** When a listing first showed it: sent by then, too. */
  readonly firstSeenAt: Instant;
}

/** Milliseconds since 1970 UTC; `NaN` for what is no date. `by < from` where the evidence contradicts itself. */
export interface SentBounds {
  readonly from: number;
  readonly by: number;
}

/**
 * The moments at which it can have been sent. O(1).
 *
 * Without `sentFrom` there is nothing to take a middle of: it was sent at `sentAt`, which is read as it was written.
 */
export function sentBounds({ sentAt, sentFrom, firstSeenAt }: SentEvidence): SentBounds {
  const latest = milliseconds(sentAt);
  if (sentFrom === undefined || sentFrom === null) return { from: latest, by: latest };
  return { from: milliseconds(sentFrom), by: Math.min(latest, milliseconds(firstSeenAt)) };
}

/** Whether the two lie no further apart than `MAX_SENT_WIDTH_DAYS`, and in their order. */
export const isSentKnown = ({ from, by }: SentBounds): boolean => from <= by && by - from <= MAX_SENT_WIDTH_MS;

/** The moment from which ages are counted: wrong by half the interval at most. */
export const middleOf = ({ from, by }: SentBounds): number => from + (by - from) / 2;

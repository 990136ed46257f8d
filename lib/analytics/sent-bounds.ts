import { type Instant, milliseconds } from "./age.ts";

/**
 * Widest interval, in hours, within which an invitation can have been sent *when a list first showed it* for its age to
 * count as known. In simulation, wider ones taken at the middle of their interval misread the chance of a late acceptance
 * by 2 to 45%; without them the true one is found.
 *
 * First sight decides, and nothing that is learned later: later lists narrow the intervals of those alone that stay pending
 * for long enough, so a risk set that let them in would miss everybody who was accepted soon.
 */
export const MAX_SENT_WIDTH_HOURS = 3;

const MAX_SENT_WIDTH_MS = MAX_SENT_WIDTH_HOURS * 3_600_000;

/** Milliseconds between the two ends; `unreadable` where the first list could not read the date at all. */
export type WidthAtFirstSight = number | "unreadable";

/** What is known of when an invitation was sent. */
export interface SentEvidence {
  /** It was sent by then. */
  readonly sentAt: Instant;
  /** It was sent at or after then; null or missing where nothing says so, as in what an earlier version has written. */
  readonly sentFrom?: Instant | null | undefined;
  /** When a listing first showed it: sent by then, too. */
  readonly firstSeenAt: Instant;
  /** How wide the interval was by that listing; null or missing where nobody kept it, as in what an earlier version has written. */
  readonly sentWidthAtFirstSight?: WidthAtFirstSight | null | undefined;
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

/**
 * Whether the two are in their order and no further apart than `MAX_SENT_WIDTH_HOURS`, now and at first sight. O(1).
 *
 * Where nobody kept how it was at first sight, today's width decides as far as it is known: what an earlier version wrote
 * without `sentFrom` is taken for exact, as that version took it.
 */
export function isSentKnown({ from, by }: SentBounds, atFirstSight?: WidthAtFirstSight | null): boolean {
  const width = by - from;
  return width >= 0 && Math.max(width, Number(atFirstSight ?? width)) <= MAX_SENT_WIDTH_MS;
}

/** The moment from which ages are counted: wrong by half the interval at most. */
export const middleOf = ({ from, by }: SentBounds): number => from + (by - from) / 2;

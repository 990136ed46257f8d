import { ageInDays, type Instant, milliseconds } from "./age.ts";
import { type Ending, MAX_AGE_DAYS, type Observation } from "./observation.ts";
import { isSentKnown, middleOf, type SentEvidence, sentBounds } from "./sent-bounds.ts";

/** What the ledger knows of one invitation, as far as it matters here. */
export interface LedgerRecord extends SentEvidence {
  /** Its dates and the time in its id cannot both be right. Default: nobody has compared them, or they agree. */
  readonly datesDisagree?: boolean | undefined;
  /** From when on it was watched, where that was later than first sight; before, it was not at risk. */
  readonly watchedFrom?: Instant | undefined;
  readonly state: "pending" | "withdrawing" | "withdrawn" | "accepted" | "gone" | "failed";
  /** `gone`: first complete listing without it · `withdrawn`: when it was taken back · `failed`: when that failed. */
  readonly endedAt?: Instant | undefined;
  /** `accepted`: when the connection was made. */
  readonly connectedAt?: Instant | undefined;
  /** `withdrawn`: the rule that said so. */
  readonly reason?: string | undefined;
  /** Last complete listing of the invitation's identity: where a pending one was last known to be pending. */
  readonly lastListingAt?: Instant | undefined;
}

/** Why a record gives no observation. Each is counted, none is dropped in silence. */
export const EXCLUSIONS = [
  /** `sentAt`, `sentFrom`, `firstSeenAt` or `watchedFrom` is not a date. */
  "unreadable-date",
  /** First seen before it was sent: one of the two dates is wrong, so every age would be. */
  "seen-before-sent",
  /** Its dates contradict each other or the time in its id. */
  "dates-disagree",
  /** It was sent within an interval of more than `MAX_SENT_WIDTH_DAYS`. */
  "age-not-known",
  /** Ended, but when is not known. */
  "missing-end-date",
  /** Ended before it was first seen: it was never at risk under observation, and the dates contradict each other. */
  "ended-before-first-seen",
  /** Pending, and no complete listing since it was first seen: nothing was observed yet. */
  "no-complete-listing",
  /** Older than `MAX_AGE_DAYS`. */
  "age-out-of-range",
  /** A state this version does not know. */
  "unknown-state",
] as const;
export type Exclusion = (typeof EXCLUSIONS)[number];

export type Reading =
  | { readonly kind: "observed"; readonly observation: Observation }
  | { readonly kind: "excluded"; readonly reason: Exclusion };

/**
 * The observation a ledger record amounts to, or the reason there is none. O(1).
 *
 * Both ages are counted from one moment, the middle of the interval in which it was sent: from the interval's end, the
 * youngest age, a backlog that is listed as "1 month ago" would enter as new and its late acceptances count as early ones.
 * Moments are compared before they are floored to ages, so a contradiction within one day is seen too.
 * Source: the table "What is observed" of the method.
 */
export function readObservation(record: LedgerRecord): Reading {
  const sent = sentBounds(record);
  const sentAt = middleOf(sent);
  const firstSeenAt = milliseconds(record.firstSeenAt);
  const watchedFrom =
    record.watchedFrom === undefined ? firstSeenAt : Math.max(firstSeenAt, Number(record.watchedFrom));
  if (!Number.isFinite(sentAt) || !Number.isFinite(watchedFrom)) return excluded("unreadable-date");
  if (firstSeenAt < sent.from) return excluded("seen-before-sent");
  if (record.datesDisagree === true || sent.by < sent.from) return excluded("dates-disagree");
  if (!isSentKnown(sent)) return excluded("age-not-known");

  const end = endOf(record);
  if (end === null) return excluded("unknown-state");
  if (!Number.isFinite(end.at)) return excluded(end.pending ? "no-complete-listing" : "missing-end-date");
  if (end.at < watchedFrom) return excluded(end.pending ? "no-complete-listing" : "ended-before-first-seen");

  const entryAge = ageInDays(sentAt, watchedFrom);
  const exitAge = ageInDays(sentAt, end.at);
  if (exitAge > MAX_AGE_DAYS) return excluded("age-out-of-range");
  const observation = { entryAge, exitAge, ending: end.ending };
  return { kind: "observed", observation: end.informative ? { ...observation, informative: true } : observation };
}

interface End {
  /** Milliseconds, `NaN` when not known. */
  readonly at: number;
  readonly ending: Ending;
  readonly informative: boolean;
  readonly pending: boolean;
}

function endOf(record: LedgerRecord): End | null {
  const { state } = record;
  const endedAt = milliseconds(record.endedAt);
  switch (state) {
    // A claimed withdrawal has not happened yet: what is known is what the last complete listing said. Nor is an unreachable
    // invitation, whose calls had no effect, at an end: it was pending as long as lists showed it.
    case "pending":
    case "withdrawing":
      return { at: milliseconds(record.lastListingAt), ending: "censored", informative: false, pending: true };
    case "accepted":
      return { at: milliseconds(record.connectedAt), ending: "accepted", informative: false, pending: false };
    case "gone":
      return { at: endedAt, ending: "gone", informative: false, pending: false };
    // Withdrawing for age alone tells nothing about acceptance. Any other reason may, and so may a missing one.
    case "withdrawn":
      return { at: endedAt, ending: "censored", informative: record.reason !== "stale", pending: false };
    // Written by earlier versions alone, which gave up here: the fate is unknown from that age on. A withdrawal may have
    // failed *because* the invitation had been answered, so the censoring may be informative.
    case "failed":
      return { at: endedAt, ending: "censored", informative: true, pending: false };
    default:
      return unknown(state);
  }
}

// The compiler knows every state; data written by a later version may not.
function unknown(_state: never): null {
  return null;
}

function excluded(reason: Exclusion): Reading {
  return { kind: "excluded", reason };
}

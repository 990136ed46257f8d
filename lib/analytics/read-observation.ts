import { type Instant, milliseconds } from "./age.ts";
import type { Placed } from "./cohorts.ts";
import { type Ending, MAX_AGE_DAYS } from "./observation.ts";
import { observationOf } from "./observation-of.ts";
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
  /** The list that first showed it could not read its date; or `sentAt`, `sentFrom`, `firstSeenAt`, `watchedFrom` is none. */
  "unreadable-date",
  /** First seen before it was sent: one of the two dates is wrong, so every age would be. */
  "seen-before-sent",
  /** Its dates contradict each other or the time in its id. */
  "dates-disagree",
  /** By the list that first showed it, it was sent within an interval of more than `MAX_SENT_WIDTH_HOURS`. */
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

/** What picked an invitation for withdrawal: its age and nothing else about it, or something that may go with its answer. */
type PickedBy = "age" | "more-than-age";

/**
 * For each rule that withdraws. Where age alone picks, those withdrawn are answered as those of the same age that stay:
 * the censoring tells nothing about acceptance. A share that the holdout keeps by a hash of the id changes nothing of that.
 */
export const WITHDRAWAL_REASONS = {
  stale: "age",
  // The oldest go first. How many go depends on how many are pending, which is the same for all of an identity.
  backlog: "age",
  // What somebody knows of the person: a customer may be one by having answered.
  customer: "more-than-age",
  "do-not-contact": "more-than-age",
  "icp-mismatch": "more-than-age",
  requested: "more-than-age",
  // A second identity invites those above all who have not answered the first.
  duplicate: "more-than-age",
} as const satisfies Readonly<Record<string, PickedBy>>;

const PICKED_BY: ReadonlyMap<string, PickedBy> = new Map(Object.entries(WITHDRAWAL_REASONS));

export type Reading =
  | ({ readonly kind: "observed" } & Placed)
  | { readonly kind: "excluded"; readonly reason: Exclusion };

/**
 * The observation a ledger record amounts to, or the reason there is none. O(1).
 *
 * Both ages are counted from one moment, the middle of the interval in which it was sent: from either end all would be
 * wrong in the same direction.
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
  // Its `sentAt` is the time of that list, or what later lists made of it for those alone that stayed pending so long.
  if (record.sentWidthAtFirstSight === "unreadable") return excluded("unreadable-date");
  if (firstSeenAt < sent.from) return excluded("seen-before-sent");
  if (record.datesDisagree === true || sent.by < sent.from) return excluded("dates-disagree");
  if (!isSentKnown(sent, record.sentWidthAtFirstSight)) return excluded("age-not-known");

  const end = endOf(record);
  if (end === null) return excluded("unknown-state");
  if (!Number.isFinite(end.at)) return excluded(end.pending ? "no-complete-listing" : "missing-end-date");
  if (end.at < watchedFrom) return excluded(end.pending ? "no-complete-listing" : "ended-before-first-seen");

  const observation = observationOf(sentAt, { firstSeenAt, watchedFrom, endedAt: end.at }, end.ending);
  if (observation.exitAge > MAX_AGE_DAYS) return excluded("age-out-of-range");
  const told = end.informative ? { ...observation, informative: true } : observation;
  return { kind: "observed", observation: told, sentAt, endedAt: end.at };
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
    // A reason of another version's may tell about acceptance, and so may a missing one.
    case "withdrawn":
      return {
        at: endedAt,
        ending: "censored",
        informative: PICKED_BY.get(record.reason ?? "") !== "age",
        pending: false,
      };
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

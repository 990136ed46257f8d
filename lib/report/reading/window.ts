import type { LedgerRecord } from "../../analytics/read-observation.ts";
import type { OutcomeRecord } from "../../ledger/ledger.ts";
import type { DatedById, SentInMs } from "./sent-evidence.ts";

/** The span under observation, both ends included. */
export interface ReportWindow {
  readonly since: Date;
  readonly until: Date;
}

/** What an ended or open invitation was in the window, for the life table. */
export interface Seen {
  readonly where: "ended" | "pending";
  readonly record: WindowRecord;
}

/** A record with when its observation in the window began; all instants in milliseconds since 1970. */
export interface WindowRecord extends LedgerRecord {
  readonly sentAt: number;
  readonly watchedFrom: number;
}

/** When an invitation was sent, as far as that is known, and first seen. */
export type Seeing = Pick<OutcomeRecord, "sentAt" | "sentFrom" | "sentWidthAtFirstSight" | "firstSeenAt"> & {
  readonly datesDisagree?: DatedById["datesDisagree"] | undefined;
};

/** The same in milliseconds since 1970. */
export interface SeeingInMs extends SentInMs {
  firstSeenAt: number;
}

/** What a report counts of an ending: the only form in which it is counted, wherever it was read. Milliseconds since 1970. */
export interface EndingInMs extends SeeingInMs, Counted {
  endedAt: number;
}

type Counted = {
  -readonly [Key in
    | "identityId"
    | "thresholdDays"
    | "outcome"
    | "reason"
    | "policyVersion"
    | "confirmed"]: OutcomeRecord[Key];
};

/**
 * An ended invitation through the window; null when it was first seen after it.
 *
 * One that ended after the window was pending at its end, and has to be counted so: those still pending *now* are the
 * ones that lasted, and a risk set made of them alone would be too hopeful. Hence endings are read up to now, whatever
 * the window's end is. The caller reads none from before `since`.
 */
export function endedThrough(ending: EndingInMs, window: ReportWindow): Seen | null {
  const until = window.until.getTime();
  if (ending.firstSeenAt > until) return null;
  if (ending.endedAt > until) return { where: "pending", record: recordOf(ending, window, "pending", until) };
  const { outcome, endedAt, reason } = ending;
  return { where: "ended", record: recordOf(ending, window, outcome, endedAt, reason ?? undefined) };
}

/**
 * An open invitation through the window: watched until the last complete, believed listing of its identity, or the
 * window's end. Of what happened after that listing nothing is known: an acceptance shows only in the next one.
 */
export function openThrough(open: SeeingInMs, lastBelieved: Date | null, window: ReportWindow): Seen | null {
  const until = window.until.getTime();
  if (open.firstSeenAt > until) return null;
  const lastListingAt = lastBelieved === null ? undefined : Math.min(lastBelieved.getTime(), until);
  return { where: "pending", record: recordOf(open, window, "pending", lastListingAt) };
}

/**
 * From when on an invitation was under observation in the window: left truncation.
 *
 * Endings from before `since` are not read, while all that is pending is. Were the pending ones counted from their first
 * sight, their early days would be at risk without the invitations that ended on just those days, and every chance would
 * come out too small. So an invitation first seen before `since` enters at the age it had then.
 */
function recordOf(
  { sentAt, sentFrom, sentWidthAtFirstSight, datesDisagree, firstSeenAt }: SeeingInMs,
  { since }: ReportWindow,
  state: LedgerRecord["state"],
  end: number | undefined,
  reason?: string,
): WindowRecord {
  return {
    sentAt,
    sentFrom,
    sentWidthAtFirstSight,
    datesDisagree,
    firstSeenAt,
    watchedFrom: Math.max(firstSeenAt, since.getTime()),
    state,
    endedAt: state === "pending" || state === "accepted" ? undefined : end,
    connectedAt: state === "accepted" ? end : undefined,
    reason,
    lastListingAt: state === "pending" ? end : undefined,
  };
}

export const seeingInMs = (one: Seeing): SeeingInMs => ({
  sentAt: one.sentAt.getTime(),
  sentFrom: one.sentFrom?.getTime() ?? null,
  sentWidthAtFirstSight: one.sentWidthAtFirstSight ?? null,
  datesDisagree: one.datesDisagree ?? false,
  firstSeenAt: one.firstSeenAt.getTime(),
});

/** `dated`: when it was sent, by all that is known. Without a spread, which takes several times as long. */
export const endingInMs = (one: OutcomeRecord, dated: Omit<Seeing, "firstSeenAt"> = one): EndingInMs => ({
  sentAt: dated.sentAt.getTime(),
  sentFrom: dated.sentFrom?.getTime() ?? null,
  sentWidthAtFirstSight: dated.sentWidthAtFirstSight ?? null,
  datesDisagree: dated.datesDisagree ?? false,
  firstSeenAt: one.firstSeenAt.getTime(),
  endedAt: one.endedAt.getTime(),
  identityId: one.identityId,
  thresholdDays: one.thresholdDays,
  outcome: one.outcome,
  reason: one.reason,
  policyVersion: one.policyVersion,
  confirmed: one.confirmed,
});

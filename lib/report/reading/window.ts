import type { LedgerRecord } from "../../analytics/read-observation.ts";
import { earliest, latest } from "../../domain/time.ts";
import type { OutcomeRecord } from "../../ledger/ledger.ts";

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

/** A record with when its observation in the window began. */
export interface WindowRecord extends LedgerRecord {
  readonly sentAt: Date;
  readonly watchedFrom: Date;
}

/** When an invitation was sent, as far as that is known, and first seen. */
export type Seeing = Pick<WindowRecord, "sentAt" | "sentFrom" | "sentWidthAtFirstSight" | "datesDisagree"> & {
  readonly firstSeenAt: Date;
};

/**
 * An ended invitation through the window; null when it was first seen after it.
 *
 * One that ended after the window was pending at its end, and has to be counted so: those still pending *now* are the
 * ones that lasted, and a risk set made of them alone would be too hopeful. Hence endings are read up to now, whatever
 * the window's end is. The caller reads none from before `since`.
 */
export function endedThrough(outcome: OutcomeRecord & Seeing, window: ReportWindow): Seen | null {
  const { firstSeenAt, endedAt, reason } = outcome;
  if (firstSeenAt > window.until) return null;
  const entered = enteredIn(outcome, window);
  if (endedAt > window.until) {
    return { where: "pending", record: { ...entered, state: "pending", lastListingAt: window.until } };
  }
  const state = outcome.outcome;
  const end = state === "accepted" ? { connectedAt: endedAt } : { endedAt };
  return { where: "ended", record: { ...entered, state, ...end, reason: reason ?? undefined } };
}

/**
 * An open invitation through the window: watched until the last complete, believed listing of its identity, or the
 * window's end. Of what happened after that listing nothing is known: an acceptance shows only in the next one.
 */
export function openThrough(open: Seeing, lastBelieved: Date | null, window: ReportWindow): Seen | null {
  if (open.firstSeenAt > window.until) return null;
  const lastListingAt = lastBelieved === null ? undefined : earliest(lastBelieved, window.until);
  return { where: "pending", record: { ...enteredIn(open, window), state: "pending", lastListingAt } };
}

/**
 * From when on an invitation was under observation in the window: left truncation.
 *
 * Endings from before `since` are not read, while all that is pending is. Were the pending ones counted from their first
 * sight, their early days would be at risk without the invitations that ended on just those days, and every chance would
 * come out too small. So an invitation first seen before `since` enters at the age it had then.
 */
function enteredIn(seeing: Seeing, { since }: ReportWindow) {
  const { sentAt, sentFrom, sentWidthAtFirstSight, datesDisagree, firstSeenAt } = seeing;
  const watchedFrom = latest(firstSeenAt, since);
  return { sentAt, sentFrom, sentWidthAtFirstSight, datesDisagree, firstSeenAt, watchedFrom };
}

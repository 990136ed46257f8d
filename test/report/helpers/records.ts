import type { KnownInvitation } from "../../../lib/domain/bookkeeping.ts";
import { DAY_MS, wholeDaysBetween } from "../../../lib/domain/time.ts";
import type { OutcomeRecord } from "../../../lib/ledger/ledger.ts";

const FIRST_DAY = Date.UTC(2026, 0, 1, 9);

/** So many days after 1 January 2026, 09:00 UTC; parts of a day too. */
export const day = (days: number): Date => new Date(FIRST_DAY + days * DAY_MS);

export const anOpen = (over: Partial<KnownInvitation> = {}): KnownInvitation => ({
  invitationId: "7100000000000000001",
  personId: "90001",
  state: "pending",
  sentAt: day(0),
  firstSeenAt: day(1),
  attempts: 0,
  isRequested: false,
  duplicateOf: null,
  undecidedWith: null,
  ...over,
});

/** Withdrawn for age unless told otherwise; its days pending follow from its dates. */
export function anOutcome(over: Partial<OutcomeRecord> = {}): OutcomeRecord {
  const { sentAt = day(0), endedAt = day(22), outcome = "withdrawn" } = over;
  return {
    identityId: "identity-1",
    invitationId: "7100000000000000001",
    sentAt,
    firstSeenAt: day(1),
    outcome,
    endedAt,
    withdrawnAt: outcome === "withdrawn" ? endedAt : null,
    daysPending: wholeDaysBetween(sentAt, endedAt),
    reason: outcome === "withdrawn" || outcome === "failed" ? "stale" : null,
    thresholdDays: 21,
    policyVersion: 7,
    confirmed: true,
    heldOut: false,
    runId: "run-1",
    attempts: 1,
    lastError: null,
    ...over,
  };
}

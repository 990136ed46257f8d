import { type Policy, policyFor } from "../domain/policy.ts";
import { wholeDaysBetween } from "../domain/time.ts";
import type { WidthAtFirstSight } from "../domain/tracked-invitation.ts";
import type { OutcomeRecord } from "../ledger/ledger.ts";
import type { DatedOpen } from "./reading/read-open.ts";
import type { DatedById } from "./reading/sent-evidence.ts";

/** An invitation as `outcomes` lists it: how it ended, or where it stands. */
export interface OutcomeRow extends Omit<OutcomeRecord, keyof StateSoFar>, StateSoFar {
  /** Left out where it was not read (see `readOutcomeRows`). */
  readonly datesDisagree?: boolean;
  /**
   * Every ending of its identity from then on is in the same list; null where the list was narrowed to some of them. Left
   * out where it was not read.
   */
  readonly endingsSince?: Date | null;
  /** Milliseconds, as in `TrackedInvitation`; infinite where nothing has been read that tells it. Left out where it was not read. */
  readonly sentWidthAtFirstSight?: WidthAtFirstSight | null | undefined;
}

/** What a row has besides, to be joined with what others know of the same people. */
export interface JoinableRow extends OutcomeRow {
  /** The four as in `TrackedInvitation`; null also where the invitation has been forgotten in between. */
  readonly personId: string | null;
  readonly profileKey: string | null;
  readonly salesNavigatorKey: string | null;
  readonly reinviteAfter: Date | null;
  /** Whose invitation it is, as Edges calls them; null where it was not asked or does not say. */
  readonly identityName: string | null;
}

/** What a pending invitation has otherwise than one that has ended. */
interface StateSoFar {
  readonly outcome: OutcomeRecord["outcome"] | "pending";
  /** Of a pending one the last complete, believed list of its identity; null before the first. */
  readonly endedAt: Date | null;
  readonly daysPending: number | null;
  readonly confirmed: boolean | null;
  readonly heldOut: boolean | null;
  readonly runId: string | null;
}

interface PendingContext {
  readonly identityId: string;
  readonly lastBelievedListingAt: Date | null;
  readonly policy: Policy;
  readonly version: number;
  readonly endingsSince: Date | null;
}

/** The row of a pending invitation, under the policy in force. */
export function pendingRow(
  {
    invitationId,
    sentAt,
    sentFrom,
    sentWidthAtFirstSight,
    datesDisagree,
    firstSeenAt,
    attempts,
  }: DatedOpen & DatedById,
  { identityId, lastBelievedListingAt, policy, version, endingsSince }: PendingContext,
): OutcomeRow {
  const daysPending = lastBelievedListingAt === null ? null : wholeDaysBetween(sentAt, lastBelievedListingAt);
  return {
    ...{ identityId, invitationId, outcome: "pending", endedAt: lastBelievedListingAt, reason: null },
    ...{
      sentAt,
      sentFrom,
      sentWidthAtFirstSight,
      datesDisagree,
      firstSeenAt,
      daysPending,
      withdrawnAt: null,
      attempts,
    },
    ...{ thresholdDays: policyFor(policy, identityId).thresholdDays, policyVersion: version },
    ...{ confirmed: null, heldOut: null, lastError: null, runId: null, endingsSince },
  };
}

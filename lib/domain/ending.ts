import type { IdentityPolicy } from "./policy.ts";
import { isInHoldout } from "./rules/held-out.ts";
import type { LoggedReason } from "./rules/index.ts";
import { DAY_MS, later, wholeDaysBetween } from "./time.ts";
import type { Ending, Outcome, TrackedInvitation } from "./tracked-invitation.ts";

/** What was in force when an invitation ended. */
export interface EndingContext {
  readonly policy: Pick<IdentityPolicy, "thresholdDays" | "holdout" | "reinviteCooldownDays">;
  readonly policyVersion: number;
  readonly runId: string;
  readonly reason: LoggedReason | null;
}

/** The record of an ending, the same whoever saw it: the withdraw function or a listing. */
export function endingOf(
  invitation: Pick<TrackedInvitation, "invitationId" | "sentAt">,
  outcome: Outcome,
  endedAt: Date,
  confirmed: boolean,
  { policy, policyVersion, runId, reason }: EndingContext,
): Ending {
  const daysPending = Math.max(0, wholeDaysBetween(invitation.sentAt, endedAt));
  const { holdout, thresholdDays } = policy;
  return {
    outcome,
    endedAt,
    withdrawnAt: outcome === "withdrawn" ? endedAt : null,
    daysPending,
    reason,
    thresholdDays,
    policyVersion,
    confirmed,
    heldOut: holdout !== null && daysPending >= thresholdDays && isInHoldout(invitation.invitationId, holdout.share),
    runId,
    reinviteAfter: outcome === "withdrawn" ? later(endedAt, policy.reinviteCooldownDays * DAY_MS) : null,
  };
}

import { CLOCK_SKEW_MS } from "./gate.ts";
import { restAfter, unwrittenRest } from "./rest.ts";
import type { Reason } from "./rules/index.ts";
import { later, MINUTE_MS } from "./time.ts";
import { type Attempt, isOpen, type Rest, type TrackedInvitation } from "./tracked-invitation.ts";

/** Calls one run may make for it when the API says to wait; then it is left to the next run. */
export const MAX_WAITS_PER_RUN = 3;
/** Calls one run may make for it when they fail otherwise, and nobody else's has. */
export const MAX_TRIES_PER_RUN = 2;
/** Longer than the HTTP time-out and the function's, so that a claim is only ever taken over from a dead holder. */
export const CLAIM_LEASE_MS = MINUTE_MS;

/** Begins the id of every clean-up, and so of its attempts: their claims last as long as its runs may. */
export const CLEANUP_PREFIX = "cleanup-";
export const isCleanupAttempt = (attemptId: string): boolean => attemptId.startsWith(CLEANUP_PREFIX);

/** What a claim writes, on the condition that the item is still as it was read. */
export interface Claim {
  readonly attempt: Attempt;
  readonly attempts: number;
  readonly attemptsInRun: number;
  readonly attemptRunId: string;
  readonly attemptReason: Reason;
  readonly lostAnswers: number;
}

export type ClaimDecision =
  | { readonly go: true; readonly claim: Claim }
  | { readonly go: false; readonly why: "ended" | "resting" }
  | { readonly go: false; readonly why: "claimed"; readonly until: Date };

export interface ClaimRequest {
  readonly attemptId: string;
  readonly runId: string;
  readonly reason: Reason;
  /** When the claim may be taken over. Default: in a minute. */
  readonly until?: Date | undefined;
}

/** Whether this attempt may call for the invitation now: one claim at a time, five calls before a rest. */
export function decideClaim(
  invitation: TrackedInvitation,
  { attemptId, runId, reason, until }: ClaimRequest,
  now: Date,
): ClaimDecision {
  const { state, attempt, attempts, attemptsInRun, attemptRunId, lostAnswers } = invitation;
  if (!isOpen(state)) return { go: false, why: "ended" };
  if (attempt !== null && later(attempt.until, CLOCK_SKEW_MS) > now) {
    return { go: false, why: "claimed", until: later(attempt.until, CLOCK_SKEW_MS) };
  }
  // A rest that is written is the rules' business, who may end it early.
  const rest = unwrittenRest(invitation);
  if (rest !== null && rest.until > now) return { go: false, why: "resting" };
  return {
    go: true,
    claim: {
      attempt: { id: attemptId, until: until ?? later(now, CLAIM_LEASE_MS) },
      attempts: attempts + 1,
      attemptsInRun: attemptRunId === runId ? attemptsInRun + 1 : 1,
      attemptRunId: runId,
      attemptReason: reason,
      // A claim that nobody concluded: its holder died before, during or after the call.
      lostAnswers: attempt === null ? lostAnswers : lostAnswers + 1,
    },
  };
}

/**
 * How the API's answer to a call is to be taken; the label table of `lib/edges` decides which.
 *
 * - `done`: the API says that it has happened
 * - `no-longer-pending`: the invitation is not there any more (accepted, declined, expired or withdrawn by hand)
 * - `wait-until`: refused for now; the failure's `until` says for how long
 * - `retry-later`: failed for a reason that is called transient
 * - `refused`: refused for a reason that may be the invitation's own, the identity's or the workspace's
 * - `identity-needs-person`: this identity alone cannot act until somebody reconnects it
 * - `workspace-stopped`: key, plan or credits; no identity can act
 * - `rejected`: the request itself is taken for wrong
 * - `not-known`: it may or may not have happened
 *
 * Only `done` is ever counted as withdrawn.
 */
export type Reaction =
  | "done"
  | "no-longer-pending"
  | "wait-until"
  | "retry-later"
  | "refused"
  | "identity-needs-person"
  | "workspace-stopped"
  | "rejected"
  | "not-known";

/** An answer as far as it decides what becomes of the invitation. */
export interface Answer {
  readonly reaction: Reaction;
  /** Whether the call may have taken effect although the answer says otherwise, or nothing. */
  readonly effect: "none" | "maybe";
}

/** What to do with an invitation and its message after an answer. An answer never ends it as anything but withdrawn. */
export type Conclusion =
  | { readonly kind: "end"; readonly outcome: "withdrawn"; readonly confirmed: boolean }
  | {
      readonly kind: "leave-open";
      /** True when the call may have taken effect: the invitation stays `withdrawing`. */
      readonly lost: boolean;
      /** False for a call that was refused for everybody's sake: it does not count against the five. */
      readonly counts: boolean;
      /** The rest that begins now; null when none does. */
      readonly rest: Rest | null;
      readonly next: "try-again" | "next-run" | "next-listing";
    };

/**
 * The conclusion from one answer. `invitation` is the item as claimed, this attempt included. Never concludes
 * `withdrawn` from anything but the API's word, or its *no longer pending* after an answer was lost.
 *
 * @param isAlone no other invitation of the identity has failed since its last success: then what failed may be tried once
 *   more at once; else the next one is to show whose fault it is
 */
export function conclude(
  { reaction, effect }: Answer,
  invitation: Pick<TrackedInvitation, "attempts" | "attemptsInRun" | "lostAnswers" | "rest">,
  now: Date,
  isAlone = true,
): Conclusion {
  const { attemptsInRun, lostAnswers } = invitation;
  const lost = effect === "maybe";
  switch (reaction) {
    case "done":
      return { kind: "end", outcome: "withdrawn", confirmed: true };
    case "no-longer-pending":
      if (lostAnswers > 0) return { kind: "end", outcome: "withdrawn", confirmed: false };
      // Accepted, declined or expired: the next complete listing and the connections list tell which.
      return { kind: "leave-open", lost, counts: true, rest: restAfter(invitation, now), next: "next-listing" };
    case "wait-until":
      return uncounted(lost, attemptsInRun < MAX_WAITS_PER_RUN ? "try-again" : "next-run");
    case "identity-needs-person":
    case "workspace-stopped":
      return uncounted(lost, "next-run");
    case "refused":
    case "rejected":
      return { kind: "leave-open", lost, counts: true, rest: restAfter(invitation, now), next: "next-run" };
    case "retry-later":
    case "not-known": {
      const rest = restAfter(invitation, now);
      const again = rest === null && isAlone && attemptsInRun < MAX_TRIES_PER_RUN;
      return { kind: "leave-open", lost, counts: true, rest, next: again ? "try-again" : "next-run" };
    }
  }
}

const uncounted = (lost: boolean, next: "try-again" | "next-run"): Conclusion => ({
  ...{ kind: "leave-open", lost, counts: false, rest: null, next },
});

import { CLOCK_SKEW_MS } from "./gate.ts";
import type { Reason } from "./rules/index.ts";
import { later, MINUTE_MS } from "./time.ts";
import { type Attempt, isOpen, type TrackedInvitation } from "./tracked-invitation.ts";

/** Calls one invitation may cost in its whole life. */
export const MAX_ATTEMPTS = 5;
/** Calls one run may cost it when the API says to wait or to try again later; then it is left to the next run. */
export const MAX_ATTEMPTS_PER_RUN = 3;
/** Longer than the HTTP time-out and the function's, so that a claim is only ever taken over from a dead holder. */
export const CLAIM_LEASE_MS = MINUTE_MS;

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
  | { readonly go: false; readonly why: "ended" | "exhausted" }
  | { readonly go: false; readonly why: "claimed"; readonly until: Date };

/** Whether this attempt may call for the invitation now: one claim at a time, five calls in all. */
export function decideClaim(
  invitation: TrackedInvitation,
  { attemptId, runId, reason }: { readonly attemptId: string; readonly runId: string; readonly reason: Reason },
  now: Date,
): ClaimDecision {
  const { state, attempt, attempts, attemptsInRun, attemptRunId, lostAnswers } = invitation;
  if (!isOpen(state)) return { go: false, why: "ended" };
  if (attempt !== null && later(attempt.until, CLOCK_SKEW_MS) > now) {
    return { go: false, why: "claimed", until: later(attempt.until, CLOCK_SKEW_MS) };
  }
  if (attempts >= MAX_ATTEMPTS) return { go: false, why: "exhausted" };
  return {
    go: true,
    claim: {
      attempt: { id: attemptId, until: later(now, CLAIM_LEASE_MS) },
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
 * - `retry-later`: failed without effect; try again a bounded number of times, then leave it to the next run
 * - `identity-needs-person`: this identity alone cannot act until somebody reconnects it
 * - `workspace-stopped`: key, plan or credits; no identity can act
 * - `rejected`: the request itself is wrong and must not be repeated
 * - `not-known`: it may or may not have happened. Never counted as withdrawn.
 */
export type Reaction =
  | "done"
  | "no-longer-pending"
  | "wait-until"
  | "retry-later"
  | "identity-needs-person"
  | "workspace-stopped"
  | "rejected"
  | "not-known";

/** What to do with an invitation and its message after an answer. */
export type Conclusion =
  | { readonly kind: "end"; readonly outcome: "withdrawn"; readonly confirmed: boolean }
  | { readonly kind: "end"; readonly outcome: "failed" }
  | {
      readonly kind: "leave-open";
      /** True when the call may have taken effect: the invitation stays `withdrawing`. */
      readonly lost: boolean;
      /** False for a call refused before it could do anything: it does not count against the five. */
      readonly counts: boolean;
      readonly next: "try-again" | "next-run" | "next-listing";
    };

/**
 * The conclusion from one answer. `invitation` is the item as claimed, this attempt included. Never concludes
 * `withdrawn` from anything but the API's word, or its *no longer pending* after an answer was lost.
 */
export function conclude(
  reaction: Reaction,
  invitation: Pick<TrackedInvitation, "attempts" | "attemptsInRun" | "lostAnswers">,
): Conclusion {
  const { attempts, attemptsInRun, lostAnswers } = invitation;
  const mayBeDone = lostAnswers > 0;
  switch (reaction) {
    case "done":
      return { kind: "end", outcome: "withdrawn", confirmed: true };
    case "no-longer-pending":
      if (mayBeDone) return { kind: "end", outcome: "withdrawn", confirmed: false };
      // Accepted, declined or expired: the next complete listing and the connections list tell which.
      return leaveOpen({ next: "next-listing" });
    case "wait-until":
      return leaveOpen({ counts: false, next: attemptsInRun < MAX_ATTEMPTS_PER_RUN ? "try-again" : "next-run" });
    case "identity-needs-person":
    case "workspace-stopped":
      return leaveOpen({ counts: false, next: "next-run" });
    case "retry-later":
      if (attempts >= MAX_ATTEMPTS)
        return mayBeDone ? leaveOpen({ next: "next-listing" }) : { kind: "end", outcome: "failed" };
      return leaveOpen({ next: attemptsInRun < MAX_ATTEMPTS_PER_RUN ? "try-again" : "next-run" });
    case "rejected":
      return mayBeDone ? leaveOpen({ next: "next-listing" }) : { kind: "end", outcome: "failed" };
    case "not-known":
      return leaveOpen({ lost: true, next: attempts < MAX_ATTEMPTS ? "try-again" : "next-listing" });
  }
}

function leaveOpen(part: {
  lost?: boolean;
  counts?: boolean;
  next: "try-again" | "next-run" | "next-listing";
}): Conclusion {
  return { kind: "leave-open", lost: part.lost ?? false, counts: part.counts ?? true, next: part.next };
}

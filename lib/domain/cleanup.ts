import { CLEANUP_PREFIX } from "./attempt.ts";
import { CLOCK_SKEW_MS, callsOfLastDay, type GateState } from "./gate.ts";
import type { IdentityPolicy } from "./policy.ts";
import type { Reason } from "./rules/index.ts";
import { MINUTE_MS, SECOND_MS } from "./time.ts";
import { workingTimeLeft } from "./working-hours.ts";

/** Invitations that one run of the API takes. */
export const MAX_BATCH = 100;

/** Starts of runs in a row that the API refused, after which a clean-up leaves the identity alone. */
export const MAX_REFUSALS = 3;

/** A start that has no answer by then will never have one: the call's time-out, and what the vendor may take besides. */
export const START_LEASE_MS = 2 * MINUTE_MS;

/** Results may come later than the run's end. What has none by then has lost it. */
export const OUTPUTS_GRACE_MS = 10 * MINUTE_MS;

/** The API's pace between two risky actions at the slowest, with the call: what a run takes for one invitation. */
const RUN_PACE_SECONDS = 80;

/** One invitation that a person has chosen, with the rule that spoke for it then. */
export interface ChosenInvitation {
  readonly invitationId: string;
  readonly reason: Reason;
}

/** One identity's part of a clean-up: the chosen invitations go in batches, one run of the API after the other. */
export interface CleanupPart {
  readonly cleanupId: string;
  readonly identityId: string;
  /** Grows with every change: the condition of the next one. */
  readonly version: number;
  readonly state: "open" | "over";
  /** What ended it before all had their turn; null while it is open, and where none is left. */
  readonly stoppedBy: string | null;
  /** How many were chosen. */
  readonly chosen: number;
  /** Of these, in their order, so many have had their turn. */
  readonly taken: number;
  /** Batches begun. */
  readonly batches: number;
  readonly batch: CleanupBatch | null;
  /** Starts that the API refused, in a row. */
  readonly refusals: number;
  readonly withdrawn: number;
  /** Looked at again and kept, by reason. Nothing was called for them. */
  readonly dropped: Counts;
  /** In a run, and not withdrawn as far as is known, by the answer (`Reaction`). */
  readonly notWithdrawn: Counts;
  /** The API's names of its runs so far, oldest first. */
  readonly runUids: readonly string[];
}

export type Counts = Readonly<Record<string, number>>;

/**
 * `claiming`: being looked at and claimed, nothing is sent · `submitting`: the start may have been sent · `submitted`: the
 * start was sent, and is never sent again.
 */
export interface CleanupBatch {
  readonly number: number;
  readonly state: "claiming" | "submitting" | "submitted";
  /** How many of the chosen it takes up, from `taken` on. */
  readonly size: number;
  /** Ids of the invitations that are in the run; none before it is submitted. */
  readonly inputs: readonly string[];
  readonly dropped: Counts;
  /** Null where the answer to the start is not there yet, or was lost. */
  readonly runUid: string | null;
  /** When the start was about to be sent; null while claiming. */
  readonly submittedAt: Date | null;
  /** When the run is taken for over, whatever became of it; null while claiming. */
  readonly until: Date | null;
  /** While submitting: when the answer counts as lost. */
  readonly answerBy: Date | null;
  /** When the API first said that the run is over. */
  readonly overSince: Date | null;
  /** What was in force when it was submitted; null while claiming. */
  readonly inForce: InForce | null;
}

/** What is asked of the policy once the run is over: the records of endings, and the gap after it. */
export interface InForce
  extends Pick<IdentityPolicy, "thresholdDays" | "holdout" | "reinviteCooldownDays" | "gapSeconds"> {
  readonly policyVersion: number;
}

/** Names the claims of one batch. */
export const attemptIdOf = ({ cleanupId }: Pick<CleanupPart, "cleanupId">, batch: number): string =>
  `${cleanupId}/${batch}`;

/** A clean-up's id: when it was chosen, as in a run's, and something that sets two of the same instant apart. */
export const cleanupIdOf = (at: Date, unique: string): string =>
  `${CLEANUP_PREFIX}${at.toISOString()}-${unique.slice(0, 8)}`;

export const newPart = (cleanupId: string, identityId: string, chosen: number): CleanupPart => ({
  ...{ cleanupId, identityId, version: 1, state: "open", stoppedBy: null, chosen, taken: 0 },
  ...{ batches: 0, batch: null, refusals: 0, withdrawn: 0, dropped: {}, notWithdrawn: {}, runUids: [] },
});

/** A batch that takes up the next `size` of the chosen. */
export function withBatch(part: CleanupPart, size: number): CleanupPart {
  const number = part.batches + 1;
  const batch: CleanupBatch = {
    ...{ number, state: "claiming", size, inputs: [], dropped: {}, runUid: null },
    ...{ submittedAt: null, until: null, answerBy: null, overSince: null, inForce: null },
  };
  return { ...part, batches: number, batch };
}

/** What became of a batch: how many were withdrawn, and the others by the answer. */
export interface BatchResult {
  readonly withdrawn: number;
  readonly notWithdrawn: Counts;
}

/** The part once its batch is concluded; the chosen that it took up have had their turn. */
export function withoutBatch(part: CleanupPart, { withdrawn, notWithdrawn }: BatchResult): CleanupPart {
  const { batch } = part;
  if (batch === null) return part;
  return {
    ...part,
    ...{ batch: null, taken: part.taken + batch.size, refusals: 0 },
    withdrawn: part.withdrawn + withdrawn,
    dropped: plus(part.dropped, batch.dropped),
    notWithdrawn: plus(part.notWithdrawn, notWithdrawn),
    runUids: batch.runUid === null ? part.runUids : [...part.runUids, batch.runUid],
  };
}

/** The part whose batch had no effect for certain: its invitations have their turn once more. */
export const withBatchUndone = (part: CleanupPart): CleanupPart => ({ ...part, batch: null });

export const ended = (part: CleanupPart, stoppedBy: string | null): CleanupPart => ({
  ...part,
  ...{ state: "over", stoppedBy },
});

/** Goes on where something had stopped it. */
export const reopened = (part: CleanupPart): CleanupPart => ({
  ...part,
  ...{ state: "open", stoppedBy: null, refusals: 0 },
});

export const leftOf = ({ chosen, taken }: Pick<CleanupPart, "chosen" | "taken">): number => chosen - taken;

/**
 * How many calls the identity has places for at this instant: under its cap, and in the working hours that are left.
 *
 * @param most what one run takes, unless more than one is meant
 */
export function placesNow(gate: GateState, policy: IdentityPolicy, now: Date, most: number = MAX_BATCH): number {
  const underCap = policy.dailyCap - callsOfLastDay(gate, now).length;
  if (policy.workingHours === null) return Math.max(0, Math.min(most, underCap));
  const paceMs = Math.max(RUN_PACE_SECONDS, policy.gapSeconds.max) * SECOND_MS + CLOCK_SKEW_MS;
  const inHours = Math.floor(workingTimeLeft(policy.workingHours, now) / paceMs);
  return Math.max(0, Math.min(most, underCap, inHours));
}

/** Adds up by reason. */
export function plus(one: Counts, other: Counts): Counts {
  const sum: Record<string, number> = { ...one };
  for (const [reason, count] of Object.entries(other)) sum[reason] = (sum[reason] ?? 0) + count;
  return sum;
}

export const total = (counts: Counts): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

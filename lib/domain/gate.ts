import { BULK_RUN_MS, type BulkRun, callsOfBulkRun, isBulkRunOf, isBulkRunUnderWay } from "./bulk-run.ts";
import { type FailedCall, isInForce, PATIENT_RUNS, type RunStop, stopBy, withFailure } from "./failure-streak.ts";
import type { IdentityPolicy } from "./policy.ts";
import type { OvercomeFaults } from "./rest.ts";
import { DAY_MS, later, latest, MINUTE_MS, SECOND_MS } from "./time.ts";
import { nextWorkingInstant } from "./working-hours.ts";

/** The calls an identity makes. Each holds the gate; only a withdrawal counts against the daily cap. */
export type GatedAction = "list" | "withdraw";

/** Why an action of an identity has to wait, and until when. */
export interface Block {
  readonly until: Date;
  /** The API's label or a word of ours, for the log and the screen. */
  readonly why: string;
  readonly ref: string | null;
  /** What happened and what to do, where the word alone does not say. */
  readonly detail?: string | null | undefined;
}

/** Why nothing is called for an identity until a person has looked. */
export interface NeedsPerson {
  readonly since: Date;
  readonly why: string;
  readonly ref: string | null;
}

/** The gate's part of an identity's item. One identity has at most one call in flight, with a gap after it. */
export interface GateState {
  readonly nextAllowedAt: Date | null;
  readonly lease: { readonly holder: string; readonly until: Date } | null;
  /** Starts of the withdraw calls of the last 24 hours, oldest first. */
  readonly withdrawCalls: readonly Date[];
  readonly blocks: Readonly<Partial<Record<GatedAction, Block>>>;
  /** A reconnect is needed, or two runs in a row were refused without a success between. */
  readonly needsPerson: NeedsPerson | null;
  /** The withdrawals in a row that failed, without a success between; oldest first, the last few. */
  readonly unknownOutcomes: readonly FailedCall[];
  /** Stops it for the rest of one run; kept after that, until a success, to count the runs in a row. */
  readonly stop: RunStop | null;
  /** Faults that a success has shown to be over, the latest few. */
  readonly overcome: OvercomeFaults;
  /** The clean-up's run that the API may be working off for the identity; null when there is none. */
  readonly bulkRun: BulkRun | null;
  /** When a call last met a limit of the identity, was refused, or stopped it; null when none did. */
  readonly lastRefusedAt: Date | null;
}

export const FRESH_GATE: GateState = {
  nextAllowedAt: null,
  lease: null,
  withdrawCalls: [],
  blocks: {},
  needsPerson: null,
  unknownOutcomes: [],
  stop: null,
  overcome: {},
  bulkRun: null,
  lastRefusedAt: null,
};

export type GateRefusal =
  | "busy"
  | "gap"
  | "daily-cap"
  | "outside-working-hours"
  | "blocked"
  | "needs-person"
  | "identity-stopped"
  | "bulk-run"
  | "paused";

export type GateDecision =
  | { readonly open: true; readonly next: GateState }
  /** `until` null: waiting does not help, a person has to act. */
  | { readonly open: false; readonly why: GateRefusal; readonly until: Date | null };

export interface GateRequest {
  readonly action: GatedAction;
  /** The run that asks, for a withdrawal: the identity may be stopped for it. Null where no run does. */
  readonly runId: string | null;
  /** Names this one pass: a release by anybody else changes nothing. */
  readonly holder: string;
  readonly leaseMs: number;
  readonly policy: IdentityPolicy;
  /** A person looks: a listing then waits neither for that person nor for the end of a pause. */
  readonly byPerson?: boolean;
  /** A withdrawal of many at once: the gate is then held by the run and not by a lease. Default null. */
  readonly bulk?: Omit<BulkRun, "runUid" | "until"> | null;
}

/** Two functions' clocks may differ by this much; it is added to every wait that keeps two calls apart. */
export const CLOCK_SKEW_MS = 2 * SECOND_MS;

/**
 * How long a call counts against the cap after the gate let it through. The call itself may go out at any moment of
 * the pass, so a minute is added to the 24 hours: the longest that a pass can take before its lease is over.
 */
export const CALL_COUNTS_MS = DAY_MS + MINUTE_MS + CLOCK_SKEW_MS;

/** Why an identity needs a person whose calls fail. Unlike a lost connection it is only over when a person says so. */
export const OUTCOMES_NOT_KNOWN = "outcomes-not-known";

/**
 * The gate of an identity that Edges shows as connected: one that had lost its connection needs nobody any more. A pause
 * for answers that were not known stays; only a person ends that.
 */
export function asConnected(state: GateState): GateState {
  if (state.needsPerson === null || state.needsPerson.why === OUTCOMES_NOT_KNOWN) return state;
  return { ...state, needsPerson: null };
}

/**
 * Whether it is now that somebody should look at the identity: it begins to need a person, or has been stopped in so many runs in a
 * row that it lasts. False while the one or the other goes on.
 */
export function newlyNeedsPerson(before: GateState, after: GateState): boolean {
  const begins = before.needsPerson === null && after.needsPerson !== null;
  const runsBefore = before.stop?.runs ?? 0;
  const lasts = runsBefore < PATIENT_RUNS && (after.stop?.runs ?? 0) >= PATIENT_RUNS;
  return begins || lasts;
}

/** Whether the identity may make a call now; when it may, the state to store on the condition that nothing changed. */
export function tryGate(state: GateState, request: GateRequest, now: Date): GateDecision {
  const { action, holder, leaseMs, policy } = request;
  const looking = action === "list" && request.byPerson === true;
  if (state.needsPerson !== null && !looking) return refuse("needs-person", null);
  if (policy.paused && !looking) return refuse("paused", null);
  const { bulk = null } = request;
  // Whoever has entered for this very batch and has not submitted it may enter again.
  const entersAgain = isBulkRunOf(state, bulk);
  if (isBulkRunUnderWay(state, now) && !entersAgain) return refuse("bulk-run", state.bulkRun.until);
  const block = state.blocks[action];
  if (block !== undefined && block.until > now) return refuse("blocked", block.until);
  if (action === "withdraw" && isInForce(state.stop, request.runId, now)) return refuse("identity-stopped", null);
  const calls = callsOfLastDay(entersAgain ? { ...state, bulkRun: null } : state, now);
  if (action === "withdraw") {
    const free = placeIsFree(calls, policy.dailyCap, bulk?.calls ?? 1, now);
    if (free > now) return waitsForPlace(state, free);
    const opens = policy.workingHours === null ? now : nextWorkingInstant(policy.workingHours, now);
    if (opens === null || opens > now) return refuse("outside-working-hours", opens);
  }
  if (state.lease !== null && later(state.lease.until, CLOCK_SKEW_MS) > now) {
    return refuse("busy", latest(later(state.lease.until, CLOCK_SKEW_MS), state.nextAllowedAt ?? state.lease.until));
  }
  if (state.nextAllowedAt !== null && state.nextAllowedAt > now) return refuse("gap", state.nextAllowedAt);
  if (bulk !== null) {
    const bulkRun = { ...bulk, runUid: null, until: later(now, BULK_RUN_MS) };
    return { open: true, next: { ...state, lease: null, withdrawCalls: calls, bulkRun } };
  }
  const until = later(now, leaseMs);
  return {
    open: true,
    next: {
      ...state,
      lease: { holder, until },
      // If the holder dies, its call may have gone out at any moment of the lease: the gap counts from the lease's end.
      nextAllowedAt: later(until, policy.gapSeconds.max * SECOND_MS + CLOCK_SKEW_MS),
      withdrawCalls: action === "withdraw" ? [...calls, now] : calls,
      bulkRun: null,
    },
  };
}

export interface GateRelease {
  readonly action: GatedAction;
  /** False when the holder never called: the pass then costs neither a gap nor a place under the cap. */
  readonly called: boolean;
  /** Evenly drawn from [0, 1): where in the policy's range the gap falls. */
  readonly draw: number;
  readonly policy: IdentityPolicy;
  readonly block?: Block | undefined;
  readonly needsPerson?: NeedsPerson | undefined;
  /** The holder's call may be under way at the vendor's until then, though nobody listens any more. */
  readonly heldUntil?: Date | undefined;
  /** What a withdrawal's answer says of the identity; left out where it says nothing. */
  readonly outcome?: CallOutcome | undefined;
}

export type CallOutcome =
  /** `recoveredFrom`: what the invitation had last failed for; null when it never had. */
  | { readonly kind: "success"; readonly recoveredFrom: string | null }
  | { readonly kind: "failed"; readonly failed: FailedCall; readonly isTransient: boolean };

/** The state after the holder's pass. The caller has checked that the lease is still the holder's. */
export function releaseGate(state: GateState, release: GateRelease, now: Date): GateState {
  const { action, called, block, needsPerson, outcome, heldUntil = now } = release;
  const gapMs = gapAfter(release);
  const failures = withOutcome(state, outcome, now);
  const isTurnedAway = wasTurnedAway(state, failures, release, outcome === undefined ? [] : [outcome]);
  return {
    ...state,
    ...failures,
    lastRefusedAt: isTurnedAway ? now : state.lastRefusedAt,
    // One call at a time means until it has ended: the lease outlives its holder where the call does.
    lease: state.lease !== null && heldUntil > now ? { ...state.lease, until: heldUntil } : null,
    nextAllowedAt: called ? later(latest(now, heldUntil), gapMs) : now,
    withdrawCalls: action === "withdraw" && !called ? state.withdrawCalls.slice(0, -1) : state.withdrawCalls,
    blocks: block === undefined ? state.blocks : { ...state.blocks, [action]: block },
    ...(needsPerson !== undefined && { needsPerson }),
  };
}

/** Whether a call, or a run of many, met a limit of the identity, was refused, or stopped it. */
export function wasTurnedAway(
  before: Pick<Failures, "stop">,
  after: Pick<Failures, "stop">,
  { block, needsPerson }: Pick<GateRelease, "block" | "needsPerson">,
  outcomes: readonly CallOutcome[],
): boolean {
  const isStopped = after.stop !== null && after.stop !== before.stop;
  const isRefused = outcomes.some((one) => one.kind === "failed" && !one.isTransient);
  return block !== undefined || needsPerson !== undefined || isRefused || isStopped;
}

/** The gap before the next call, drawn from the policy's range, in milliseconds. */
export function gapAfter({
  draw,
  policy: { gapSeconds },
}: Pick<GateRelease, "draw"> & { readonly policy: Pick<IdentityPolicy, "gapSeconds"> }): number {
  const { min, max } = gapSeconds;
  return (min + draw * (max - min)) * SECOND_MS + CLOCK_SKEW_MS;
}

/** What the answers to withdrawals tell of the identity. */
export type Failures = Pick<GateState, "unknownOutcomes" | "stop" | "overcome" | "needsPerson">;

/** A success ends the streak. A failure lengthens it, may stop the identity for this run, and the second time for good. */
export function withOutcome(state: Failures, outcome: GateRelease["outcome"], now: Date): Failures {
  const { unknownOutcomes, stop, overcome, needsPerson } = state;
  if (outcome === undefined) return { unknownOutcomes, stop, overcome, needsPerson };
  if (outcome.kind === "success") {
    const over = [outcome.recoveredFrom, stop?.why ?? null].filter((label) => label !== null);
    return { unknownOutcomes: [], stop: null, overcome: withOvercome(overcome, over, now), needsPerson };
  }
  const streak = withFailure(unknownOutcomes, outcome.failed);
  const stopped = stopBy(streak, stop, outcome);
  const isForPerson = stopped !== null && !outcome.isTransient && stopped.runs >= PATIENT_RUNS;
  const marked = isForPerson ? { since: now, why: OUTCOMES_NOT_KNOWN, ref: stopped.ref } : null;
  return { unknownOutcomes: streak, stop: stopped ?? stop, overcome, needsPerson: needsPerson ?? marked };
}

const MAX_OVERCOME = 5;

const withOvercome = (before: OvercomeFaults, labels: readonly string[], now: Date): OvercomeFaults => {
  if (labels.length === 0) return before;
  const all = { ...before, ...Object.fromEntries(labels.map((label) => [label, now])) };
  const newestFirst = Object.entries(all).sort(([, a], [, b]) => b.getTime() - a.getTime());
  return Object.fromEntries(newestFirst.slice(0, MAX_OVERCOME));
};

/** Calls that still count against the daily cap, those of a clean-up's run among them; oldest first. */
export function callsOfLastDay(state: Pick<GateState, "withdrawCalls" | "bulkRun">, now: Date): Date[] {
  return withinLastDay([...state.withdrawCalls, ...callsOfBulkRun(state.bulkRun, now)], now);
}

/** Of the calls given, those that still count against the daily cap. */
export function withinLastDay(calls: readonly Date[], now: Date): Date[] {
  return calls.filter((at) => now.getTime() - at.getTime() < CALL_COUNTS_MS);
}

/** From when on so many more calls fit under the cap; `now` or before where they fit at once. */
function placeIsFree(calls: readonly Date[], dailyCap: number, wanted: number, now: Date): Date {
  const tooMany = calls.length + wanted - dailyCap;
  if (tooMany <= 0) return now;
  return later(calls[Math.min(tooMany, calls.length) - 1] ?? now, CALL_COUNTS_MS);
}

/** One wait, not two: where the gap ends after a place is free, it is the gap that is waited for. */
function waitsForPlace({ lease, nextAllowedAt }: GateState, free: Date): GateDecision {
  const gap = lease === null ? nextAllowedAt : null;
  return gap !== null && gap >= free ? refuse("gap", gap) : refuse("daily-cap", free);
}

/** From when on one more withdrawal fits under the daily cap, as far as calls so far tell; `now` where it does at once. */
export const nextPlaceAt = (state: GateState, dailyCap: number, now: Date): Date =>
  placeIsFree(callsOfLastDay(state, now), dailyCap, 1, now);

const refuse = (why: GateRefusal, until: Date | null): GateDecision => ({ open: false, why, until });

import { CALL_COUNTS_MS, CLOCK_SKEW_MS, callsOfLastDay, type GateState } from "./gate.ts";
import type { IdentityPolicy } from "./policy.ts";
import { HOUR_MS, SECOND_MS } from "./time.ts";
import { longestWait } from "./waiting.ts";
import { workingTimeLeft, workingTimeOn } from "./working-hours.ts";

/** What bounds how many invitations one sweep may queue today. */
export type BudgetLimit = "daily-cap" | "working-hours" | "queue-time" | "run-cap";

export interface Budget {
  /** Invitations that may be queued now. */
  readonly allowed: number;
  /** The tightest limit, named when something is held back. */
  readonly limitedBy: BudgetLimit;
}

/** A call with its answer, as the vendor states it (2–3 s), rounded up to what the time-out leaves likely. */
const CALL_SECONDS = 5;
/** Messages live 20 hours in the queue; what could not be called within 18 is left to the next run. */
export const QUEUE_TIME_MS = 18 * HOUR_MS;

/**
 * Today's budget of one identity before the run's own cap: what the daily cap and the queue's time leave room for, and
 * what fits the working hours left today at the policy's longest gap, so that the queue never holds a backlog.
 */
export function sweepBudget(gate: GateState, policy: IdentityPolicy, now: Date): Budget {
  const paceMs = paceOf(policy);
  const limits: Budget[] = [
    { limitedBy: "daily-cap", allowed: placesUnderCap(gate, policy, paceMs, now) },
    { limitedBy: "queue-time", allowed: Math.floor(QUEUE_TIME_MS / paceMs) },
  ];
  if (policy.workingHours !== null) {
    // The first call needs no gap before it; one that is due as the hours end is too late.
    const left = workingTimeLeft(policy.workingHours, now);
    limits.push({ limitedBy: "working-hours", allowed: Math.ceil(left / paceMs) });
  }
  return limits.reduce((tightest, limit) => (limit.allowed < tightest.allowed ? limit : tightest));
}

/**
 * What a run lets through in one day on which nothing was called before: no more than the cap, the queue's time and a whole
 * day's working hours at the longest gap; nothing on a day that the working hours leave out.
 */
export function dailyCapacity(policy: Pace & Pick<IdentityPolicy, "dailyCap" | "workingHours">, day: Date): number {
  const { dailyCap, workingHours } = policy;
  const paceMs = paceOf(policy);
  const most = Math.min(dailyCap, Math.floor(QUEUE_TIME_MS / paceMs));
  if (workingHours === null) return most;
  return Math.min(most, Math.ceil(workingTimeOn(workingHours, day) / paceMs));
}

type Pace = Pick<IdentityPolicy, "gapSeconds">;

const paceOf = ({ gapSeconds }: Pace): number => (gapSeconds.max + CALL_SECONDS) * SECOND_MS + CLOCK_SKEW_MS;

/**
 * How many calls the rolling cap lets through, one after another at the policy's pace, if none may wait longer than the
 * queue lets it for yesterday's calls to be a day old. Counting only the places free at this instant would let a daily
 * schedule work every other day: at the same hour all of yesterday's calls are still a little under a day old.
 */
function placesUnderCap(gate: GateState, { dailyCap }: IdentityPolicy, paceMs: number, now: Date): number {
  const calls = callsOfLastDay(gate, now).map((at) => at.getTime());
  let due = now.getTime();
  for (let place = 0; place < dailyCap; place += 1) {
    const inTheWay = calls[calls.length + place - dailyCap];
    const free = inTheWay === undefined ? due : inTheWay + CALL_COUNTS_MS;
    if (free - due > longestWait("daily-cap")) return place;
    due = Math.max(due, free) + paceMs;
  }
  return dailyCap;
}

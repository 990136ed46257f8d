import { CLOCK_SKEW_MS, type GateState, withinLastDay } from "./gate.ts";
import type { IdentityPolicy } from "./policy.ts";
import { HOUR_MS, SECOND_MS } from "./time.ts";
import { workingTimeLeft } from "./working-hours.ts";

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
 * Today's budget of one identity before the run's own cap: `dailyCap` minus the calls of the last 24 hours, and what
 * fits the working hours left today at the policy's longest gap, so that the queue never holds a backlog.
 */
export function sweepBudget(gate: GateState, policy: IdentityPolicy, now: Date): Budget {
  const paceMs = (policy.gapSeconds.max + CALL_SECONDS) * SECOND_MS + CLOCK_SKEW_MS;
  const limits: Budget[] = [
    { limitedBy: "daily-cap", allowed: Math.max(0, policy.dailyCap - withinLastDay(gate.withdrawCalls, now).length) },
    { limitedBy: "queue-time", allowed: Math.floor(QUEUE_TIME_MS / paceMs) },
  ];
  if (policy.workingHours !== null) {
    // The first call needs no gap before it; one that is due as the hours end is too late.
    const left = workingTimeLeft(policy.workingHours, now);
    limits.push({ limitedBy: "working-hours", allowed: Math.ceil(left / paceMs) });
  }
  return limits.reduce((tightest, limit) => (limit.allowed < tightest.allowed ? limit : tightest));
}

import { type EdgesPlan, PLAN_RATES } from "../edges/plan-rates.ts";

/** A live call takes two to three seconds, says the vendor. */
const CALL_SECONDS = 2.5;
/** The least that a sweep pauses between two pages, where it calls nobody. */
const PAUSE_SECONDS = 2;
/** The share of its time in which a sweep has a call under way. */
const SWEEP_DUTY = CALL_SECONDS / (CALL_SECONDS + PAUSE_SECONDS);
/** Of the calls under way at once. */
const SWEEP_SHARE = 0.2;
/** The least, and the most, that an event source mapping takes. */
export const LEAST_CONCURRENCY = 2;
const MAX_CONCURRENCY = 1_000;

export interface Concurrency {
  readonly sweep: number;
  readonly withdraw: number;
}

/**
 * How many invocations may be at work at once without passing the plan's rate, the two functions together. A withdrawal is
 * one call from its beginning to its end; a sweep pauses between its pages, so that more of them fit into the same share.
 * Two each is the least that Lambda takes, which is over the rate of the smallest plan: the API's 429 then makes a call
 * wait.
 */
export function concurrencyFor(plan: EdgesPlan): Concurrency {
  const { perSecond, perMinute } = PLAN_RATES[plan];
  const calls = Math.floor(Math.min(perSecond, perMinute / 60) * CALL_SECONDS);
  const sweep = bounded(Math.floor((calls * SWEEP_SHARE) / SWEEP_DUTY));
  return { sweep, withdraw: bounded(calls - Math.ceil(sweep * SWEEP_DUTY)) };
}

const bounded = (concurrency: number): number => Math.min(MAX_CONCURRENCY, Math.max(LEAST_CONCURRENCY, concurrency));

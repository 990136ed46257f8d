import { type EdgesPlan, PLAN_RATES } from "../edges/plan-rates.ts";

/** A live call takes two to three seconds, says the vendor. */
const CALL_SECONDS = 2.5;
/** Of the calls under way at once; sweeps pause between pages, so they need few. */
const SWEEP_SHARE = 0.2;
/** The least, and the most, that an event source mapping takes. */
const LEAST_CONCURRENCY = 2;
const MAX_CONCURRENCY = 1_000;

export interface Concurrency {
  readonly sweep: number;
  readonly withdraw: number;
}

/**
 * How many invocations may call Edges at once without passing the plan's rate, the two functions together. Two each is
 * the least that Lambda takes, which is over the rate of the smallest plan: the API's 429 then makes a call wait.
 */
export function concurrencyFor(plan: EdgesPlan): Concurrency {
  const { perSecond, perMinute } = PLAN_RATES[plan];
  const calls = Math.floor(Math.min(perSecond, perMinute / 60) * CALL_SECONDS);
  const sweep = bounded(Math.floor(calls * SWEEP_SHARE));
  return { sweep, withdraw: bounded(calls - sweep) };
}

const bounded = (concurrency: number): number => Math.min(MAX_CONCURRENCY, Math.max(LEAST_CONCURRENCY, concurrency));

import { MINUTE_MS, SECOND_MS } from "./time.ts";

/** Live calls that a whole workspace may make in any second, and in any minute. */
export interface CallRate {
  readonly perSecond: number;
  readonly perMinute: number;
}

/** Counts a call at `now` (epoch milliseconds): 0 when it may pass, else whole seconds until one may again. */
export type PlanGate = (now: number) => number;

export function createPlanGate({ perSecond, perMinute }: CallRate): PlanGate {
  let passed: number[] = [];
  const waitFor = (now: number, max: number, windowMs: number): number => {
    const oldest = passed.filter((at) => now - at < windowMs).at(-max);
    return oldest === undefined ? 0 : oldest + windowMs - now;
  };
  return (now) => {
    passed = passed.filter((at) => now - at < MINUTE_MS);
    const wait = Math.max(waitFor(now, perSecond, SECOND_MS), waitFor(now, perMinute, MINUTE_MS));
    // A refused call is not counted: whoever obeys Retry-After gets through.
    if (wait === 0) passed.push(now);
    return Math.ceil(wait / SECOND_MS);
  };
}

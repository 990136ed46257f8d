import { MINUTE_MS, SECOND_MS } from "../../core/time.ts";

/** Live calls of the whole workspace, as the vendor's documents give them. */
const PLAN_RATES = {
  trial: { perSecond: 1, perMinute: 60 },
  bronze: { perSecond: 2, perMinute: 120 },
  silver: { perSecond: 10, perMinute: 600 },
  gold: { perSecond: 10, perMinute: 600 },
  platinum: { perSecond: 20, perMinute: 1_200 },
  diamond: { perSecond: 20, perMinute: 1_200 },
  titanium: { perSecond: 40, perMinute: 1_200 },
} as const;
export type Plan = keyof typeof PLAN_RATES;

/** Counts a call at `now` (epoch milliseconds): 0 when it may pass, else whole seconds until one may again. */
export type PlanGate = (now: number) => number;

export function createPlanGate(plan: Plan): PlanGate {
  const { perSecond, perMinute } = PLAN_RATES[plan];
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

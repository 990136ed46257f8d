import type { PLAN_RATES } from "../../../lib/edges/plan-rates.ts";

/** The vendor's limit of calls over the whole workspace: in any second, and in any minute. Instants in milliseconds. */
export interface PlanRate {
  /** Null when the call may go out now, and it is counted; else when it may be tried again. */
  tryCall(now: number): number | null;
  lastMinute(now: number): number;
}

export function createPlanRate({ perSecond, perMinute }: (typeof PLAN_RATES)[keyof typeof PLAN_RATES]): PlanRate {
  /** The latest calls, oldest first; only as many as can matter. */
  const calls: number[] = [];
  let first = 0;
  const within = (most: number, ms: number, now: number): number | null => {
    const before = calls[calls.length - most];
    return before === undefined || calls.length - most < first || now - before >= ms ? null : before + ms;
  };
  const forget = (now: number): void => {
    while (first < calls.length && now - (calls[first] ?? 0) >= 60_000) first += 1;
    if (first > 100_000) {
      calls.splice(0, first);
      first = 0;
    }
  };
  return {
    tryCall(now) {
      forget(now);
      const again = Math.max(within(perSecond, 1_000, now) ?? 0, within(perMinute, 60_000, now) ?? 0);
      if (again > 0) return again;
      calls.push(now);
      return null;
    },
    lastMinute(now) {
      forget(now);
      return calls.length - first;
    },
  };
}

import { describe, expect, it } from "vitest";
import { concurrencyFor } from "../../lib/config/concurrency.ts";
import { EDGES_PLANS } from "../../lib/edges/plan-rates.ts";

/** Calls a second that a workspace may make, from the vendor's table: the lower of the two limits of a plan. */
const RATES = { trial: 1, bronze: 2, silver: 10, gold: 10, platinum: 20, diamond: 20, titanium: 20 };

describe("concurrencyFor", () => {
  it("knows the vendor's plans", () => {
    expect(EDGES_PLANS).toEqual(Object.keys(RATES));
  });

  it.each(EDGES_PLANS)("keeps both functions together within the rate of %s, as far as Lambda lets it", (plan) => {
    const { sweep, withdraw } = concurrencyFor(plan);

    // Of each four and a half seconds a sweep calls for two and a half, and pauses for two.
    const callsASecond = sweep / 4.5 + withdraw / 2.5;
    expect(Math.min(sweep, withdraw)).toBeGreaterThanOrEqual(2);
    expect(callsASecond <= RATES[plan] || (sweep === 2 && withdraw === 2)).toBe(true);
  });

  it.each([
    ["trial", { sweep: 2, withdraw: 2 }],
    ["bronze", { sweep: 2, withdraw: 3 }],
    ["silver", { sweep: 9, withdraw: 20 }],
    ["platinum", { sweep: 18, withdraw: 40 }],
    // 40 calls a second, but no more in a minute than platinum.
    ["titanium", { sweep: 18, withdraw: 40 }],
  ] as const)("gives %s its share", (plan, concurrency) => {
    expect(concurrencyFor(plan)).toEqual(concurrency);
  });
});

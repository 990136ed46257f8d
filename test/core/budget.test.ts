import { describe, expect, it } from "vitest";
import { QUEUE_TIME_MS, sweepBudget } from "../../lib/core/budget.ts";
import { at, gate, identityPolicy } from "./helpers/records.ts";

const HOUR = 3_600_000;
const NOW = at("2026-11-02T12:00:00.000Z");
const callsAgo = (...hours: readonly number[]): Date[] => hours.map((hour) => new Date(NOW.getTime() - hour * HOUR));

/** Mondays in UTC. 2 November 2026 is one. */
const until = (end: string): ReturnType<typeof identityPolicy> =>
  identityPolicy({ dailyCap: 100, workingHours: { timezone: "UTC", start: "09:00", end, days: ["mon"] } });

describe("the budget of a sweep", () => {
  it("is the daily cap when nothing was called", () => {
    const budget = sweepBudget(gate(), identityPolicy(), NOW);

    expect(budget).toEqual({ allowed: 25, limitedBy: "daily-cap" });
  });

  it("is the cap minus the calls that the gate still counts: those of 24 hours, a minute and two seconds", () => {
    const state = gate({ withdrawCalls: callsAgo(30, 24 + 63 / 3_600, 24 + 61 / 3_600, 23, 1) });

    const budget = sweepBudget(state, identityPolicy(), NOW);

    expect(budget).toEqual({ allowed: 22, limitedBy: "daily-cap" });
  });

  it.each([
    ["when the cap is used up", 3],
    ["and never less when the cap was lowered below the calls made", 2],
  ])("is nothing %s", (_when, dailyCap) => {
    const state = gate({ withdrawCalls: callsAgo(3, 2, 1) });

    const budget = sweepBudget(state, identityPolicy({ dailyCap }), NOW);

    expect(budget).toEqual({ allowed: 0, limitedBy: "daily-cap" });
  });

  it("is what the queue's time holds at the longest gap", () => {
    const policy = identityPolicy({ dailyCap: 100, gapSeconds: { min: 60, max: 900 } });

    const budget = sweepBudget(gate(), policy, NOW);

    // 18 h are 64,800 s; a call takes 900 s of gap, 5 s of its own and 2 s for the clocks: 71 times 907 is 64,397.
    expect(QUEUE_TIME_MS).toBe(18 * HOUR);
    expect(budget).toEqual({ allowed: 71, limitedBy: "queue-time" });
  });

  it("is what the working hours left today hold at the longest gap, the first call without one", () => {
    const budget = sweepBudget(gate(), until("12:10"), NOW);

    // 600 s at 127 s each: calls at 0, 127, 254, 381 and 508 s.
    expect(budget).toEqual({ allowed: 5, limitedBy: "working-hours" });
  });

  it("is one call in the last minute of the working hours", () => {
    const budget = sweepBudget(gate(), until("12:01"), NOW);

    expect(budget).toEqual({ allowed: 1, limitedBy: "working-hours" });
  });

  it("does not count a call that would be due as the working hours end", () => {
    const budget = sweepBudget(gate(), until("14:07"), NOW);

    // 127 minutes are 60 times 127 s: the sixtieth starts 127 s before the end, a sixty-first would start at the end.
    expect(budget).toEqual({ allowed: 60, limitedBy: "working-hours" });
  });

  it.each([
    ["before them", "2026-11-02T08:00:00.000Z"],
    ["after them", "2026-11-02T17:00:00.000Z"],
    ["on another day", "2026-11-03T12:00:00.000Z"],
  ])("is nothing outside the working hours: %s", (_when, now) => {
    const budget = sweepBudget(gate(), until("17:00"), at(now));

    expect(budget).toEqual({ allowed: 0, limitedBy: "working-hours" });
  });

  it("names the tightest limit", () => {
    const state = gate({ withdrawCalls: callsAgo(2, 1) });

    const budgets = [
      sweepBudget(state, { ...until("12:10"), dailyCap: 6 }, NOW),
      sweepBudget(state, { ...until("12:10"), dailyCap: 8 }, NOW),
    ];

    expect(budgets).toEqual([
      { allowed: 4, limitedBy: "daily-cap" },
      { allowed: 5, limitedBy: "working-hours" },
    ]);
  });
});

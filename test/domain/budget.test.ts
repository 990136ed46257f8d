import { describe, expect, it } from "vitest";
import { QUEUE_TIME_MS, sweepBudget } from "../../lib/domain/budget.ts";
import { releaseGate, tryGate } from "../../lib/domain/gate.ts";
import { longestWait } from "../../lib/domain/waiting.ts";
import { at, gate, gateRelease, gateRequest, identityPolicy } from "./helpers/records.ts";

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

  it("is the cap minus the calls that are not a day old when their place's turn comes, within two hours of waiting", () => {
    // The gate counts a call for 24 hours, a minute and two seconds. Turns come every 127 seconds (gap 120, call 5, clocks
    // 2): the 24th after 49 minutes, when the call of 23 hours ago has 12 minutes to go. The call of an hour ago has 22 h.
    const state = gate({ withdrawCalls: callsAgo(30, 24 + 63 / 3_600, 24 + 61 / 3_600, 23, 1) });

    const budget = sweepBudget(state, identityPolicy(), NOW);

    expect(budget).toEqual({ allowed: 24, limitedBy: "daily-cap" });
  });

  it.each([
    ["two hours", 0, 25],
    ["a millisecond over two hours", 1, 0],
  ])("waits for a place for %s", (_wait, ms, allowed) => {
    const comesFreeIn = 2 * 3_600_000 + ms;
    const call = new Date(NOW.getTime() + comesFreeIn - (24 * 3_600_000 + 62_000));
    const state = gate({ withdrawCalls: Array.from({ length: 25 }, () => call) });

    const budget = sweepBudget(state, identityPolicy(), NOW);

    expect(budget.allowed).toBe(allowed);
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
    const gaps = [893, 894, 900].map((max) => ({ dailyCap: 100, gapSeconds: { min: 60, max } }));

    const budgets = gaps.map((changes) => sweepBudget(gate(), identityPolicy(changes), NOW));

    // 18 h are 64,800 s; a call takes its gap, 5 s of its own and 2 s for the clocks. 72 times 900 is just that.
    expect(QUEUE_TIME_MS).toBe(18 * HOUR);
    expect(budgets).toEqual([72, 71, 71].map((allowed) => ({ allowed, limitedBy: "queue-time" })));
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

  it.each([
    ["comes free within two hours of its turn", 0, 2],
    ["comes free a millisecond later than that", 1, 1],
  ])("has the second place's turn come at the longest gap after the first: it %s", (_when, ms, allowed) => {
    // The first place comes free in an hour, so the second one's turn is 127 s after that.
    const comesFreeIn = [HOUR, HOUR + 127_000 + 2 * HOUR + ms];
    const countsFor = 24 * HOUR + 62_000;
    const calls = comesFreeIn.map((free) => new Date(NOW.getTime() + free - countsFor));

    const budget = sweepBudget(gate({ withdrawCalls: calls }), identityPolicy({ dailyCap: 2 }), NOW);

    expect(budget).toEqual({ allowed, limitedBy: "daily-cap" });
  });

  it("lets a daily schedule use its whole cap every day, though yesterday's calls are a little under a day old", () => {
    const policy = identityPolicy();
    const days = Array.from({ length: 10 }, (_, day) => new Date(NOW.getTime() + day * 24 * HOUR));

    let state = gate();
    const called = days.map((sweptAt) => {
      const { allowed } = sweepBudget(state, policy, sweptAt);
      let calls = 0;
      let now = sweptAt;
      while (calls < allowed) {
        const decision = tryGate(state, gateRequest({ policy }), now);
        if (decision.open) {
          calls += 1;
          now = new Date(now.getTime() + 3_000);
          state = releaseGate(decision.next, gateRelease({ policy, draw: (calls % 10) / 10 }), now);
        } else if (decision.until !== null && decision.until.getTime() - now.getTime() <= longestWait(decision.why)) {
          now = decision.until;
        } else break;
      }
      return calls;
    });

    expect(called).toEqual(days.map(() => 25));
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

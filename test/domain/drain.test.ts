import { describe, expect, it } from "vitest";
import type { StaleBacklog } from "../../lib/domain/catch-up.ts";
import { type DrainRequest, estimateBacklog } from "../../lib/domain/drain.ts";
import { pending } from "./helpers/pending.ts";
import { at, gate, identityPolicy } from "./helpers/records.ts";

/** A Monday. */
const NOW = at("2026-11-02T09:00:00.000Z");
const SEEN: StaleBacklog = { at: NOW, eligible: 1300, dailyInflow: 9.5, steadyLevel: 10, catchUpEnded: null };
/** 9 and 10 by turns: 9.5 a day, counted on the 14 days from age 7 on. */
const NINE_AND_A_HALF = (age: number) => 9 + (age % 2);

function estimate(changes: Partial<DrainRequest> = {}) {
  const none = { curve: null, runShare: null, now: NOW };
  const facts = { gate: gate(), backlog: SEEN };
  return estimateBacklog({
    ages: pending(1300, NINE_AND_A_HALF),
    policy: identityPolicy(),
    facts,
    ...none,
    ...changes,
  });
}

describe("the days that a backlog takes", () => {
  it("count what becomes stale meanwhile: 84 and not 52", () => {
    // 1,300 / (25 − 9.5) = 83.9.
    expect(estimate()).toMatchObject({ days: 84, dailyInflow: 9.5, cap: 25, steadyAt: at("2027-01-25T09:00:00.000Z") });
  });

  it("are those of the cap alone where nothing is sent any more", () => {
    expect(estimate({ ages: pending(1300, () => 0) })).toMatchObject({ days: 52, from: 52, to: 52, dailyInflow: 0 });
  });

  it("are none where no more is stale than becomes so in a day", () => {
    expect(estimate({ ages: pending(10, NINE_AND_A_HALF) })).toMatchObject({ days: 0, from: 0, to: 0, advice: null });
  });

  it("are never where as much becomes stale as goes, and the cap that would do is named", () => {
    const { days, to, steadyAt, advice } = estimate({ ages: pending(1300, () => 25) });

    expect({ days, to, steadyAt }).toEqual({ days: null, to: null, steadyAt: null });
    // (1,300 − 25) / (N − 25) is 30 at N = 67.5.
    expect(advice).toEqual({ dailyCap: 68, days: 30 });
  });

  it("advise 100 a day where even that takes more than 30 days", () => {
    // (5,000 − 20) / (100 − 20) = 62.3.
    expect(estimate({ ages: pending(5000, () => 20) }).advice).toEqual({ dailyCap: 100, days: 63 });
  });

  it("advise nothing where no cap is enough", () => {
    expect(estimate({ ages: pending(500, () => 100) })).toMatchObject({ days: null, advice: null });
  });

  it("have a range that the days lie in, and that is wider for what is less sure", () => {
    const sure = estimate();
    const unsure = estimate({ ages: pending(1300, (age) => (age % 7 === 3 ? 120 : 2)) });
    const width = ({ from, to }: typeof sure) => (to ?? 9999) - (from ?? 0);

    expect(sure.from).toBeLessThan(84);
    expect(sure.to).toBeGreaterThan(84);
    expect(width(unsure)).toBeGreaterThan(width(sure));
  });

  it("let nothing go on days that the working hours leave out", () => {
    const weekdays = ["mon", "tue", "wed", "thu", "fri"] as const;
    const workingHours = { timezone: "UTC", start: "08:00", end: "18:00", days: [...weekdays] };

    const { days } = estimate({ ages: pending(100, () => 0), policy: identityPolicy({ workingHours }) });

    // Monday to Thursday: the run of Friday finds nothing.
    expect(days).toBe(4);
    expect(estimate({ ages: pending(150, () => 0), policy: identityPolicy({ workingHours }) }).days).toBe(8);
  });

  it("let go a day what fits the working hours at the longest gap", () => {
    // An hour of 127 seconds each is 28.3, and the first needs no gap before it.
    const workingHours = { timezone: "UTC", start: "08:00", end: "09:00", days: ["mon", "tue"] as ["mon", "tue"] };
    const policy = identityPolicy({ dailyCap: 100, workingHours });

    expect(estimate({ ages: pending(58, () => 0), policy }).days).toBe(2);
    expect(estimate({ ages: pending(59, () => 0), policy }).days).toBe(8);
  });

  it("are more where the run's cap leaves fewer places, which is said", () => {
    const ages = pending(100, () => 0);

    expect(estimate({ ages, runShare: 10 })).toMatchObject({ days: 10, runCapLeaves: 10 });
    expect(estimate({ ages, runShare: 30 })).toMatchObject({ days: 4, runCapLeaves: null });
  });

  it("begin after the notice", () => {
    const young = Array.from({ length: 100 }, () => ({ ageDays: 30, staleInDays: 5 }));
    const ages = { ...pending(0, () => 0), young, announced: 100, announcedFor: 5 };

    expect(estimate({ ages, policy: identityPolicy({ noticeDays: 5 }) }).days).toBe(9);
  });

  it("count acceptances where the curve is known: fewer become stale, and it takes less", () => {
    // Half of those pending on the first day are answered by the threshold.
    const curve = Array.from({ length: 22 }, (_, age) => 1 - age / 42);
    const sent = (age: number) => Math.round(20 * (1 - age / 42));

    const known = estimate({ ages: pending(1000, sent), curve });
    const unknown = estimate({ ages: pending(1000, sent) });

    expect(known).toMatchObject({ countsAcceptances: true });
    expect(known.dailyInflow).toBeCloseTo(10, 0);
    expect(unknown).toMatchObject({ countsAcceptances: false });
    expect(known.days).toBeLessThan(unknown.days ?? 0);
  });

  it("do not use a curve that ends before the threshold", () => {
    expect(estimate({ curve: [1, 0.9, 0.8] })).toMatchObject({ days: 84, countsAcceptances: false });
  });
});

describe("the days with a catch-up", () => {
  const catchUp = { dailyCap: 100, until: "steady" };
  const ages = pending(1500, NINE_AND_A_HALF);

  it("are those of its cap, up to the steady level", () => {
    // (1,500 − 10) / (100 − 9.5) = 16.5; at 60 (1,500 − 10) / 50.5 = 29.5.
    expect(estimate({ ages, policy: identityPolicy({ catchUp }) })).toMatchObject({ days: 17, cap: 100 });
    expect(estimate({ ages, policy: identityPolicy({ catchUp: { dailyCap: 60, until: "steady" } }) }).days).toBe(30);
  });

  it("go on at the normal cap after its last day", () => {
    const policy = identityPolicy({ catchUp: { dailyCap: 100, until: "2026-11-06" } });

    // Five runs of 100, then 25: 500 + 40 × 25 = 1,500.
    expect(estimate({ ages: pending(1500, () => 0), policy }).days).toBe(45);
  });

  it("begin at the normal cap after a limit, until a day has passed", () => {
    const policy = identityPolicy({ catchUp });
    const facts = { gate: gate({ lastRefusedAt: at("2026-11-02T08:00:00.000Z") }), backlog: SEEN };

    // 25 on the first day, 100 on 15 more: 1,525.
    expect(estimate({ ages: pending(1525, () => 0), policy, facts })).toMatchObject({ days: 16, cap: 25 });
  });
});

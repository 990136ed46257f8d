import { describe, expect, it } from "vitest";
import { BORROWED_INVITATIONS, borrow } from "../../lib/analytics/borrow.ts";
import { cumulativeIncidence } from "../../lib/analytics/cumulative-incidence.ts";
import { hazardsAt } from "../../lib/analytics/hazards.ts";
import { survival } from "../../lib/analytics/survival.ts";
import { times } from "./helpers/observations.ts";
import { columnsOf, tableOf } from "./helpers/tables.ts";

/** 1,000 at risk on day 0 and 200 of them accepted, 40 gone; of the 760 left 76 accepted on day 3. */
const ALL = tableOf(
  times(200, "accepted", 0),
  times(40, "gone", 0),
  times(76, "accepted", 3),
  times(684, "censored", 6),
);

describe("borrow", () => {
  it("adds ten invitations a day that do as all, at the stratum's own level", () => {
    expect(BORROWED_INVITATIONS).toBe(10);
    // Of 75, 30 accepted on day 0 and none gone; all others leave the sample on it.
    // Expected at the chances of all: 75 · 0.2 = 15 accepted, 75 · 0.04 = 3 gone.
    // Levels (30 + 10)/(15 + 10) = 1.6 and (0 + 10)/(3 + 10) = 10/13.
    const own = tableOf(times(30, "accepted", 0), times(45, "censored", 0));
    const table = borrow(own, ALL);
    // Accepted 30 + 10 · 1.6 · 0.2 = 33.2, gone 10 · 10/13 · 0.04 = 4/13.
    expect([table.atRisk[0], table.atRiskOfGone[0]]).toEqual([85, 85]);
    expect(table.accepted[0]).toBeCloseTo(33.2, 12);
    expect(table.gone[0]).toBeCloseTo(4 / 13, 12);
    // Day 3, on which nobody of its own was watched: ten at the same level, 10 · 1.6 · 0.1.
    expect(table.atRisk[3]).toBe(10);
    expect(table.accepted[3]).toBeCloseTo(1.6, 12);
  });

  it("makes of an empty stratum the curve of all", () => {
    const table = borrow(tableOf(), ALL);
    const [curve, pool] = [cumulativeIncidence(table).accepted, cumulativeIncidence(ALL).accepted];
    expect(curve).toHaveLength(7);
    for (const [age, value] of pool.entries()) expect(curve[age]).toBeCloseTo(value, 12);
    const [pending, poolPending] = [survival(table).estimate, survival(ALL).estimate];
    for (const [age, value] of poolPending.entries()) expect(pending[age]).toBeCloseTo(value, 12);
  });

  it("hardly moves a large stratum: by no more than ten in its number at risk", () => {
    // 10,000 of which 1,000 are accepted on day 0, half as many as of all.
    const own = tableOf(times(1_000, "accepted", 0), times(9_000, "censored", 6));
    // Expected 10,000 · 0.2 on day 0 and 9,000 · 0.1 on day 3: level 1010/2910, so 10 · 0.2 · 1010/2910 borrowed.
    const borrowed = 10 * 0.2 * (1_010 / 2_910);
    expect(hazardsAt(borrow(own, ALL), 0).accepted).toBeCloseTo((1_000 + borrowed) / 10_010, 12);
    expect(Math.abs(hazardsAt(borrow(own, ALL), 0).accepted - 0.1)).toBeLessThan(0.000_1);
    expect(survival(borrow(own, ALL)).estimate[2]).toBeGreaterThan(0.899);
  });

  it("draws a small stratum towards all, and never past them", () => {
    // 5 of 10 on day 0, where 2 of 10 are usual.
    const { accepted } = hazardsAt(borrow(tableOf(times(5, "accepted", 0), times(5, "censored", 2)), ALL), 0);
    expect(accepted).toBeGreaterThan(0.2);
    expect(accepted).toBeLessThan(0.5);
  });

  it("borrows nothing on a day that nobody at all was watched on, and of an empty pool", () => {
    const pool = tableOf(times(10, "censored", 1), times(10, "censored", 5, 4));
    const table = borrow(tableOf(times(1, "censored", 0)), pool);
    expect([...table.atRisk]).toEqual([11, 10, 0, 0, 10, 10]);
    const own = tableOf(times(3, "accepted", 2), times(1, "censored", 4));
    expect(columnsOf(borrow(own, tableOf()))).toEqual(columnsOf(own));
  });

  it("borrows no more events than invitations, whatever the level", () => {
    // All accept on day 0; here 400 do where 100 could be expected of the pool: both causes together at most ten.
    const pool = tableOf(times(6, "accepted", 0), times(4, "gone", 0), times(10, "accepted", 1), times(1, "gone", 1));
    const own = tableOf(times(400, "accepted", 0), times(400, "gone", 1));
    const table = borrow(own, pool);
    for (const age of [0, 1]) {
      const { accepted, gone, ended } = hazardsAt(table, age);
      expect(accepted + gone).toBeCloseTo(ended, 12);
      expect(ended).toBeLessThanOrEqual(1);
      const borrowed = (table.accepted[age] ?? 0) + (table.gone[age] ?? 0) - 400;
      expect(borrowed).toBeLessThanOrEqual(10 + 1e-9);
    }
  });

  it("borrows of the day the same part before the sweep as all have", () => {
    const early = times(30, "accepted", 2).map((one) => ({ ...one, isBeforeSweep: true }));
    const pool = tableOf(early, times(10, "accepted", 2), times(60, "censored", 4));
    const { accepted = [], acceptedBeforeSweep = [] } = borrow(tableOf(), pool);
    expect((acceptedBeforeSweep[2] ?? 0) / (accepted[2] ?? 0)).toBeCloseTo(0.75, 12);
  });

  it("leaves entries and censorings as they are, and the tables it is given", () => {
    const own = tableOf(times(2, "accepted", 1), times(3, "censored", 2));
    const before = [columnsOf(own), columnsOf(ALL)];
    const { entries, censored } = borrow(own, ALL);
    expect([[...entries].slice(0, 3), [...censored].slice(0, 3)]).toEqual([
      [5, 0, 0],
      [0, 0, 3],
    ]);
    expect([columnsOf(own), columnsOf(ALL)]).toEqual(before);
  });
});

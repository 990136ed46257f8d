import { describe, expect, it } from "vitest";
import { DayGrid } from "../../lib/analytics/day-grid.ts";
import { horizon } from "../../lib/analytics/horizon.ts";
import { lifeTable } from "../../lib/analytics/life-table.ts";
import { missingFor } from "../../lib/analytics/missing.ts";
import type { Observation } from "../../lib/analytics/observation.ts";
import { gridOf, times } from "./helpers/observations.ts";

function missingAt(thresholdDays: number, ...groups: Observation[][]) {
  const table = lifeTable(gridOf(...groups));
  return missingFor(table, horizon(table), thresholdDays);
}

const atRisk = (age: number, have: number) => ({ what: "at-risk-beyond", age, have, need: 100, more: 100 - have });
const acceptances = (have: number) => ({ what: "acceptances", age: null, have, need: 20, more: 20 - have });

describe("missingFor", () => {
  it("is satisfied by exactly 100 at risk beyond the threshold and 20 acceptances", () => {
    expect(missingAt(21, times(20, "accepted", 3), times(100, "censored", 60))).toEqual([]);
  });

  it("asks for one more at 99 beyond the threshold", () => {
    expect(missingAt(21, times(20, "accepted", 3), times(99, "censored", 60))).toEqual([atRisk(21, 99)]);
  });

  it("asks for one more at 19 acceptances", () => {
    expect(missingAt(21, times(19, "accepted", 3), times(100, "censored", 60))).toEqual([acceptances(19)]);
  });

  it("does not count as beyond the threshold what ended on its very day", () => {
    expect(missingAt(21, times(20, "accepted", 3), times(40, "censored", 21), times(60, "censored", 22))).toEqual([
      atRisk(21, 60),
    ]);
  });

  it("does not count a backlog first listed well beyond the threshold", () => {
    // At risk: 120 up to day 3, 30 from day 4 on, 530 from day 60 on.
    const late = [times(90, "accepted", 3), times(30, "censored", 90), times(500, "censored", 90, 60)];
    expect(missingAt(21, ...late)).toEqual([atRisk(21, 30)]);
    expect(missingAt(21, ...late, times(70, "censored", 90))).toEqual([]);
  });

  it("asks for those missing before the threshold, where a bridge of few leads to many beyond it", () => {
    const bridge = [times(120, "accepted", 3), times(1, "censored", 90), times(500, "censored", 90, 10)];
    expect(missingAt(21, ...bridge)).toEqual([atRisk(3, 1)]);
    expect(missingAt(21, ...bridge, times(99, "censored", 90))).toEqual([]);
  });

  it("does not count acceptances after the horizon", () => {
    // At risk: 128 up to day 3, 109 up to day 50, and 99 from day 51 on: too few for a horizon there. One of them is the
    // twentieth acceptance.
    const groups = [
      times(19, "accepted", 3),
      times(10, "censored", 50),
      times(98, "censored", 60),
      times(1, "accepted", 60),
    ];
    expect(missingAt(21, ...groups)).toEqual([acceptances(19)]);
    expect(missingAt(21, ...groups, times(1, "censored", 60))).toEqual([]);
  });

  it("lists everything at once when there is nothing at all", () => {
    const table = lifeTable(new DayGrid());
    expect(missingFor(table, null, 21)).toEqual([acceptances(0), atRisk(21, 0)]);
  });

  it("counts all acceptances when there is no horizon", () => {
    expect(missingAt(21, times(25, "accepted", 3))).toEqual([atRisk(21, 0)]);
  });

  it("says where the curve breaks off, however many are seen beyond", () => {
    // The 120 of the first days are all accepted by day 3; 500 others are first listed at 4.
    const broken = [times(120, "accepted", 3), times(500, "censored", 90, 4)];
    expect(missingAt(21, ...broken)).toEqual([{ what: "pending-on-day", age: 3, have: 0, need: 1, more: 1 }]);
    expect(missingAt(21, ...broken, times(1, "censored", 90))).toEqual([]);
  });

  it("does not mind a break after the threshold", () => {
    expect(missingAt(7, times(20, "accepted", 3), times(100, "gone", 20), times(50, "censored", 90, 30))).toEqual([]);
  });
});

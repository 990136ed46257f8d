import { describe, expect, it } from "vitest";
import { DayGrid } from "../../lib/analytics/day-grid.ts";
import { curveBreak, horizon } from "../../lib/analytics/horizon.ts";
import { lifeTable } from "../../lib/analytics/life-table.ts";
import type { Observation } from "../../lib/analytics/observation.ts";
import { gridOf, times } from "./helpers/observations.ts";

const tableOf = (...groups: Observation[][]) => lifeTable(gridOf(...groups));

describe("horizon", () => {
  it("is the last age with at least 100 at risk", () => {
    expect(horizon(tableOf(times(99, "censored", 50), times(1, "censored", 40), times(70, "gone", 10)))).toBe(40);
    expect(horizon(tableOf(times(100, "censored", 50), times(70, "gone", 10)))).toBe(50);
  });

  it("does not cross a bridge of one, however many were watched later", () => {
    const bridge = tableOf(times(100, "censored", 20), times(1, "censored", 40), times(500, "censored", 60, 30));
    expect([20, 21, 29, 30].map((age) => bridge.atRisk[age])).toEqual([101, 1, 1, 501]);
    expect(horizon(bridge)).toBe(20);
  });

  it("does not pass a single day with 99 at risk", () => {
    const others = [times(1, "censored", 20), times(100, "censored", 60, 22)];
    expect(horizon(tableOf(times(99, "censored", 60), ...others))).toBe(20);
    expect(horizon(tableOf(times(100, "censored", 60), ...others))).toBe(60);
  });

  it("counts the part of a day that was watched: 100 until noon of day 50 are 50 on that day", () => {
    const noon = times(100, "censored", 50).map((observation) => ({ ...observation, exitMinute: 720 }));
    expect(horizon(tableOf(noon))).toBe(49);
    expect(horizon(tableOf(noon, times(50, "censored", 60)))).toBe(50);
  });

  it("does not cross a day on which no one was at risk", () => {
    expect(horizon(tableOf(times(100, "censored", 20), times(100, "censored", 60, 30)))).toBe(20);
  });

  it("does not cross a day whose events left no one, even if others enter on the next", () => {
    expect(horizon(tableOf(times(100, "gone", 20), times(100, "censored", 60, 21)))).toBe(20);
  });

  it("goes on when others entered on the very day the rest ended", () => {
    expect(horizon(tableOf(times(100, "gone", 20), times(100, "censored", 60, 20)))).toBe(60);
  });

  it("does not exist with fewer than 100 at age 0, or with none", () => {
    expect(horizon(tableOf(times(99, "censored", 50), times(500, "censored", 50, 1)))).toBeNull();
    expect(horizon(lifeTable(new DayGrid()))).toBeNull();
  });
});

describe("curveBreak", () => {
  it("is the first day that nobody outlasted although others were seen later", () => {
    expect(curveBreak(tableOf(times(1, "accepted", 0), times(500, "censored", 60, 5)))).toBe(0);
    expect(curveBreak(tableOf(times(3, "censored", 2), times(3, "censored", 9, 4)))).toBe(3);
  });

  it("is not the end of all observation, nor the wait for the first entry", () => {
    expect(curveBreak(tableOf(times(5, "accepted", 9, 4)))).toBeNull();
    expect(curveBreak(lifeTable(new DayGrid()))).toBeNull();
  });
});

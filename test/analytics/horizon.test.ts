import { describe, expect, it } from "vitest";
import { DayGrid } from "../../lib/analytics/day-grid.ts";
import { curveBreak, horizon } from "../../lib/analytics/horizon.ts";
import { lifeTable } from "../../lib/analytics/life-table.ts";
import type { Observation } from "../../lib/analytics/observation.ts";
import { gridOf, times } from "./helpers/observations.ts";

const tableOf = (...groups: Observation[][]) => lifeTable(gridOf(...groups));

describe("horizon", () => {
  it("is the largest age with at least 30 at risk", () => {
    expect(horizon(tableOf(times(29, "censored", 50), times(1, "censored", 40), times(70, "gone", 10)))).toBe(40);
    expect(horizon(tableOf(times(30, "censored", 50), times(70, "gone", 10)))).toBe(50);
  });

  it("looks past a dip below 30 that someone was watched through", () => {
    const dip = tableOf(times(40, "censored", 20), times(2, "censored", 40), times(30, "censored", 60, 30));
    expect(dip.atRisk[25]).toBe(2);
    expect(horizon(dip)).toBe(60);
  });

  it("does not cross a day on which no one was at risk", () => {
    expect(horizon(tableOf(times(40, "censored", 20), times(40, "censored", 60, 30)))).toBe(20);
  });

  it("does not cross a day whose events left no one, even if others enter on the next", () => {
    expect(horizon(tableOf(times(40, "gone", 20), times(40, "censored", 60, 21)))).toBe(20);
  });

  it("goes on when others entered on the very day the rest ended", () => {
    expect(horizon(tableOf(times(40, "gone", 20), times(40, "censored", 60, 20)))).toBe(60);
  });

  it("does not exist with fewer than 30, or with none", () => {
    expect(horizon(tableOf(times(29, "censored", 50)))).toBeNull();
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

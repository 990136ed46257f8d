import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DayGrid } from "../../lib/analytics/day-grid.ts";
import { lifeTable } from "../../lib/analytics/life-table.ts";
import { truncated } from "./helpers/arbitraries.ts";
import { ending, gridOf } from "./helpers/observations.ts";

describe("lifeTable", () => {
  it("has at risk at t whoever entered at or before t and has not ended before t", () => {
    fc.assert(
      fc.property(truncated, (observations) => {
        const table = lifeTable(gridOf(observations));
        // Counted one by one, straight from the definition.
        const counted = Array.from(
          table.atRisk,
          (_, age) => observations.filter(({ entryAge, exitAge }) => entryAge <= age && exitAge >= age).length,
        );
        expect([...table.atRisk]).toEqual(counted);
      }),
    );
  });

  it("has one that enters and ends on the same day at risk on that day and no other", () => {
    const table = lifeTable(gridOf(ending("censored", [1]), ending("accepted", [3], 3), ending("censored", [5], 5)));
    expect([...table.atRisk]).toEqual([1, 1, 0, 1, 0, 1]);
  });

  it("says where observation starts and ends", () => {
    expect(lifeTable(gridOf(ending("gone", [9], 4)))).toMatchObject({ firstAge: 4, lastAge: 9 });
    expect(lifeTable(new DayGrid())).toMatchObject({ firstAge: -1, lastAge: -1, atRisk: new Float64Array(0) });
  });

  it("is not changed by what the grid counts afterwards", () => {
    const grid = gridOf(ending("accepted", [2]));
    const table = lifeTable(grid);
    for (const how of ["accepted", "gone", "censored"] as const) grid.add({ entryAge: 0, exitAge: 2, ending: how });
    expect([...table.entries]).toEqual([1, 0, 0]);
    expect([...table.accepted]).toEqual([0, 0, 1]);
    expect([...table.gone, ...table.censored]).toEqual([0, 0, 0, 0, 0, 0]);
    expect([...table.atRisk]).toEqual([1, 1, 1]);
  });
});

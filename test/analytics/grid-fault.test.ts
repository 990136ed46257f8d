import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CellCounts, DayGrid } from "../../lib/analytics/day-grid.ts";
import { gridFault } from "../../lib/analytics/grid-fault.ts";
import { partlyWatched } from "./helpers/arbitraries.ts";
import { countsOf } from "./helpers/observations.ts";

const NONE: CellCounts = {
  ...{ entries: 0, accepted: 0, acceptedBeforeSweep: 0, gone: 0, censored: 0, unwatchedMinutes: 0, justEntered: 0 },
  informative: 0,
};

const gridOf = (...cells: readonly (readonly [number, Partial<CellCounts>])[]): DayGrid => {
  const grid = new DayGrid();
  for (const [age, counts] of cells) grid.addCell(age, { ...NONE, ...counts });
  return grid;
};

describe("a grid of observations", () => {
  it("has no fault, and is the same put together from its cells", () => {
    fc.assert(
      fc.property(partlyWatched, (observations) => {
        const grid = new DayGrid();
        for (const one of observations) grid.add(one);
        const again = new DayGrid();
        const columns = grid.columns();
        for (let age = 0; age <= grid.lastAge; age++) {
          const counts = Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column[age]]));
          again.addCell(age, { ...NONE, ...counts, informative: age === 0 ? grid.informativeCensorings : 0 });
        }

        expect(gridFault(grid)).toBeNull();
        expect(countsOf(again)).toEqual(countsOf(grid));
        expect(again.columns()).toEqual(grid.columns());
      }),
    );
  });
});

describe("a grid that lacks cells", () => {
  it.each<[string, DayGrid, number]>([
    ["more end than are there", gridOf([0, { entries: 1 }], [3, { gone: 2 }]), 3],
    ["somebody never leaves", gridOf([0, { entries: 2 }], [5, { accepted: 1 }]), 5],
    ["a part is larger than its whole", gridOf([0, { entries: 1 }], [2, { accepted: 1, acceptedBeforeSweep: 2 }]), 2],
    ["more have just entered than entered", gridOf([1, { entries: 1, justEntered: 2, gone: 1 }]), 1],
    ["more is unwatched than there is", gridOf([1, { entries: 1, unwatchedMinutes: 1_441, gone: 1 }]), 1],
  ])("contradicts itself where %s", (_, grid, age) => {
    expect(gridFault(grid)).toBe(age);
  });
});

describe("addCell", () => {
  it.each([
    [-1, {}],
    [1.5, {}],
    [3_651, {}],
    [0, { entries: -1 }],
    [0, { gone: 0.5 }],
    [0, { informative: Number.NaN }],
  ])("refuses day %d with %j", (age, counts) => {
    expect(() => gridOf([age, counts])).toThrow(RangeError);
  });
});

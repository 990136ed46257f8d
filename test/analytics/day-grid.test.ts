import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DayGrid } from "../../lib/analytics/day-grid.ts";
import { partlyWatched } from "./helpers/arbitraries.ts";
import { columnsOf, countsOf, ending, gridOf, times } from "./helpers/observations.ts";

describe("DayGrid", () => {
  it("counts entries at the age of entry and endings at the age of exit", () => {
    const grid = gridOf(ending("accepted", [2, 2]), ending("gone", [3], 1), ending("censored", [0]));
    expect(countsOf(grid)).toEqual({
      entries: [3, 1, 0, 0],
      accepted: [0, 0, 2, 0],
      gone: [0, 0, 0, 1],
      censored: [1, 0, 0, 0],
      informativeCensorings: 0,
    });
  });

  it("is empty at first", () => {
    const grid = new DayGrid();
    expect(grid.lastAge).toBe(-1);
    expect(countsOf(grid).entries).toEqual([]);
  });

  it("keeps what it had when an old age makes it grow", () => {
    const grid = gridOf(ending("accepted", [5]), ending("gone", [3_650], 200));
    expect(grid.lastAge).toBe(3_650);
    const { accepted, gone, entries } = countsOf(grid);
    expect([accepted[5], gone[3_650], entries[0], entries[200]]).toEqual([1, 1, 1, 1]);
  });

  it("counts informative censorings beside the columns, not instead of them", () => {
    const grid = new DayGrid();
    grid.add({ entryAge: 0, exitAge: 4, ending: "censored", informative: true });
    grid.add({ entryAge: 0, exitAge: 4, ending: "censored" });
    expect(countsOf(grid)).toMatchObject({ censored: [0, 0, 0, 0, 2], informativeCensorings: 1 });
  });

  it.each([
    [-1, 3],
    [2, 1],
    [0.5, 3],
    [0, 3.5],
    [0, 3_651],
    [Number.NaN, 3],
    [0, Number.POSITIVE_INFINITY],
  ])("refuses ages %s to %s and stays as it was", (entryAge, exitAge) => {
    const grid = gridOf(times(2, "gone", 1));
    const before = countsOf(grid);
    expect(() => grid.add({ entryAge, exitAge, ending: "accepted" })).toThrow(RangeError);
    expect(countsOf(grid)).toEqual(before);
  });

  it.each([
    ["entryMinute", 1_440],
    ["entryMinute", -1],
    ["entryMinute", 0.5],
    ["exitMinute", 1_441],
    ["exitMinute", Number.NaN],
  ])("refuses %s %s and stays as it was", (name, minute) => {
    const grid = gridOf(times(2, "gone", 1));
    const before = columnsOf(grid);
    expect(() => grid.add({ entryAge: 0, exitAge: 3, ending: "censored", [name]: minute })).toThrow(RangeError);
    expect(columnsOf(grid)).toEqual(before);
  });

  it("counts acceptances from before the sweep among all, and no other ending as one", () => {
    const grid = gridOf(ending("accepted", [1, 2]), [
      { entryAge: 0, exitAge: 2, ending: "accepted", isBeforeSweep: true },
      { entryAge: 0, exitAge: 2, ending: "gone", isBeforeSweep: true },
    ]);
    expect(columnsOf(grid)).toMatchObject({ accepted: [0, 1, 2], acceptedBeforeSweep: [0, 0, 1], gone: [0, 0, 1] });
  });

  it("gives the same counts merged as in one grid, whatever the split", () => {
    fc.assert(
      fc.property(partlyWatched, fc.nat(), fc.boolean(), (observations, cut, swap) => {
        const at = cut % (observations.length + 1);
        const [first, second] = [gridOf(observations.slice(0, at)), gridOf(observations.slice(at))];
        const [target, source] = swap ? [second, first] : [first, second];
        const untouched = columnsOf(source);
        target.merge(source);
        expect(columnsOf(target)).toEqual(columnsOf(gridOf(observations)));
        expect(columnsOf(source)).toEqual(untouched);
      }),
    );
  });

  it("adds up informative censorings on merging, and can be merged with itself", () => {
    const grid = new DayGrid();
    grid.add({ entryAge: 1, exitAge: 2, ending: "censored", informative: true });
    grid.merge(grid);
    expect(countsOf(grid)).toEqual({
      entries: [0, 2, 0],
      accepted: [0, 0, 0],
      gone: [0, 0, 0],
      censored: [0, 0, 2],
      informativeCensorings: 2,
    });
  });

  it("does not care about the order of what it is given", () => {
    fc.assert(
      fc.property(
        partlyWatched.chain((observations) =>
          fc.tuple(
            fc.constant(observations),
            fc.shuffledSubarray(observations, { minLength: observations.length, maxLength: observations.length }),
          ),
        ),
        ([observations, shuffled]) => {
          expect(columnsOf(gridOf(shuffled))).toEqual(columnsOf(gridOf(observations)));
        },
      ),
    );
  });
});

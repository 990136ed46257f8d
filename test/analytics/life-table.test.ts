import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DayGrid } from "../../lib/analytics/day-grid.ts";
import { lifeTable } from "../../lib/analytics/life-table.ts";
import type { Observation } from "../../lib/analytics/observation.ts";
import { partlyWatched, truncated } from "./helpers/arbitraries.ts";
import { ending, gridOf } from "./helpers/observations.ts";

/** Of a day of age on which it was at risk, straight from the definition. */
function watchedPart({ entryAge, exitAge, ending: how, ...minutes }: Observation, age: number): number {
  const { entryMinute = 0, exitMinute = 1_440 } = minutes;
  const from = age === entryAge ? entryMinute : 0;
  const to = age === exitAge && how === "censored" ? exitMinute : 1_440;
  // Of day 0 all that was left of it is all.
  return Math.max(0, to - from) / (age === 0 ? 1_440 - from : 1_440);
}

/** Not by the list that showed it first, unless that day was watched from its beginning; day 0 has no other. */
function couldBeFoundGone({ entryAge, exitAge, ending: how, entryMinute = 0 }: Observation, age: number): number {
  const isFirstDay = age === entryAge && age > 0 && entryMinute > 0;
  return isFirstDay && !(how === "gone" && exitAge === age) ? 0 : 1;
}

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

  it("has of a day what was watched of it, and for gone those alone that its list could have found gone", () => {
    fc.assert(
      fc.property(partlyWatched, (observations) => {
        const table = lifeTable(gridOf(observations));
        const sumAt = (age: number, part: (one: Observation, age: number) => number) =>
          observations
            .filter(({ entryAge, exitAge }) => entryAge <= age && exitAge >= age)
            .reduce((sum, one) => sum + part(one, age), 0);
        for (let age = 0; age <= table.lastAge; age++) {
          const off = Math.abs((table.atRisk[age] ?? Number.NaN) - sumAt(age, watchedPart));
          // Parts of what was left of day 0 are rounded to the minute.
          expect(off).toBeLessThanOrEqual(1e-9 + (age === 0 ? observations.length / 2_880 : 0));
          expect(table.atRiskOfGone[age]).toBe(sumAt(age, couldBeFoundGone));
        }
      }),
    );
  });

  it("counts parts of days: a late entry at noon, a censoring at six, and day 0 by what was left of it", () => {
    const watched = { entryMinute: 720, exitMinute: 360 };
    const later = lifeTable(gridOf([{ entryAge: 2, exitAge: 4, ending: "censored", ...watched }]));
    expect([...later.atRisk]).toEqual([0, 0, 0.5, 1, 0.25]);
    expect([...later.atRiskOfGone]).toEqual([0, 0, 0, 1, 1]);
    const fresh = lifeTable(gridOf([{ entryAge: 0, exitAge: 1, ending: "censored", ...watched }]));
    expect([...fresh.atRisk]).toEqual([1, 0.25]);
    expect([...fresh.atRiskOfGone]).toEqual([1, 1]);
    // From noon to six in the evening of the day it was sent: half of what was left of it.
    const evening = { entryMinute: 720, exitMinute: 1_080 };
    const brief = lifeTable(gridOf([{ entryAge: 0, exitAge: 0, ending: "censored", ...evening }]));
    expect([...brief.atRisk]).toEqual([0.5]);
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

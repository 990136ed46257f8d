import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lifeTable } from "../../lib/analytics/life-table.ts";
import type { Observation } from "../../lib/analytics/observation.ts";
import { truncated } from "./helpers/arbitraries.ts";
import { gridOf } from "./helpers/observations.ts";
import { columnsOf, tableOf } from "./helpers/tables.ts";
import { timed } from "./helpers/timed.ts";

function atRisk(observation: Observation) {
  const table = tableOf([observation]);
  return { forAcceptance: [...table.atRisk], forGone: [...table.atRiskOfGone] };
}

const [accepted, gone, censored] = [
  { ending: "accepted" as const },
  { ending: "gone" as const },
  { ending: "censored" as const },
];

describe("exposure", () => {
  it("of an entry day counts the rest for acceptances and nothing for gone", () => {
    // Six of 24 hours are over at first sight: 18/24 are left.
    expect(atRisk({ entryAge: 2, entryMinute: 360, exitAge: 4, ...accepted })).toEqual({
      forAcceptance: [0, 0, 0.75, 1, 1],
      forGone: [0, 0, 0, 1, 1],
    });
  });

  it("of an entry day counts the rest when it is accepted on that day, too", () => {
    expect(atRisk({ entryAge: 1, entryMinute: 1_080, exitAge: 1, ...accepted })).toEqual({
      forAcceptance: [0, 0.25],
      forGone: [0, 0],
    });
  });

  it("counts one that a second list of its entry day finds gone as one that can be found gone", () => {
    const { forGone } = atRisk({ entryAge: 1, entryMinute: 720, exitAge: 1, ...gone });
    expect(forGone).toEqual([0, 1]);
  });

  it("of a censored last day counts the part before the end for acceptances, and the day for gone", () => {
    expect(atRisk({ entryAge: 0, exitAge: 2, exitMinute: 360, ...censored })).toEqual({
      forAcceptance: [1, 1, 0.25],
      forGone: [1, 1, 1],
    });
    // The same of one that came later.
    expect(atRisk({ entryAge: 1, exitAge: 2, exitMinute: 360, ...censored }).forAcceptance).toEqual([0, 1, 0.25]);
  });

  it("counts the hours between when both fall on one day", () => {
    // From six to fifteen o'clock: 9/24.
    expect(atRisk({ entryAge: 3, entryMinute: 360, exitAge: 3, exitMinute: 900, ...censored }).forAcceptance).toEqual([
      0, 0, 0, 0.375,
    ]);
    expect(atRisk({ entryAge: 3, entryMinute: 360, exitAge: 3, exitMinute: 360, ...censored }).forAcceptance).toEqual([
      0, 0, 0, 0,
    ]);
  });

  it("takes day 0 as it was first seen", () => {
    // Whatever is left of day 0 is all of it, for both causes.
    const late = atRisk({ entryAge: 0, entryMinute: 1_000, exitAge: 1, ...gone });
    expect(late).toEqual({ forAcceptance: [1, 1], forGone: [1, 1] });
    // 18 hours are left at first sight, and 9 of them were watched.
    const cut = atRisk({ entryAge: 0, entryMinute: 360, exitAge: 0, exitMinute: 900, ...censored });
    expect(cut).toEqual({ forAcceptance: [0.5], forGone: [1] });
  });

  it("leaves gone and accepted last days whole: who left was there to be counted", () => {
    expect(atRisk({ entryAge: 0, exitAge: 1, exitMinute: 5, ...gone }).forAcceptance).toEqual([1, 1]);
    expect(atRisk({ entryAge: 0, exitAge: 1, exitMinute: 5, ...accepted }).forAcceptance).toEqual([1, 1]);
  });

  it("counts as before the sweep acceptances alone", () => {
    const { acceptedBeforeSweep } = tableOf([
      { entryAge: 0, exitAge: 1, isBeforeSweep: true, ...accepted },
      { entryAge: 0, exitAge: 1, isBeforeSweep: true, ...gone },
      { entryAge: 0, exitAge: 1, isBeforeSweep: true, ...censored },
      { entryAge: 0, exitAge: 1, ...accepted },
    ]);
    expect([...acceptedBeforeSweep]).toEqual([0, 1]);
  });

  it.each([
    { entryMinute: -1 },
    { entryMinute: 1_440 },
    { entryMinute: 0.5 },
    { entryMinute: Number.NaN },
    { exitMinute: -1 },
    { exitMinute: 1_441 },
    { exitMinute: 7.5 },
  ])("refuses %o and stays as it was", (minutes) => {
    const grid = gridOf();
    expect(() => grid.add({ entryAge: 1, exitAge: 2, ...censored, ...minutes })).toThrow("minutes must be whole");
    expect(grid.lastAge).toBe(-1);
  });

  it("is between nothing and the invitations that are there, and less only with minutes", () => {
    fc.assert(
      fc.property(timed, (observations) => {
        const parts = tableOf(observations);
        const whole = tableOf(observations.map(({ entryAge, exitAge, ending }) => ({ entryAge, exitAge, ending })));
        for (let age = 0; age <= parts.lastAge; age++) {
          const present = whole.atRisk[age] ?? 0;
          expect(whole.atRiskOfGone[age]).toBe(present);
          for (const count of [parts.atRisk[age] ?? -1, parts.atRiskOfGone[age] ?? -1]) {
            expect(count).toBeGreaterThanOrEqual(0);
            expect(count).toBeLessThanOrEqual(present);
          }
        }
      }),
    );
  });

  it("says in minutes what whole days say without them", () => {
    fc.assert(
      fc.property(truncated, (observations) => {
        const told = observations.map((one) => ({ ...one, entryMinute: 0, exitMinute: 1_440 }));
        expect(columnsOf(tableOf(told))).toEqual(columnsOf(tableOf(observations)));
      }),
    );
  });

  it("adds up to the last digit, whatever the order and the split", () => {
    fc.assert(
      fc.property(timed, fc.nat(), (observations, cut) => {
        const at = cut % (observations.length + 1);
        const merged = gridOf(observations.slice(at).toReversed());
        merged.merge(gridOf(observations.slice(0, at)));
        expect(columnsOf(lifeTable(merged))).toEqual(columnsOf(tableOf(observations)));
      }),
    );
  });
});

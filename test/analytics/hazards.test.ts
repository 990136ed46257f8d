import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cumulativeIncidence } from "../../lib/analytics/cumulative-incidence.ts";
import { hazardsAt } from "../../lib/analytics/hazards.ts";
import { survival } from "../../lib/analytics/survival.ts";
import { truncated } from "./helpers/arbitraries.ts";
import { times } from "./helpers/observations.ts";
import { tableOf } from "./helpers/tables.ts";
import { timed } from "./helpers/timed.ts";

const NONE = { accepted: 0, gone: 0, ended: 0, beforeSweep: 0 };

describe("hazardsAt", () => {
  it("is events over invitations with whole days", () => {
    const table = tableOf(times(3, "accepted", 2), times(2, "gone", 2), times(5, "censored", 4));
    expect(hazardsAt(table, 2)).toEqual({ accepted: 0.3, gone: 0.2, ended: 0.5, beforeSweep: 0 });
  });

  it("has a denominator for each cause on an entry day", () => {
    // 8 from day 0 on, one of them gone on day 1; 4 enter at noon of day 1 and one of them is accepted on it.
    // Acceptances: 8 + 4/2 = 10 at risk, 1/10. Gone: the 8 that were there before, 1/8.
    const entering = { entryAge: 1, entryMinute: 720 };
    const table = tableOf(
      times(7, "censored", 3),
      times(1, "gone", 1),
      times(3, "censored", 3).map((one) => ({ ...one, ...entering })),
      times(1, "accepted", 1, 1).map((one) => ({ ...one, ...entering })),
    );
    const chances = hazardsAt(table, 1);
    expect(chances).toEqual({ accepted: 0.1, gone: 0.125, ended: 0.225, beforeSweep: 0 });
  });

  it("is 0 with nobody at risk, on a day before, between and after, and of an empty table", () => {
    const table = tableOf(times(2, "censored", 1, 1), times(2, "censored", 4, 4));
    for (const age of [-1, 0, 2, 5, 99]) expect(hazardsAt(table, age)).toEqual(NONE);
    expect(hazardsAt(tableOf(), 0)).toEqual(NONE);
  });

  it("is 1 when everybody ends at once, and of a lone one", () => {
    expect(hazardsAt(tableOf(times(3, "accepted", 1), times(1, "gone", 1)), 1)).toMatchObject({ ended: 1 });
    expect(hazardsAt(tableOf(times(1, "gone", 0)), 0)).toMatchObject({ gone: 1, accepted: 0 });
  });

  it("claims no more than certainty when few hours see more events than days", () => {
    // Both enter at noon: one day at risk between them, and two acceptances on it.
    const table = tableOf(times(2, "accepted", 1, 1).map((one) => ({ ...one, entryMinute: 720 })));
    expect(hazardsAt(table, 1)).toEqual({ accepted: 1, gone: 0, ended: 1, beforeSweep: 0 });
  });

  it("claims no more than certainty when both denominators come out the same by chance", () => {
    // Both enter at noon, so one day for acceptances; one of them is found gone by a second list, so one for gone.
    const seen = [...times(1, "accepted", 1, 1), ...times(1, "gone", 1, 1)];
    const table = tableOf(seen.map((one) => ({ ...one, entryMinute: 720 })));
    expect([table.atRisk[1], table.atRiskOfGone[1]]).toEqual([1, 1]);
    expect(hazardsAt(table, 1)).toMatchObject({ accepted: 1, gone: 0, ended: 1 });
  });

  it("before the sweep counts those that the sweep then withdraws in full", () => {
    // 10 on day 5: 1 accepted before the sweep at six, 8 withdrawn by it, 1 watched on.
    const table = tableOf(
      times(1, "accepted", 5).map((one) => ({ ...one, isBeforeSweep: true })),
      times(8, "censored", 5).map((one) => ({ ...one, exitMinute: 360 })),
      times(1, "censored", 9),
    );
    // 1/10 of those that were there, though 2 + 8/4 = 4 days were watched.
    expect(hazardsAt(table, 5)).toEqual({ accepted: 0.25, gone: 0, ended: 0.25, beforeSweep: 0.1 });
  });

  it("is a chance at every age, and so are the curves made of it", () => {
    fc.assert(
      fc.property(timed, (observations) => {
        const table = tableOf(observations);
        const [{ estimate }, { accepted, gone }] = [survival(table), cumulativeIncidence(table)];
        for (let age = 0; age <= table.lastAge; age++) {
          const chances = hazardsAt(table, age);
          for (const chance of Object.values(chances)) {
            expect(chance).toBeGreaterThanOrEqual(0);
            expect(chance).toBeLessThanOrEqual(1);
          }
          expect(chances.beforeSweep).toBeLessThanOrEqual(chances.accepted);
          expect(estimate[age]).toBeGreaterThanOrEqual(0);
          expect((estimate[age] ?? 0) + (accepted[age] ?? 0) + (gone[age] ?? 0)).toBeCloseTo(1, 10);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("is (a + g)/n to the last digit with whole days", () => {
    fc.assert(
      fc.property(truncated, (observations) => {
        const table = tableOf(observations);
        for (let age = 0; age <= table.lastAge; age++) {
          // By its definition: entered at or before this age, not ended before it.
          const present = observations.filter((one) => one.entryAge <= age && one.exitAge >= age);
          const ending = (how: string) => present.filter((one) => one.exitAge === age && one.ending === how).length;
          const [accepted, gone] = [ending("accepted"), ending("gone")];
          const expected = { accepted: accepted / present.length, gone: gone / present.length, beforeSweep: 0 };
          const ended = (accepted + gone) / present.length;
          expect(hazardsAt(table, age)).toEqual(present.length === 0 ? NONE : { ...expected, ended });
        }
      }),
    );
  });
});

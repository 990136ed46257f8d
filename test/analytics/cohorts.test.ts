import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Cohorts, startOfWeek, weekOf } from "../../lib/analytics/cohorts.ts";
import { lifeTable } from "../../lib/analytics/life-table.ts";
import type { Observation } from "../../lib/analytics/observation.ts";
import { strataOf, sumOf } from "../../lib/analytics/strata.ts";
import { gridOf } from "./helpers/observations.ts";
import { columnsOf } from "./helpers/tables.ts";
import { timed } from "./helpers/timed.ts";

const DAY = 86_400_000;

describe("weekOf", () => {
  it("counts weeks from Monday to Sunday, in UTC", () => {
    const monday = Date.UTC(2026, 0, 5);
    expect(new Date(monday).getUTCDay()).toBe(1);
    expect(weekOf(monday) - weekOf(monday - 1)).toBe(1);
    expect(weekOf(monday + 7 * DAY - 1)).toBe(weekOf(monday));
    expect(startOfWeek(weekOf(monday + 3 * DAY))).toBe(monday);
  });

  it("begins with the week of 1 January 1970, a Thursday, and goes on before it", () => {
    expect([weekOf(0), weekOf(-3 * DAY), weekOf(4 * DAY - 1), weekOf(4 * DAY)]).toEqual([0, 0, 0, 1]);
    expect(weekOf(-3 * DAY - 1)).toBe(-1);
    expect(startOfWeek(-1)).toBe(-10 * DAY);
  });
});

const where = fc.record({
  identityId: fc.constantFrom("anna", "bert", "cleo"),
  week: fc.integer({ min: 0, max: 3 }),
});
const placed = fc.tuple(timed, fc.array(where, { minLength: 1, maxLength: 8 })).map(([observations, places]) =>
  observations.map((observation, n) => ({
    observation,
    ...(places[n % places.length] ?? { identityId: "", week: 0 }),
  })),
);
type Placed = { observation: Observation; identityId: string; week: number };

function cohortsOf(all: readonly Placed[], thresholdDays: number | null = null): Cohorts {
  const cohorts = new Cohorts();
  for (const { observation, identityId, week } of all) {
    const sentAt = startOfWeek(week) + DAY;
    cohorts.add({ observation, sentAt, endedAt: sentAt + observation.exitAge * DAY }, { identityId, thresholdDays });
  }
  return cohorts;
}

const told = (cohorts: Cohorts) =>
  strataOf(cohorts).map(({ identityId, cohorts, table }) => ({
    identityId,
    weeks: cohorts.map(({ week, table }) => ({ week, ...columnsOf(table) })),
    ...columnsOf(table),
  }));

describe("Cohorts", () => {
  it("keeps each identity's weeks of sending apart", () => {
    const seen: Observation = { entryAge: 0, exitAge: 3, ending: "gone" };
    const { identities } = cohortsOf([
      { observation: seen, identityId: "anna", week: 5 },
      { observation: seen, identityId: "anna", week: 6 },
      { observation: seen, identityId: "bert", week: 6 },
    ]);
    expect([...identities].map(([id, { byWeek }]) => [id, [...byWeek.keys()]])).toEqual([
      ["anna", [5, 6]],
      ["bert", [6]],
    ]);
  });

  it("notes a threshold in the week of the end, not in that of sending", () => {
    const observation: Observation = { entryAge: 0, exitAge: 14, ending: "censored" };
    const { identities } = cohortsOf([{ observation, identityId: "anna", week: 5 }], 14);
    expect([...(identities.get("anna")?.thresholds ?? [])]).toEqual([[7, 14]]);
  });

  it("notes no threshold where nothing says so", () => {
    const observation: Observation = { entryAge: 0, exitAge: 14, ending: "censored" };
    const { identities } = cohortsOf([{ observation, identityId: "anna", week: 5 }]);
    expect(identities.get("anna")?.thresholds.size).toBe(0);
  });

  it("merged are the cohorts of both, whatever the split, and leave the other alone", () => {
    fc.assert(
      fc.property(placed, fc.nat(), (all, cut) => {
        const at = cut % (all.length + 1);
        const [target, source] = [cohortsOf(all.slice(at)), cohortsOf(all.slice(0, at))];
        const before = told(source);
        target.merge(source);
        expect(told(target)).toEqual(told(cohortsOf(all)));
        expect(told(source)).toEqual(before);
      }),
    );
  });

  it("do not grow with what is added to a cohort that was merged from them", () => {
    const observation: Observation = { entryAge: 0, exitAge: 1, ending: "gone" };
    const [target, source] = [new Cohorts(), cohortsOf([{ observation, identityId: "anna", week: 1 }])];
    target.merge(source);
    target.merge(source);
    expect(told(source)[0]).toMatchObject({ entries: [1, 0] });
    expect(told(target)[0]).toMatchObject({ entries: [2, 0] });
  });

  it("together say what one grid of all says, to the last digit of whole days", () => {
    fc.assert(
      fc.property(placed, (all) => {
        const whole = all.map((one) => {
          const { entryAge, exitAge, ending } = one.observation;
          return { ...one, observation: { entryAge, exitAge, ending } };
        });
        const sum = sumOf(strataOf(cohortsOf(whole)).map(({ table }) => table));
        expect(columnsOf(sum)).toEqual(columnsOf(lifeTable(gridOf(whole.map(({ observation }) => observation)))));
      }),
    );
  });
});

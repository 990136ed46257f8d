import { describe, expect, it } from "vitest";
import { Cohorts, startOfWeek } from "../../lib/analytics/cohorts.ts";
import { type StratumTable, strataOf, sumOf } from "../../lib/analytics/strata.ts";
import { times } from "./helpers/observations.ts";
import { columnsOf, tableOf } from "./helpers/tables.ts";

const DAY = 86_400_000;

/** `count` invitations of an identity, sent in one week and ended in another, under a threshold. */
function add(
  cohorts: Cohorts,
  identityId: string,
  sent: number,
  ended: number,
  thresholdDays: number | null,
  count = 1,
) {
  const exitAge = (ended - sent) * 7;
  const [sentAt, endedAt] = [sent, ended].map((week) => startOfWeek(week) + DAY) as [number, number];
  for (const observation of times(count, "censored", exitAge)) {
    cohorts.add({ observation, sentAt, endedAt }, { identityId, thresholdDays });
  }
}

const weeksOf = ({ identityId, thresholdDays, cohorts }: StratumTable) => ({
  identityId,
  thresholdDays,
  weeks: cohorts.map(({ week }) => week),
});
const sizeOf = ({ table }: StratumTable) => table.entries.reduce((sum, count) => sum + count, 0);

describe("strataOf", () => {
  it("goes by the threshold of the week of sending, not by the one at the end of a life", () => {
    const cohorts = new Cohorts();
    // Until week 9 the threshold is 21. From week 10 on it is 14: those sent in weeks 8 and 9 end under it.
    for (const sent of [5, 6]) add(cohorts, "anna", sent, sent + 3, 21);
    for (const sent of [8, 9]) add(cohorts, "anna", sent, sent + 2, 14);
    for (const sent of [10, 11]) add(cohorts, "anna", sent, sent + 2, 14);
    expect(strataOf(cohorts).map(weeksOf)).toEqual([
      { identityId: "anna", thresholdDays: 21, weeks: [5, 6, 8, 9] },
      { identityId: "anna", thresholdDays: 14, weeks: [10, 11] },
    ]);
  });

  it("takes the first threshold that is known for what was sent before it", () => {
    const cohorts = new Cohorts();
    add(cohorts, "anna", 2, 20, 30);
    add(cohorts, "anna", 21, 21, null);
    expect(strataOf(cohorts).map(weeksOf)).toEqual([{ identityId: "anna", thresholdDays: 30, weeks: [2, 21] }]);
  });

  it("keeps a threshold that came back with its first weeks", () => {
    const cohorts = new Cohorts();
    for (const [week, days] of [
      [1, 21],
      [2, 14],
      [3, 21],
    ] as const)
      add(cohorts, "anna", week, week, days);
    expect(strataOf(cohorts).map(weeksOf)).toEqual([
      { identityId: "anna", thresholdDays: 21, weeks: [1, 3] },
      { identityId: "anna", thresholdDays: 14, weeks: [2] },
    ]);
  });

  it("knows no threshold where no ending tells one, and goes by identity in any order", () => {
    const [forth, back] = [new Cohorts(), new Cohorts()];
    for (const id of ["anna", "bert"]) add(forth, id, 1, 2, null);
    for (const id of ["bert", "anna"]) add(back, id, 1, 2, null);
    expect(strataOf(forth).map(weeksOf)).toEqual([
      { identityId: "anna", thresholdDays: null, weeks: [1] },
      { identityId: "bert", thresholdDays: null, weeks: [1] },
    ]);
    expect(strataOf(back).map(weeksOf)).toEqual(strataOf(forth).map(weeksOf));
  });

  it("has none without invitations", () => {
    expect(strataOf(new Cohorts())).toEqual([]);
  });

  it("leaves 60 as they are, and takes of more the smallest together", () => {
    const cohorts = new Cohorts();
    for (let size = 1; size <= 60; size++) add(cohorts, `id-${size}`, 1, 2, 21, size);
    expect(strataOf(cohorts)).toHaveLength(60);
    for (let size = 61; size <= 70; size++) add(cohorts, `id-${size}`, 1, 2, 21, size);
    const strata = strataOf(cohorts);
    // 59 stay alone, the sizes 12 to 70; 1 to 11 are 66 together, in eleven cohorts.
    expect(strata).toHaveLength(60);
    expect(strata.slice(0, -1).map(sizeOf)).toEqual(Array.from({ length: 59 }, (_, n) => 70 - n));
    const folded = strata.at(-1);
    expect(folded && sizeOf(folded)).toBe(66);
    expect(folded?.cohorts).toHaveLength(11);
    // 70 · 71 / 2.
    expect(strata.reduce((sum, one) => sum + sizeOf(one), 0)).toBe(2_485);
  });
});

describe("sumOf", () => {
  it("adds tables of different ages, none among them", () => {
    const [short, long] = [times(2, "gone", 1), times(3, "accepted", 4, 2)];
    expect(columnsOf(sumOf([tableOf(short), tableOf(), tableOf(long)]))).toEqual(columnsOf(tableOf(short, long)));
    expect(sumOf([]).lastAge).toBe(-1);
    expect(sumOf([tableOf()]).firstAge).toBe(-1);
  });
});

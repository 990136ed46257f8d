import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addCells, emptyTable } from "../../lib/analytics/table-sum.ts";
import { times } from "./helpers/observations.ts";
import { columnsOf, tableOf } from "./helpers/tables.ts";
import { timed } from "./helpers/timed.ts";

describe("emptyTable", () => {
  it("has a row of zeros for each day, and nobody at any age", () => {
    const { finish, ...table } = emptyTable(2);
    expect([...table.atRisk, ...table.accepted]).toEqual([0, 0, 0, 0]);
    expect(columnsOf(finish())).toMatchObject({ firstAge: -1, lastAge: -1, atRisk: [] });
    expect(emptyTable(0).finish().lastAge).toBe(-1);
  });
});

describe("addCells", () => {
  it("adds the rows of the ages asked for, both ends included, and leaves the source alone", () => {
    const table = tableOf(times(1, "accepted", 1), times(2, "gone", 2), times(3, "censored", 4));
    const before = columnsOf(table);
    const sum = emptyTable(5);
    addCells(sum, table, 1, 2);
    addCells(sum, table, 2, 2);
    expect([...sum.atRisk]).toEqual([0, 6, 10, 0, 0]);
    expect([...sum.accepted, ...sum.gone]).toEqual([0, 1, 0, 0, 0, 0, 0, 4, 0, 0]);
    expect(columnsOf(sum.finish())).toMatchObject({ firstAge: 1, lastAge: 2, censored: [0, 0, 0] });
    expect(columnsOf(table)).toEqual(before);
  });

  it("takes ages that neither table has for none", () => {
    const sum = emptyTable(2);
    addCells(sum, tableOf(times(1, "censored", 9)), -3, Number.POSITIVE_INFINITY);
    addCells(sum, tableOf(), 0, 5);
    addCells(sum, tableOf(times(1, "censored", 9)), 1, 0);
    expect([...sum.atRisk]).toEqual([1, 1]);
  });

  it("makes of the tables of two groups the table of both, to the last digit of whole days", () => {
    fc.assert(
      fc.property(timed, timed, (one, other) => {
        const whole = [one, other].map((all) =>
          all.map(({ entryAge, exitAge, ending }) => ({ entryAge, exitAge, ending })),
        );
        const sum = emptyTable(30);
        for (const group of whole) addCells(sum, tableOf(group), 0, 29);
        expect(columnsOf(sum.finish())).toEqual(columnsOf(tableOf(...whole)));
      }),
    );
  });

  it("makes of the tables of two groups the table of both, parts of days included", () => {
    fc.assert(
      fc.property(timed, timed, (one, other) => {
        const [sum, both] = [emptyTable(30), tableOf(one, other)];
        for (const group of [one, other]) addCells(sum, tableOf(group), 0, 29);
        for (const [age, count] of both.atRisk.entries()) expect(sum.atRisk[age]).toBeCloseTo(count, 9);
        expect(columnsOf(sum.finish())).toMatchObject({
          atRiskOfGone: [...both.atRiskOfGone.subarray(0, sum.finish().lastAge + 1)],
        });
      }),
    );
  });
});

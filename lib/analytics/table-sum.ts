import { at } from "./at.ts";
import { type LifeTable, tableOfZeros } from "./life-table.ts";

/** A life table that cells of others are added to. */
export interface TableSum extends LifeTable {
  /** The same with its first and last age. */
  finish(): LifeTable;
}

/** A table of zeros with a row for each of so many days. O(days). */
export function emptyTable(days: number): TableSum {
  const columns = tableOfZeros(days);
  const { entries, accepted, acceptedBeforeSweep, gone, censored, atRisk, atRiskOfGone } = columns;
  const finish = (): LifeTable => {
    const firstAge = atRisk.findIndex((count) => count > 0);
    const lastAge = atRisk.findLastIndex((_, age) => at(atRisk, age) > 0 || at(censored, age) > 0);
    // Views cost more than the numbers in them, and a report makes a hundred thousand tables.
    if (lastAge === days - 1) return { ...columns, firstAge, lastAge };
    const rows = (column: Column) => column.subarray(0, lastAge + 1);
    return {
      entries: rows(entries),
      accepted: rows(accepted),
      acceptedBeforeSweep: rows(acceptedBeforeSweep),
      gone: rows(gone),
      censored: rows(censored),
      atRisk: rows(atRisk),
      atRiskOfGone: rows(atRiskOfGone),
      firstAge,
      lastAge,
    };
  };
  return { ...columns, firstAge: -1, lastAge: days - 1, finish };
}

type Column = Float64Array;

/** Adds the rows of the ages `from` to `to`, both included, of one table to another. O(to − from). */
export function addCells(sum: LifeTable, table: LifeTable, from: number, to: number): void {
  const last = Math.min(to, table.lastAge, sum.lastAge);
  const first = Math.max(0, from);
  addColumn(sum.entries, table.entries, first, last);
  addColumn(sum.accepted, table.accepted, first, last);
  addColumn(sum.acceptedBeforeSweep, table.acceptedBeforeSweep, first, last);
  addColumn(sum.gone, table.gone, first, last);
  addColumn(sum.censored, table.censored, first, last);
  addColumn(sum.atRisk, table.atRisk, first, last);
  addColumn(sum.atRiskOfGone, table.atRiskOfGone, first, last);
}

function addColumn(sum: Column, column: Column, first: number, last: number): void {
  for (let age = first; age <= last; age++) sum[age] = at(sum, age) + at(column, age);
}

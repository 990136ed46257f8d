import type { LifeTable } from "./life-table.ts";

const COLUMNS = [
  "entries",
  "accepted",
  "acceptedBeforeSweep",
  "gone",
  "censored",
  "atRisk",
  "atRiskOfGone",
] as const satisfies (keyof LifeTable)[];

/** A life table that cells of others are added to. */
export interface TableSum extends LifeTable {
  /** The same with its first and last age. */
  finish(): LifeTable;
}

/** A table of zeros with a row for each of so many days. O(days). */
export function emptyTable(days: number): TableSum {
  const [entries, accepted, acceptedBeforeSweep, gone, censored, atRisk, atRiskOfGone] = COLUMNS.map(
    () => new Float64Array(days),
  ) as [Column, Column, Column, Column, Column, Column, Column];
  const columns = { entries, accepted, acceptedBeforeSweep, gone, censored, atRisk, atRiskOfGone };
  const finish = (): LifeTable => {
    const firstAge = atRisk.findIndex((count) => count > 0);
    const lastAge = atRisk.findLastIndex((_, age) => (atRisk[age] ?? 0) > 0 || (censored[age] ?? 0) > 0);
    const rows = (column: Column) => column.subarray(0, lastAge + 1);
    return {
      ...{ entries: rows(entries), accepted: rows(accepted), acceptedBeforeSweep: rows(acceptedBeforeSweep) },
      ...{ gone: rows(gone), censored: rows(censored), atRisk: rows(atRisk), atRiskOfGone: rows(atRiskOfGone) },
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
  for (const name of COLUMNS) {
    const [target, source] = [sum[name], table[name]];
    for (let age = Math.max(0, from); age <= last; age++) target[age] = (target[age] ?? 0) + (source[age] ?? 0);
  }
}

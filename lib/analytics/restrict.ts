import { MILLISECONDS_PER_DAY } from "./age.ts";
import { at } from "./at.ts";
import { MILLISECONDS_PER_WEEK, startOfWeek } from "./cohorts.ts";
import type { LifeTable } from "./life-table.ts";
import { type StratumTable, sumOf } from "./strata.ts";
import { addCells, emptyTable } from "./table-sum.ts";

/** The first and the last age of a week of sending that count; none where the last is smaller. */
type Ages = (week: number) => { readonly from: number; readonly to: number };

/**
 * What had been seen by a moment, in milliseconds since 1970 UTC: of each week of sending the days of age that all of it had
 * behind them then. Up to a week less than was known, never more. O(cells).
 */
export const asOf = (strata: readonly StratumTable[], at: number): StratumTable[] =>
  summed(strata, (week) => {
    const youngest = startOfWeek(week) + MILLISECONDS_PER_WEEK;
    return { from: 0, to: Math.floor((at - youngest) / MILLISECONDS_PER_DAY) - 1 };
  });

/** Those sent in a week or later. O(cells). */
export const sentSince = (strata: readonly StratumTable[], first: number): StratumTable[] =>
  restrict(strata, (week) => ({ from: week >= first ? 0 : Number.POSITIVE_INFINITY, to: Number.POSITIVE_INFINITY }));

/**
 * Those sent in a week or later, and past an age what was seen of all from a moment on: to draw a curve further than those
 * alone reach, for which nothing is claimed. O(cells).
 */
export const sentSinceOrSeen = (
  strata: readonly StratumTable[],
  first: number,
  past: { readonly age: number; readonly at: number },
): StratumTable[] =>
  restrict(strata, (week) => ({
    from: week >= first ? 0 : Math.max(past.age + 1, firstRecentAge(week, past.at)),
    to: Number.POSITIVE_INFINITY,
  }));

/** What was seen from a moment on: of each week of sending the days of age that its middle had before it then. O(cells). */
export const since = (strata: readonly StratumTable[], at: number): StratumTable[] =>
  summed(strata, (week) => ({ from: firstRecentAge(week, at), to: Number.POSITIVE_INFINITY }));

/** The first day of age that the middle of a week of sending begins at a moment or later; 0 for one sent after it. O(1). */
export function firstRecentAge(week: number, at: number): number {
  const middle = startOfWeek(week) + MILLISECONDS_PER_WEEK / 2;
  return Math.max(0, Math.ceil((at - middle) / MILLISECONDS_PER_DAY));
}

/** The tables alone, without those of the weeks: in one pass over the cells. */
function summed(strata: readonly StratumTable[], ages: Ages): StratumTable[] {
  return strata.map((stratum) => {
    const sum = emptyTable(stratum.table.lastAge + 1);
    for (const { week, table } of stratum.cohorts) {
      const { from, to } = ages(week);
      if (to >= from) addCells(sum, table, from, to);
    }
    return { ...stratum, cohorts: [], table: sum.finish() };
  });
}

/** Whether its last row is one that `finish` keeps: then all of its cells, added up, are the table itself. */
const isFinished = ({ atRisk, censored, lastAge }: LifeTable): boolean =>
  at(atRisk, lastAge) > 0 || at(censored, lastAge) > 0;

function restrict(strata: readonly StratumTable[], ages: Ages): StratumTable[] {
  return strata.map((stratum) => {
    const cohorts = stratum.cohorts.flatMap(({ week, table }) => {
      const { from, to } = ages(week);
      if (to < from || table.lastAge < from) return [];
      if (from <= 0 && to >= table.lastAge && isFinished(table)) return [{ week, table }];
      const cut = emptyTable(Math.min(to, table.lastAge) + 1);
      addCells(cut, table, from, to);
      return [{ week, table: cut.finish() }];
    });
    return { ...stratum, cohorts, table: sumOf(cohorts.map(({ table }) => table)) };
  });
}

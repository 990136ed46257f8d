import { at } from "./at.ts";
import { borrow } from "./borrow.ts";
import { type BySweep, bySweep } from "./by-sweep.ts";
import { cumulativeIncidence } from "./cumulative-incidence.ts";
import type { LifeTable } from "./life-table.ts";
import type { Cohort, StratumTable } from "./strata.ts";
import { survival } from "./survival.ts";

/** One stratum in a combined curve. */
export interface Part {
  /** Share of all that is sent, 0 to 1; the weights of all parts add up to 1. */
  readonly weight: number;
  /** With what it borrows. */
  readonly table: LifeTable;
  /** `S(t)` and `A(t)` of the stratum alone. */
  readonly stillPending: Float64Array;
  readonly accepted: Float64Array;
  readonly gone: Float64Array;
  /** Its tables by week of sending, nothing borrowed; empty where weeks are not told apart. */
  readonly weeks: readonly LifeTable[];
  /** At the hour of the sweep of each day. */
  readonly bySweep: BySweep;
}

/** First ages at which a sent invitation is first seen: under a weekly listing up to six days. */
const FRESH_DAYS = 7;

/**
 * Strata as parts of a whole, each weighed by what it sends: its entries in the first week of age, so that a backlog counts
 * for nothing; all its entries where no stratum has any such. O(strata × oldest age).
 *
 * `all`: what they borrow from. A lone table that is all there is borrows nothing.
 */
export function partsOf(strata: readonly Pick<StratumTable, "table" | "cohorts">[], all: LifeTable): Part[] {
  const fresh = strata.map(({ table }) => sum(table.entries.subarray(0, FRESH_DAYS)));
  const sent = sum(fresh) > 0 ? fresh : strata.map(({ table }) => sum(table.entries));
  const total = sum(sent);
  const isAlone = strata.length === 1 && strata.every(({ table }) => isSame(table, all));
  return strata.flatMap(({ table, cohorts }, index) => {
    const weight = total > 0 ? at(sent, index) / total : 1 / strata.length;
    if (weight === 0) return [];
    return [partOf(isAlone ? table : borrow(table, all), weight, cohorts)];
  });
}

function partOf(table: LifeTable, weight: number, cohorts: readonly Cohort[]): Part {
  const { estimate } = survival(table);
  const { accepted, gone } = cumulativeIncidence(table);
  const weeks = cohorts.map((cohort) => cohort.table);
  return { weight, table, stillPending: estimate, accepted, gone, weeks, bySweep: bySweep(table, estimate, accepted) };
}

const isSame = (own: LifeTable, all: LifeTable): boolean => sum(own.entries) === sum(all.entries);

const sum = (values: Iterable<number>): number => {
  let total = 0;
  for (const value of values) total += value;
  return total;
};

/** The mean of a curve over the parts, by weight. Past the end of a part's curve it keeps its last value. O(parts × days). */
export function weighted(parts: readonly Part[], days: number, curve: (part: Part) => Float64Array): Float64Array {
  const mean = new Float64Array(days);
  for (const part of parts) {
    const values = curve(part);
    const last = values[values.length - 1] ?? 0;
    for (let age = 0; age < days; age++) mean[age] = at(mean, age) + part.weight * (values[age] ?? last);
  }
  return mean;
}

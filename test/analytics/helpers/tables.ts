import { type LifeTable, lifeTable } from "../../../lib/analytics/life-table.ts";
import type { Observation } from "../../../lib/analytics/observation.ts";
import { type StratumTable, sumOf } from "../../../lib/analytics/strata.ts";
import { gridOf } from "./observations.ts";

export const tableOf = (...groups: readonly (readonly Observation[])[]): LifeTable => lifeTable(gridOf(...groups));

/** A stratum with these observations in each week of sending (see `weekOf`). */
export function stratumOf(identityId: string, weeks: Readonly<Record<number, readonly Observation[]>>): StratumTable {
  const cohorts = Object.entries(weeks).map(([week, seen]) => ({ week: Number(week), table: tableOf(seen) }));
  return { identityId, thresholdDays: 21, cohorts, table: sumOf(cohorts.map(({ table }) => table)) };
}

/** A table's columns as plain arrays, for comparing. */
export function columnsOf(table: LifeTable) {
  const { firstAge, lastAge, entries, accepted, acceptedBeforeSweep, gone, censored, atRisk, atRiskOfGone } = table;
  const columns = { entries, accepted, acceptedBeforeSweep, gone, censored, atRisk, atRiskOfGone };
  const plain = Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, [...column]]));
  return { ...plain, firstAge, lastAge };
}

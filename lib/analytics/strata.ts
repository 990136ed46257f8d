import type { Cohorts, IdentityCohorts } from "./cohorts.ts";
import { type LifeTable, lifeTable } from "./life-table.ts";
import { addCells, emptyTable } from "./table-sum.ts";

/** Those who were sent in one week. */
export interface Cohort {
  /** See `weekOf`. */
  readonly week: number;
  readonly table: LifeTable;
}

/** Invitations of one identity under one threshold: what is taken to behave alike, but for its weeks. */
export interface StratumTable {
  readonly identityId: string;
  readonly thresholdDays: number | null;
  readonly cohorts: readonly Cohort[];
  /** Of all its cohorts. */
  readonly table: LifeTable;
}

/** More of them, and the smallest are taken together: what they say alone is mostly borrowed anyway. */
const MAX_STRATA = 60;

/**
 * The strata: identity × threshold in force in the week of sending, which is known at the start of each life. Were it the
 * threshold at its end, a new threshold would be made of those alone who lived to see it. O(cells).
 */
export function strataOf({ identities }: Pick<Cohorts, "identities">): StratumTable[] {
  const strata: StratumTable[] = [];
  for (const [identityId, one] of [...identities].sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (const [thresholdDays, weeks] of regimesOf(one)) {
      const cohorts = weeks.map((week) => ({ week, table: tableOf(one, week) }));
      strata.push({ identityId, thresholdDays, cohorts, table: sumOf(cohorts.map(({ table }) => table)) });
    }
  }
  return atMost(strata, MAX_STRATA);
}

/**
 * The strata of one identity among those of all: the same that `strataOf` makes of its own cohorts, and one object, so that
 * what is worked out for the one is there for the other. Undefined for an identity that is not there alone.
 */
export function ownStrata(all: readonly StratumTable[]): (identityId: string) => StratumTable[] | undefined {
  // With more of them the smallest are one stratum, and whose they are is not told any more.
  if (all.length >= MAX_STRATA) return () => undefined;
  const byIdentity = new Map<string, StratumTable[]>();
  for (const one of all) {
    const own = byIdentity.get(one.identityId);
    if (own === undefined) byIdentity.set(one.identityId, [one]);
    else own.push(one);
  }
  return (identityId) => byIdentity.get(identityId);
}

const tableOf = ({ byWeek }: IdentityCohorts, week: number): LifeTable => {
  const grid = byWeek.get(week);
  return grid === undefined ? emptyTable(0) : lifeTable(grid);
};

/** Weeks of sending by the threshold in force then: that of the last week before it of which endings tell, or else the first. */
function regimesOf({ byWeek, thresholds }: IdentityCohorts): Map<number | null, number[]> {
  const told = [...thresholds].sort(([a], [b]) => a - b);
  const regimes = new Map<number | null, number[]>();
  for (const week of [...byWeek.keys()].sort((a, b) => a - b)) {
    const inForce = told.findLast(([from]) => from <= week) ?? told[0];
    const threshold = inForce?.[1] ?? null;
    regimes.set(threshold, [...(regimes.get(threshold) ?? []), week]);
  }
  return regimes;
}

/** The sum of tables, cell by cell. O(cells). */
export function sumOf(tables: readonly LifeTable[]): LifeTable {
  const sum = emptyTable(Math.max(0, ...tables.map(({ lastAge }) => lastAge + 1)));
  for (const table of tables) addCells(sum, table, 0, table.lastAge);
  return sum.finish();
}

function atMost(strata: StratumTable[], most: number): StratumTable[] {
  if (strata.length <= most) return strata;
  const bySize = strata.toSorted((a, b) => sizeOf(b) - sizeOf(a));
  const rest = bySize.slice(most - 1);
  const cohorts = rest.flatMap((one) => one.cohorts);
  const together = { identityId: "", thresholdDays: null, cohorts, table: sumOf(rest.map(({ table }) => table)) };
  return [...bySize.slice(0, most - 1), together];
}

const sizeOf = ({ table }: StratumTable): number => table.entries.reduce((sum, count) => sum + count, 0);

import type { Cohorts } from "./cohorts.ts";
import { DayGrid } from "./day-grid.ts";
import { type LifeTable, lifeTable } from "./life-table.ts";
import { type StratumTable, strataOf } from "./strata.ts";

/** What an analysis is made from. */
export interface AnalysisInput {
  /** Those it is about. */
  readonly strata: readonly StratumTable[];
  /** All that a small stratum may borrow from; the same array where they are all there are. */
  readonly pool: readonly StratumTable[];
  readonly informativeCensorings: number;
  /** The end of what was watched, in milliseconds since 1970 UTC; null where weeks are not told apart. */
  readonly until: number | null;
  /** Which ages were watched enough, where that is not all that the pool shows. */
  readonly reach?: LifeTable | null;
}

/** An input of counts by day of age alone: one stratum, whose weeks are not told apart. */
export function inputOfGrid(grid: DayGrid): AnalysisInput {
  const strata = [{ identityId: "", thresholdDays: null, cohorts: [], table: lifeTable(grid) }];
  return { strata, pool: strata, informativeCensorings: grid.informativeCensorings, until: null };
}

/** An input of invitations by identity and week, of some of those in `pool` or of all; `strata`: theirs, where they are known. O(cells). */
export function inputOfCohorts(
  cohorts: Cohorts,
  until: number,
  pool?: readonly StratumTable[],
  strata = strataOf(cohorts),
): AnalysisInput {
  let informativeCensorings = 0;
  for (const { byWeek } of cohorts.identities.values()) {
    for (const grid of byWeek.values()) informativeCensorings += grid.informativeCensorings;
  }
  return { strata, pool: pool ?? strata, informativeCensorings, until };
}

export const isGrid = (input: AnalysisInput | DayGrid): input is DayGrid => input instanceof DayGrid;

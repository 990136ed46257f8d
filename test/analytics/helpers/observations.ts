import { DayGrid } from "../../../lib/analytics/day-grid.ts";
import type { Ending, Observation } from "../../../lib/analytics/observation.ts";

/** Observations that all end the same way, at these ages, seen from the same age on. */
export function ending(how: Ending, exitAges: readonly number[], entryAge = 0): Observation[] {
  return exitAges.map((exitAge) => ({ entryAge, exitAge, ending: how }));
}

/** `count` observations alike. */
export function times(count: number, how: Ending, exitAge: number, entryAge = 0): Observation[] {
  return Array.from({ length: count }, () => ({ entryAge, exitAge, ending: how }));
}

export function gridOf(...groups: readonly (readonly Observation[])[]): DayGrid {
  const grid = new DayGrid();
  for (const observation of groups.flat()) grid.add(observation);
  return grid;
}

/** A grid's counts as plain arrays, for comparing. */
export function countsOf(grid: DayGrid) {
  const columns = grid.columns();
  return {
    entries: [...columns.entries],
    accepted: [...columns.accepted],
    gone: [...columns.gone],
    censored: [...columns.censored],
    informativeCensorings: grid.informativeCensorings,
  };
}

/** Every column of a grid as plain arrays, parts of days and all. */
export function columnsOf(grid: DayGrid): Readonly<Record<string, readonly number[]>> {
  return Object.fromEntries(Object.entries(grid.columns()).map(([name, column]) => [name, [...column]]));
}

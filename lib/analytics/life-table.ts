import type { DayGrid, GridColumns } from "./day-grid.ts";

/** One row per day of age, 0 to `lastAge`, as columns; index t is age t in days. */
export interface LifeTable extends GridColumns {
  /** `n(t)`: entered at or before t, not yet ended before t. May rise with age, because invitations enter late. */
  readonly atRisk: Float64Array;
  /** Smallest age at which anyone was at risk, where every curve starts; −1 for an empty grid. */
  readonly firstAge: number;
  /** Largest observed age; −1 for an empty grid. Nothing is claimed beyond it. */
  readonly lastAge: number;
}

/**
 * The life table of a grid: `n(t) = Σ_{s≤t} entries(s) − Σ_{s<t} (accepted + gone + censored)(s)`.
 *
 * O(oldest age) in time and memory, whatever the number of invitations. A copy: adding to the grid later leaves it
 * alone. An empty grid gives empty columns. `n(t)` can be 0 between two ages at which somebody was at risk.
 */
export function lifeTable(grid: DayGrid): LifeTable {
  const columns = grid.columns();
  const atRisk = new Float64Array(grid.lastAge + 1);
  let present = 0;
  for (let age = 0; age <= grid.lastAge; age++) {
    present += columns.entries[age] ?? 0;
    atRisk[age] = present;
    present -= (columns.accepted[age] ?? 0) + (columns.gone[age] ?? 0) + (columns.censored[age] ?? 0);
  }
  return {
    entries: columns.entries.slice(),
    accepted: columns.accepted.slice(),
    gone: columns.gone.slice(),
    censored: columns.censored.slice(),
    atRisk,
    firstAge: atRisk.findIndex((count) => count > 0),
    lastAge: grid.lastAge,
  };
}

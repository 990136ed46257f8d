import { at } from "./at.ts";
import type { DayGrid } from "./day-grid.ts";
import { MINUTES_PER_DAY } from "./observation.ts";

/** One row per day of age, 0 to `lastAge`, as columns; index t is age t in days. */
export interface LifeTable {
  readonly entries: Float64Array;
  readonly accepted: Float64Array;
  /** Of `accepted`: before the hour at which sweeps come to the invitation. */
  readonly acceptedBeforeSweep: Float64Array;
  readonly gone: Float64Array;
  readonly censored: Float64Array;
  /**
   * `n(t)` for acceptances: entered at or before t, not yet ended before t, in invitations watched for the whole day; of one
   * that was watched for a part of it, that part counts. May rise with age, because invitations enter late.
   */
  readonly atRisk: Float64Array;
  /** The same for *gone*, which only a later list can notice: those that the day's list could have found gone. */
  readonly atRiskOfGone: Float64Array;
  /** Smallest age at which anyone was at risk, where every curve starts; −1 for an empty grid. */
  readonly firstAge: number;
  /** Largest observed age; −1 for an empty grid. Nothing is claimed beyond it. */
  readonly lastAge: number;
}

/**
 * The life table of a grid: `n(t) = Σ_{s≤t} entries(s) − Σ_{s<t} (accepted + gone + censored)(s)`, less what of the day t
 * nobody watched.
 *
 * O(oldest age) in time and memory, whatever the number of invitations. A copy: adding to the grid later leaves it
 * alone. An empty grid gives empty columns. `n(t)` can be 0 between two ages at which somebody was at risk.
 */
export function lifeTable(grid: DayGrid): LifeTable {
  const columns = grid.columns();
  const { entries, accepted, acceptedBeforeSweep, gone, censored, atRisk, atRiskOfGone } = tableOfZeros(
    grid.lastAge + 1,
  );
  entries.set(columns.entries);
  accepted.set(columns.accepted);
  acceptedBeforeSweep.set(columns.acceptedBeforeSweep);
  gone.set(columns.gone);
  censored.set(columns.censored);
  let present = 0;
  for (let age = 0; age <= grid.lastAge; age++) {
    present += at(entries, age);
    atRisk[age] = present - at(columns.unwatchedMinutes, age) / MINUTES_PER_DAY;
    atRiskOfGone[age] = present - at(columns.justEntered, age);
    present -= at(accepted, age) + at(gone, age) + at(censored, age);
  }
  const table = { entries, accepted, acceptedBeforeSweep, gone, censored, atRisk, atRiskOfGone };
  return { ...table, firstAge: atRisk.findIndex((count) => count > 0), lastAge: grid.lastAge };
}

export type TableColumns = Omit<LifeTable, "firstAge" | "lastAge">;

/** Columns of zeros in one buffer: a report of a thousand identities has a hundred thousand tables. O(days). */
export function tableOfZeros(days: number): TableColumns {
  const { buffer } = new Float64Array(7 * days);
  const column = (place: number) => new Float64Array(buffer, place * days * Float64Array.BYTES_PER_ELEMENT, days);
  return {
    entries: column(0),
    accepted: column(1),
    acceptedBeforeSweep: column(2),
    gone: column(3),
    censored: column(4),
    atRisk: column(5),
    atRiskOfGone: column(6),
  };
}

import { at } from "./at.ts";
import { hazardsAt } from "./hazards.ts";
import type { LifeTable } from "./life-table.ts";
import { addCells, emptyTable } from "./table-sum.ts";

/** How many invitations' worth a stratum borrows on each day of age. */
export const BORROWED_INVITATIONS = 10;
/** Events' worth by which a stratum's own level is drawn towards that of all. */
const LEVEL_EVENTS = 10;

/**
 * Partial pooling: on each day of age a stratum counts its own invitations and ten more that do on that day as all strata
 * together do, at this stratum's level. So a large one speaks for itself, a small one or one that nobody was watched in at
 * an age borrows, and between the two it is a mean of both by their numbers.
 *
 * The level of a stratum is `(seen + 10)/(expected + 10)`: its acceptances (or those gone) over all ages, against those it
 * would have at the chances of all; the same shape, more or less of it. O(oldest age).
 *
 * A lone stratum is all there is and borrows nothing. Counts of the result are fractions; `entries` and `censored` stay.
 */
export function borrow(own: LifeTable, all: LifeTable): LifeTable {
  const days = Math.max(own.lastAge, all.lastAge) + 1;
  const table = emptyTable(days);
  addCells(table, own, 0, own.lastAge);
  const level = { accepted: levelOf(own, all, "accepted"), gone: levelOf(own, all, "gone") };
  for (let age = 0; age <= all.lastAge; age++) {
    if (at(all.atRisk, age) <= 0) continue;
    const chances = hazardsAt(all, age);
    const scale = Math.min(1, 1 / (level.accepted * chances.accepted + level.gone * chances.gone));
    const accepted = BORROWED_INVITATIONS * level.accepted * chances.accepted * scale;
    const before = chances.accepted > 0 ? chances.beforeSweep / chances.accepted : 0;
    add(table.atRisk, age, BORROWED_INVITATIONS);
    add(table.atRiskOfGone, age, BORROWED_INVITATIONS);
    add(table.accepted, age, accepted);
    add(table.acceptedBeforeSweep, age, accepted * before);
    add(table.gone, age, BORROWED_INVITATIONS * level.gone * chances.gone * scale);
  }
  return table.finish();
}

function levelOf(own: LifeTable, all: LifeTable, event: "accepted" | "gone"): number {
  const atRisk = event === "accepted" ? own.atRisk : own.atRiskOfGone;
  let [seen, expected] = [0, 0];
  for (let age = 0; age <= own.lastAge; age++) {
    seen += at(own[event], age);
    expected += at(atRisk, age) * hazardsAt(all, age)[event];
  }
  return (seen + LEVEL_EVENTS) / (expected + LEVEL_EVENTS);
}

function add(column: Float64Array, age: number, by: number): void {
  column[age] = at(column, age) + by;
}

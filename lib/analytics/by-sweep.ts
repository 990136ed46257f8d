import { hazardsAt } from "./hazards.ts";
import type { LifeTable } from "./life-table.ts";

/** What a sweep finds that comes to invitations on day t of their age; index t, shares in [0, 1]. */
export interface BySweep {
  /** Accepted before that hour: what a threshold of t days keeps. */
  readonly accepted: Float64Array;
  /** Still pending then: what it withdraws. */
  readonly stillPending: Float64Array;
}

/**
 * The curves at the hour of the sweep, and not at the end of the day: a threshold of T days withdraws during day T, so what
 * would have been accepted on that day after the hour is given up, and what came before it is not. Its list comes first, and
 * finds all that are gone on that day. O(oldest age).
 *
 * `stillPending` and `accepted` as estimated after the events of each day. Data in whole days have the sweep at the start of
 * the day, so that `accepted` is the curve of the day before.
 */
export function bySweep(table: LifeTable, stillPending: Float64Array, accepted: Float64Array): BySweep {
  const atSweep = new Float64Array(table.lastAge + 1);
  const pending = new Float64Array(table.lastAge + 1);
  for (let age = 0; age <= table.lastAge; age++) {
    const [pendingBefore, acceptedBefore] = [stillPending[age - 1] ?? 1, accepted[age - 1] ?? 0];
    const chances = hazardsAt(table, age);
    atSweep[age] = acceptedBefore + pendingBefore * chances.beforeSweep;
    pending[age] = pendingBefore * (1 - chances.beforeSweep - chances.gone);
  }
  return { accepted: atSweep, stillPending: pending };
}

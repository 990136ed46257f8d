import { hazardsAt } from "./hazards.ts";
import type { LifeTable } from "./life-table.ts";
import type { Part } from "./parts.ts";

/** The acceptances from the sweep of one day of age to that of another, as the Aalen–Johansen sum sees them. */
export interface AcceptancesBetween {
  /** Acceptances seen, with those borrowed: a whole number where nothing is. */
  readonly count: number;
  /** `Σ w(t) a(t)`, with `w(t) = S(t−)/n(t)`: one acceptance at t stands for w(t) of all sent. */
  readonly share: number;
  /** `Σ w(t)² a(t)`: variance of the share if each `a(t)` is a Poisson count. */
  readonly variance: number;
  /** Still pending at the sweep of the first day. */
  readonly stillPending: number;
  /** How many invitations, watched from one to the other, these days are worth (see `heldThroughout`). */
  readonly held: number;
}

/** From the sweep of day `from` on, up to that of day `to` or, where `to` is the horizon, to the end of it. */
export interface SweepSpan {
  readonly from: number;
  readonly to: number;
  readonly isToHorizon: boolean;
}

/**
 * Sums the acceptances of a span over the parts of a whole. O(parts × to). `from = to` gives zeros and `held` 0.
 * `reach`: the table that says how many were watched, nothing borrowed. `to` may not exceed the last age.
 */
export function acceptancesBetween(parts: readonly Part[], reach: LifeTable, span: SweepSpan): AcceptancesBetween {
  const { from, to } = span;
  let [count, share, variance, stillPending] = [0, 0, 0, 0];
  for (const { weight, table, stillPending: pending, bySweep } of parts) {
    // Before the curve begins all are pending.
    stillPending += weight * (bySweep.stillPending[from] ?? 1);
    for (let age = from; age <= to; age++) {
      for (const events of eventsOf(table, age, span)) {
        if (events.chance === 0) continue;
        const shareHere = weight * (pending[age - 1] ?? 1) * events.chance;
        count += events.count;
        share += shareHere;
        if (events.count > 0) variance += shareHere ** 2 / events.count;
      }
    }
  }
  return { count, share, variance, stillPending, held: heldThroughout(reach, from, to) };
}

/** Acceptances of a part of a day, and the chance they make. */
export interface DayEvents {
  readonly count: number;
  readonly chance: number;
}

/** What a day of age adds before its sweep, and after it. O(1). */
export function dayEvents(table: LifeTable, age: number): { readonly before: DayEvents; readonly after: DayEvents } {
  const { accepted, beforeSweep } = hazardsAt(table, age);
  const early = table.acceptedBeforeSweep[age] ?? 0;
  return {
    before: { count: early, chance: beforeSweep },
    after: { count: (table.accepted[age] ?? 0) - early, chance: accepted - beforeSweep },
  };
}

function eventsOf(table: LifeTable, age: number, { from, to, isToHorizon }: SweepSpan): DayEvents[] {
  const { before, after } = dayEvents(table, age);
  return [...(age === from ? [] : [before]), ...(age === to && !isToHorizon ? [] : [after])];
}

/**
 * The n of the rule of three when the number at risk changes with age: the smallest mean of `n(t)` over the first k
 * days after `from`, for any k up to `to`. O(to − from).
 *
 * With no acceptance on these days, hazards h(t) remain possible at 5% as long as `Σ h(t) n(t) ≤ 3`. If the hazard of
 * acceptance does not rise with age, `Σ h(t)` is largest when it is even over the first k days and 0 after, where it
 * is `3 / mean n`. So `3 / held` bounds it, and the chance of acceptance with it. Equals n when n(t) = n throughout.
 * Counting everyone who was at risk just after `from` would be too hopeful: most may have been watched for one day.
 */
export function heldThroughout(table: LifeTable, from: number, to: number): number {
  let exposure = 0;
  let held = Number.POSITIVE_INFINITY;
  for (let age = from + 1; age <= to; age++) {
    exposure += table.atRisk[age] ?? 0;
    held = Math.min(held, exposure / (age - from));
  }
  return held === Number.POSITIVE_INFINITY ? 0 : held;
}

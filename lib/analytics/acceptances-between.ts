import type { LifeTable } from "./life-table.ts";

/** The acceptances of the ages (from, to], as the Aalen–Johansen sum sees them. */
export interface AcceptancesBetween {
  /** Acceptances seen. */
  readonly count: number;
  /** `Σ w(t) a(t) = A(to) − A(from)`, with `w(t) = S(t−)/n(t)`: one acceptance at t stands for w(t) of all sent. */
  readonly share: number;
  /** `Σ w(t)² a(t)`: variance of the share if each `a(t)` is a Poisson count. */
  readonly variance: number;
  /** `S(from)`. */
  readonly stillPending: number;
  /** How many invitations, watched from `from` to `to`, these days are worth (see `heldThroughout`). */
  readonly held: number;
}

/**
 * Sums the acceptances after day `from`, up to and including day `to`. O(to).
 * `from = to` gives zeros and `held` 0. `to` may not exceed the table's last age.
 */
export function acceptancesBetween(
  table: LifeTable,
  stillPending: Float64Array,
  from: number,
  to: number,
): AcceptancesBetween {
  let [count, share, variance] = [0, 0, 0];
  for (let age = from + 1; age <= to; age++) {
    const accepted = table.accepted[age] ?? 0;
    if (accepted === 0) continue;
    const weight = (stillPending[age - 1] ?? 1) / (table.atRisk[age] ?? 0);
    count += accepted;
    share += weight * accepted;
    variance += weight ** 2 * accepted;
  }
  return { count, share, variance, stillPending: stillPending[from] ?? 1, held: heldThroughout(table, from, to) };
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
function heldThroughout(table: LifeTable, from: number, to: number): number {
  let exposure = 0;
  let held = Number.POSITIVE_INFINITY;
  for (let age = from + 1; age <= to; age++) {
    exposure += table.atRisk[age] ?? 0;
    held = Math.min(held, exposure / (age - from));
  }
  return held === Number.POSITIVE_INFINITY ? 0 : held;
}

import type { LifeTable } from "./life-table.ts";

/** Fewer than this many at risk, and one event moves the curve by more than 3 points. */
const HORIZON_AT_RISK = 30;

/**
 * The horizon H: the largest age with at least 30 at risk, as far as the curve reaches unbroken (see `curveBreak`).
 * O(oldest age). `null` when no age qualifies, as with an empty grid. Acceptances after H are not spoken of.
 */
export function horizon(table: LifeTable): number | null {
  const reach = curveBreak(table) ?? table.lastAge;
  for (let age = reach; age >= 0; age--) {
    if ((table.atRisk[age] ?? 0) >= HORIZON_AT_RISK) return age;
  }
  return null;
}

/**
 * The first age whose events end everyone at risk, or at which no one is at risk, although others were seen at a later
 * age. `null` when there is none, the usual case. O(oldest age).
 *
 * Only left truncation makes this possible: older invitations enter after the younger ones are used up. The product of
 * `1 − d/n` is then 0 for good, or skips days that nobody was watched on, and the data beyond cannot be joined to the
 * data before. Passing over it would report "no acceptances are lost" for want of anyone to lose.
 */
export function curveBreak(table: LifeTable): number | null {
  for (let age = table.firstAge; age >= 0 && age < table.lastAge; age++) {
    const left = (table.atRisk[age] ?? 0) - (table.accepted[age] ?? 0) - (table.gone[age] ?? 0);
    if (left <= 0) return age;
  }
  return null;
}

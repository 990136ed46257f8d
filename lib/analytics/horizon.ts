import { at } from "./at.ts";
import type { LifeTable } from "./life-table.ts";

/** Fewer at risk, and one event moves the curve by more than a point. */
export const HORIZON_AT_RISK = 100;

/**
 * The horizon H: the last age with at least 100 at risk at it and at every age before it. O(oldest age). `null` when there
 * are fewer already at age 0, as with an empty grid. Acceptances after H are not spoken of.
 *
 * Every age, because a curve is a product over them: where one person alone bridges some days, nothing is known of what
 * happens on these, however many were watched later.
 */
export function horizon(table: LifeTable): number | null {
  const reach = curveBreak(table) ?? table.lastAge;
  const short = firstShortAge(table) - 1;
  return Math.min(short, reach) < 0 ? null : Math.min(short, reach);
}

/** The first age with fewer than 100 at risk; one past the last age where there is none. O(oldest age). */
export function firstShortAge({ atRisk, lastAge }: LifeTable): number {
  for (let age = 0; age <= lastAge; age++) if (at(atRisk, age) < HORIZON_AT_RISK) return age;
  return lastAge + 1;
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
    const left = at(table.atRisk, age) - at(table.accepted, age) - at(table.gone, age);
    if (left <= 0) return age;
  }
  return null;
}

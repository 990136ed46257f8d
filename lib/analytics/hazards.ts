import type { LifeTable } from "./life-table.ts";

/** Chances of one day of age for an invitation still pending that morning; in [0, 1], and together at most 1. */
export interface DayHazards {
  readonly accepted: number;
  readonly gone: number;
  /** Of both together: `1 − ended` stay pending. */
  readonly ended: number;
  /** Of `accepted`: before the hour at which the sweep comes. */
  readonly beforeSweep: number;
}

/**
 * `a(t)/n(t)` and `g(t)/n_g(t)`. O(1). 0 where nobody was at risk.
 *
 * Where the two denominators are the same, as with whole days, the sum is `(a + g)/n`, the discrete estimate to the last
 * digit. With parts of days few at risk can see more events than days: no chance exceeds what is left.
 *
 * Before the sweep all are watched who were there when the day began, the same whom its list could find gone: those that are
 * withdrawn on that day among them, who are not watched after it. So the part of the day before has a denominator of its own.
 */
export function hazardsAt(table: LifeTable, age: number): DayHazards {
  const [accepted, gone] = [table.accepted[age] ?? 0, table.gone[age] ?? 0];
  const [atRisk, atRiskOfGone] = [table.atRisk[age] ?? 0, table.atRiskOfGone[age] ?? 0];
  const before = table.acceptedBeforeSweep[age] ?? 0;
  if (atRisk === atRiskOfGone && accepted + gone <= atRisk) {
    if (atRisk <= 0) return NONE;
    const ended = (accepted + gone) / atRisk;
    return { accepted: accepted / atRisk, gone: gone / atRisk, ended, beforeSweep: before / atRisk };
  }
  const ofAcceptance = chance(accepted, atRisk);
  const ofGone = Math.min(chance(gone, atRiskOfGone), 1 - ofAcceptance);
  const beforeSweep = Math.min(ofAcceptance, chance(before, atRiskOfGone));
  return { accepted: ofAcceptance, gone: ofGone, ended: ofAcceptance + ofGone, beforeSweep };
}

/** `hazardsAt(table, age).accepted` for every age of a table, for whoever asks for each of them often. O(ages). */
export function acceptedHazards(table: LifeTable): Float64Array {
  const chances = new Float64Array(table.lastAge + 1);
  for (let age = 0; age < chances.length; age++) chances[age] = hazardsAt(table, age).accepted;
  return chances;
}

const NONE: DayHazards = { accepted: 0, gone: 0, ended: 0, beforeSweep: 0 };

const chance = (events: number, atRisk: number): number =>
  events === 0 ? 0 : atRisk <= 0 ? 1 : Math.min(1, events / atRisk);

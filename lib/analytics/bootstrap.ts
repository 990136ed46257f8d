import { at } from "./at.ts";
import { hazardsAt } from "./hazards.ts";
import type { LifeTable } from "./life-table.ts";
import type { Part } from "./parts.ts";
import { poissonSampler } from "./poisson.ts";
import { createRandom, type Random } from "./random.ts";

/** Replicates when nothing else is asked for. */
export const DEFAULT_REPLICATES = 1_000;

/** Resampled curves at one age; each has the value of every replicate, and the same index is the same replicate. */
export interface ResampledAge {
  /** `S′` and `A′` after the events of the day. */
  readonly stillPending: Float64Array;
  readonly accepted: Float64Array;
  /** The same at the hour of the sweep of that day (see `bySweep`). */
  readonly pendingAtSweep: Float64Array;
  readonly acceptedBySweep: Float64Array;
}

/** By age in days, in ascending order. */
export type BootstrapCurves = ReadonlyMap<number, ResampledAge>;

/**
 * Poisson bootstrap over the day grid.
 *
 * The resampling unit is the *invitation-day*: one invitation at risk on one day, which ended accepted, gone, or not.
 * Each gets an independent Poisson(1) weight, so on a day with n at risk the weighted counts are
 * `a′ ~ Poisson(a)`, `g′ ~ Poisson(g)`, `stayed′ ~ Poisson(n − a − g)`, `n′ = a′ + g′ + stayed′`, and the replicate's
 * curve is built from `a′/n′` and `g′/n′`. Given n′, (a′, g′) is multinomial, so no hazard leaves [0, 1].
 *
 * Why that unit: the grid keeps counts per age and not who entered when, so whole invitations cannot be redrawn. They
 * need not be: the likelihood of discrete-time hazards is a product over invitation-days, and the increments of the
 * estimators are uncorrelated from day to day given the past, under left truncation and right censoring that are
 * independent of the outcome. It is a Poisson-weighted form of the "weird bootstrap" of Andersen, Borgan, Gill and
 * Keiding (1993, section IV.1.4); Beyersmann, Di Termini and Pauly (2013) prove resampling of this kind valid for the
 * Aalen–Johansen estimator.
 *
 * Limits. (1) The number at risk is redrawn around its observed value on each day by itself, and the horizon is held
 * fixed: second-order matters. On simulated data the spread is within 2% of what redrawing whole invitations gives; if
 * outcomes depended on the age of first sight, it would not be, and the curve itself would be biased. (2) Invitations
 * are taken as independent; if batches differ a lot, the intervals are too narrow. (3) A day without events stays one
 * in every replicate: no late acceptances resample to none, and a few to too low an upper end. `few-events.ts` mends
 * both. (4) Censoring that knows about acceptance is no more repaired here than in the estimate.
 *
 * Of those at risk on a part of the day the parts count, so `n` is no whole number, nor are counts that are borrowed: the
 * means of the draws are what they are. The number at risk of *gone* is redrawn in proportion. Strata are redrawn each for
 * itself and added up by weight, replicate by replicate.
 *
 * Cost O(parts × days with events × replicates), about four draws each, whatever the number of invitations; memory
 * O(ages asked for × replicates). The same parts, ages and seed give the same numbers. A replicate that draws n′ = 0
 * keeps its curve as it was that day; ages beyond the table keep the last value.
 */
export function bootstrapCurves(
  parts: readonly Pick<Part, "weight" | "table">[],
  ages: Iterable<number>,
  seed: number,
  replicates: number = DEFAULT_REPLICATES,
): BootstrapCurves {
  const kept = new Map([...new Set(ages)].sort((a, b) => a - b).map((age) => [age, emptyAge(replicates)]));
  for (const [index, { weight, table }] of parts.entries()) {
    // A stream of its own: what one part draws does not depend on how far another goes.
    resamplePart(table, kept, weight, createRandom((seed + index * 0x9e3779b9) >>> 0));
  }
  return kept;
}

const emptyAge = (replicates: number): ResampledAge => ({
  stillPending: new Float64Array(replicates),
  accepted: new Float64Array(replicates),
  pendingAtSweep: new Float64Array(replicates),
  acceptedBySweep: new Float64Array(replicates),
});

// Day by day with all replicates inside, not the other way round: the samplers of a day are set up once.
function resamplePart(table: LifeTable, kept: BootstrapCurves, weight: number, random: Random): void {
  const replicates = [...kept.values()][0]?.accepted.length ?? 0;
  const day = { pending: new Float64Array(replicates).fill(1), accepted: new Float64Array(replicates) };
  const atSweep = { pending: new Float64Array(replicates), accepted: new Float64Array(replicates) };
  let next = 0;
  for (const [age, sum] of kept) {
    for (; next < age; next++) resampleDay(table, next, day, random);
    atSweep.pending.set(day.pending);
    atSweep.accepted.set(day.accepted);
    if (next === age) resampleDay(table, next++, day, random, atSweep);
    addTo(sum.stillPending, day.pending, weight);
    addTo(sum.accepted, day.accepted, weight);
    addTo(sum.pendingAtSweep, atSweep.pending, weight);
    addTo(sum.acceptedBySweep, atSweep.accepted, weight);
  }
}

interface Replicates {
  readonly pending: Float64Array;
  readonly accepted: Float64Array;
}

function resampleDay(table: LifeTable, day: number, curves: Replicates, random: Random, atSweep?: Replicates): void {
  const { ended } = hazardsAt(table, day);
  if (ended === 0) return;
  const [accepted, gone] = [at(table.accepted, day), at(table.gone, day)];
  const before = Math.min(accepted, at(table.acceptedBeforeSweep, day));
  const [atRisk, atRiskOfGone] = [at(table.atRisk, day), at(table.atRiskOfGone, day)];
  const drawBefore = poissonSampler(before, random);
  const drawAfter = poissonSampler(accepted - before, random);
  const drawGone = poissonSampler(gone, random);
  const drawStayed = poissonSampler(Math.max(0, Math.max(atRisk, gone) - accepted - gone), random);
  const ofGone = atRiskOfGone > 0 && atRisk > 0 ? atRisk / atRiskOfGone : 1;
  const { pending, accepted: sofar } = curves;
  for (let replicate = 0; replicate < pending.length; replicate++) {
    const early = before === 0 ? 0 : drawBefore();
    const events = early + drawAfter();
    const left = gone === 0 ? 0 : drawGone();
    const redrawn = events + left + drawStayed();
    if (redrawn === 0) continue;
    const pendingBefore = at(pending, replicate);
    const acceptedBefore = sofar[replicate] ?? 0;
    const goneChance = Math.min(left * ofGone, redrawn - events) / redrawn;
    if (atSweep !== undefined) {
      const earlyChance = Math.min(early * ofGone, events) / redrawn;
      atSweep.accepted[replicate] = acceptedBefore + pendingBefore * earlyChance;
      atSweep.pending[replicate] = pendingBefore * (1 - earlyChance - goneChance);
    }
    sofar[replicate] = acceptedBefore + (pendingBefore * events) / redrawn;
    pending[replicate] = pendingBefore * (1 - events / redrawn - goneChance);
  }
}

function addTo(sum: Float64Array, values: Float64Array, weight: number): void {
  for (let index = 0; index < sum.length; index++) sum[index] = (sum[index] ?? 0) + weight * (values[index] ?? 0);
}

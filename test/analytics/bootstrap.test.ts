import { describe, expect, it } from "vitest";
import { type BootstrapCurves, bootstrapCurves, type ResampledAge } from "../../lib/analytics/bootstrap.ts";
import { cumulativeIncidence } from "../../lib/analytics/cumulative-incidence.ts";
import { DayGrid } from "../../lib/analytics/day-grid.ts";
import { type LifeTable, lifeTable } from "../../lib/analytics/life-table.ts";
import type { Observation } from "../../lib/analytics/observation.ts";
import { createRandom } from "../../lib/analytics/random.ts";
import { survival } from "../../lib/analytics/survival.ts";
import { ending, gridOf, times } from "./helpers/observations.ts";
import { LATE_LISTING, simulate } from "./helpers/simulate.ts";

/** Coarse hazards, late entries, two causes and censoring: where approximations would show. */
const MIXED: Observation[] = [
  ...times(120, "accepted", 0),
  ...times(30, "gone", 1),
  ...times(60, "accepted", 3),
  ...times(40, "censored", 4),
  ...times(25, "accepted", 6, 2),
  ...times(25, "gone", 8, 2),
  ...times(20, "accepted", 9),
  ...times(80, "censored", 12, 5),
];
const table = lifeTable(gridOf(MIXED));
const alone = (one: LifeTable) => [{ weight: 1, table: one }];

function at(curves: BootstrapCurves, age: number): ResampledAge {
  const kept = curves.get(age);
  if (kept === undefined) throw new Error(`nothing kept for day ${age}`);
  return kept;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviation(values: Float64Array): number {
  const average = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - average) ** 2, 0) / (values.length - 1));
}

describe("bootstrapCurves", () => {
  it("repeats itself for a seed and not for another", () => {
    const run = (seed: number) => bootstrapCurves(alone(table), [6, 12], seed, 50);
    expect(run(4)).toEqual(run(4));
    expect(run(4)).not.toEqual(run(5));
  });

  it("gives an age the same replicates whichever other ages are asked for, and in whatever order", () => {
    const few = bootstrapCurves(alone(table), [6], 4, 50);
    const many = bootstrapCurves(alone(table), [12, 6, 3, 6], 4, 50);
    expect(at(many, 6)).toEqual(at(few, 6));
    expect([...many.keys()]).toEqual([3, 6, 12]);
  });

  it("keeps every replicate a pair of shares: S falls, A rises, and they leave room for the rest", () => {
    const curves = bootstrapCurves(alone(table), [3, 9], 1, 500);
    for (let replicate = 0; replicate < 500; replicate++) {
      const [early, late] = [at(curves, 3).stillPending[replicate] ?? -1, at(curves, 9).stillPending[replicate] ?? -1];
      const [before, after] = [at(curves, 3).accepted[replicate] ?? -1, at(curves, 9).accepted[replicate] ?? -1];
      expect(late).toBeLessThanOrEqual(early);
      expect(after).toBeGreaterThanOrEqual(before);
      expect(late).toBeGreaterThanOrEqual(0);
      expect(late + after).toBeLessThanOrEqual(1 + 1e-12);
    }
  });

  it("centres on the estimate and spreads as the closed-form variances say", () => {
    const curves = bootstrapCurves(alone(table), [0, 6, 12], 9, 20_000);
    const [curve, incidence] = [survival(table), cumulativeIncidence(table)];
    for (const age of [0, 6, 12]) {
      // The spread of 20,000 replicates is known to 0.5%; 3% is six times that.
      const ratio = deviation(at(curves, age).stillPending) / Math.sqrt(curve.variance[age] ?? 0);
      expect(Math.abs(ratio - 1), `S on day ${age}`).toBeLessThan(0.03);
      const acceptedRatio = deviation(at(curves, age).accepted) / Math.sqrt(incidence.acceptedVariance[age] ?? 0);
      expect(Math.abs(acceptedRatio - 1), `A on day ${age}`).toBeLessThan(0.03);
      const error = deviation(at(curves, age).accepted) / Math.sqrt(20_000);
      expect(Math.abs(mean(at(curves, age).accepted) - (incidence.accepted[age] ?? 0))).toBeLessThan(4.5 * error);
    }
  });

  it("spreads like the bootstrap that redraws whole invitations, which needs what the grid forgot", () => {
    const observations = simulate(LATE_LISTING, 400, 21);
    const random = createRandom(77);
    const whole = Float64Array.from({ length: 2_000 }, () => {
      const grid = new DayGrid();
      for (let i = 0; i < observations.length; i++) {
        const drawn = observations[Math.floor(random() * observations.length)];
        if (drawn !== undefined) grid.add(drawn);
      }
      return cumulativeIncidence(lifeTable(grid)).accepted[30] ?? 0;
    });
    const days = at(bootstrapCurves(alone(lifeTable(gridOf(observations))), [30], 5, 20_000), 30).accepted;
    // The two spreads are known to 1.6% and 0.5%; 7% is more than four times both together.
    expect(Math.abs(deviation(days) / deviation(whole) - 1)).toBeLessThan(0.07);
  });

  it("never moves where nothing happened, and never resamples an acceptance nobody made", () => {
    const quiet = lifeTable(gridOf(times(50, "gone", 2), times(50, "censored", 9)));
    const curves = bootstrapCurves(alone(quiet), [1, 9], 3, 100);
    expect(new Set(at(curves, 1).stillPending)).toEqual(new Set([1]));
    expect(new Set(at(curves, 9).accepted)).toEqual(new Set([0]));
    expect(new Set(at(curves, 9).stillPending).size).toBeGreaterThan(10);
  });

  it("stands still in a replicate that draws nobody at risk", () => {
    // One invitation, accepted: weight 0 in e⁻¹ of replicates, where A stays 0; otherwise everyone at risk accepts.
    const curves = bootstrapCurves(alone(lifeTable(gridOf(ending("accepted", [1])))), [1], 2, 4_000);
    const none = [...at(curves, 1).accepted].filter((share) => share === 0).length;
    expect(new Set(at(curves, 1).accepted)).toEqual(new Set([0, 1]));
    expect([...at(curves, 1).stillPending].filter((share) => share === 1)).toHaveLength(none);
    expect(Math.abs(none / 4_000 - Math.exp(-1))).toBeLessThan(4.5 * Math.sqrt(0.2325 / 4_000));
  });

  it("has at the sweep of a day what the day before left, less those its list finds gone", () => {
    // In whole days. On day 3 some accept and nobody goes; on day 1 some go and nobody accepts.
    const curves = bootstrapCurves(alone(table), [0, 1, 2, 3], 6, 200);
    expect(at(curves, 3).acceptedBySweep).toEqual(at(curves, 2).accepted);
    expect(at(curves, 3).pendingAtSweep).toEqual(at(curves, 2).stillPending);
    expect(at(curves, 1).acceptedBySweep).toEqual(at(curves, 0).accepted);
    expect(at(curves, 1).pendingAtSweep).toEqual(at(curves, 1).stillPending);
    expect(at(curves, 3).accepted).not.toEqual(at(curves, 3).acceptedBySweep);
    expect(at(curves, 1).pendingAtSweep).not.toEqual(at(curves, 0).stillPending);
  });

  it("adds up parts by their weight", () => {
    // Of the one part all accept on day 1, of the other nobody: whatever is drawn, 0.3 of the whole.
    const parts = [
      { weight: 0.3, table: lifeTable(gridOf(times(900, "accepted", 1))) },
      { weight: 0.7, table: lifeTable(gridOf(times(900, "censored", 1))) },
    ];
    const curves = bootstrapCurves(parts, [1], 8, 50);
    expect(new Set(at(curves, 1).accepted)).toEqual(new Set([0.3]));
    expect(new Set(at(curves, 1).stillPending)).toEqual(new Set([0.7]));
  });

  it("keeps nothing when no age is asked for", () => {
    expect(bootstrapCurves(alone(table), [], 1).size).toBe(0);
  });
});

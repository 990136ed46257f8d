import { describe, expect, it } from "vitest";
import { bootstrapCurves } from "../../lib/analytics/bootstrap.ts";
import { cumulativeIncidence } from "../../lib/analytics/cumulative-incidence.ts";
import { DayGrid } from "../../lib/analytics/day-grid.ts";
import { lifeTable } from "../../lib/analytics/life-table.ts";
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
const at = (curves: ReadonlyMap<number, Float64Array>, age: number) => curves.get(age) ?? new Float64Array(0);

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviation(values: Float64Array): number {
  const average = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - average) ** 2, 0) / (values.length - 1));
}

describe("bootstrapCurves", () => {
  it("repeats itself for a seed and not for another", () => {
    const run = (seed: number) => bootstrapCurves(table, [6, 12], seed, 50);
    expect(run(4)).toEqual(run(4));
    expect(run(4)).not.toEqual(run(5));
  });

  it("gives an age the same replicates whichever other ages are asked for, and in whatever order", () => {
    const few = bootstrapCurves(table, [6], 4, 50);
    const many = bootstrapCurves(table, [12, 6, 3, 6], 4, 50);
    expect(at(many.accepted, 6)).toEqual(at(few.accepted, 6));
    expect([...many.accepted.keys()]).toEqual([3, 6, 12]);
  });

  it("keeps every replicate a pair of shares: S falls, A rises, and they leave room for the rest", () => {
    const { stillPending, accepted } = bootstrapCurves(table, [3, 9], 1, 500);
    for (let replicate = 0; replicate < 500; replicate++) {
      const [early, late] = [at(stillPending, 3)[replicate] ?? -1, at(stillPending, 9)[replicate] ?? -1];
      const [before, after] = [at(accepted, 3)[replicate] ?? -1, at(accepted, 9)[replicate] ?? -1];
      expect(late).toBeLessThanOrEqual(early);
      expect(after).toBeGreaterThanOrEqual(before);
      expect(late).toBeGreaterThanOrEqual(0);
      expect(late + after).toBeLessThanOrEqual(1 + 1e-12);
    }
  });

  it("centres on the estimate and spreads as the closed-form variances say", () => {
    const { stillPending, accepted } = bootstrapCurves(table, [0, 6, 12], 9, 20_000);
    const [curve, incidence] = [survival(table), cumulativeIncidence(table)];
    for (const age of [0, 6, 12]) {
      // The spread of 20,000 replicates is known to 0.5%; 3% is six times that.
      const ratio = deviation(at(stillPending, age)) / Math.sqrt(curve.variance[age] ?? 0);
      expect(Math.abs(ratio - 1), `S on day ${age}`).toBeLessThan(0.03);
      const acceptedRatio = deviation(at(accepted, age)) / Math.sqrt(incidence.acceptedVariance[age] ?? 0);
      expect(Math.abs(acceptedRatio - 1), `A on day ${age}`).toBeLessThan(0.03);
      const error = deviation(at(accepted, age)) / Math.sqrt(20_000);
      expect(Math.abs(mean(at(accepted, age)) - (incidence.accepted[age] ?? 0))).toBeLessThan(4.5 * error);
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
    const days = at(bootstrapCurves(lifeTable(gridOf(observations)), [30], 5, 20_000).accepted, 30);
    // The two spreads are known to 1.6% and 0.5%; 7% is more than four times both together.
    expect(Math.abs(deviation(days) / deviation(whole) - 1)).toBeLessThan(0.07);
  });

  it("never moves where nothing happened, and never resamples an acceptance nobody made", () => {
    const quiet = lifeTable(gridOf(times(50, "gone", 2), times(50, "censored", 9)));
    const { stillPending, accepted } = bootstrapCurves(quiet, [1, 9], 3, 100);
    expect(new Set(at(stillPending, 1))).toEqual(new Set([1]));
    expect(new Set(at(accepted, 9))).toEqual(new Set([0]));
    expect(new Set(at(stillPending, 9)).size).toBeGreaterThan(10);
  });

  it("stands still in a replicate that draws nobody at risk", () => {
    // One invitation, accepted: weight 0 in e⁻¹ of replicates, where A stays 0; otherwise everyone at risk accepts.
    const { stillPending, accepted } = bootstrapCurves(lifeTable(gridOf(ending("accepted", [1]))), [1], 2, 4_000);
    const none = [...at(accepted, 1)].filter((share) => share === 0).length;
    expect(new Set(at(accepted, 1))).toEqual(new Set([0, 1]));
    expect([...at(stillPending, 1)].filter((share) => share === 1)).toHaveLength(none);
    expect(Math.abs(none / 4_000 - Math.exp(-1))).toBeLessThan(4.5 * Math.sqrt(0.2325 / 4_000));
  });

  it("keeps nothing when no age is asked for", () => {
    expect(bootstrapCurves(table, [], 1).accepted.size).toBe(0);
  });
});

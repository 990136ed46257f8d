import { describe, expect, it } from "vitest";
import { clusterVariances, fewClustersScale } from "../../lib/analytics/cluster-variance.ts";
import { cumulativeIncidence } from "../../lib/analytics/cumulative-incidence.ts";
import type { LifeTable } from "../../lib/analytics/life-table.ts";
import type { Observation } from "../../lib/analytics/observation.ts";
import { createRandom } from "../../lib/analytics/random.ts";
import { sumOf } from "../../lib/analytics/strata.ts";
import { survival } from "../../lib/analytics/survival.ts";
import { times } from "./helpers/observations.ts";
import { simulate } from "./helpers/simulate.ts";
import { tableOf } from "./helpers/tables.ts";

/** Weeks of 80 invitations. `spread`: by what factor a week's acceptance may be up or down. */
function weeksOf(count: number, spread: number, seed: number): LifeTable[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, week) => {
    const factor = spread ** (2 * random() - 1);
    const world = {
      acceptance: (age: number) => factor * 0.06 * Math.exp(-age / 8),
      departure: () => 0.008,
      entryAge: (of: () => number) => (of() < 0.8 ? 0 : Math.floor(of() * 10)),
      watched: (of: () => number) => 15 + Math.floor(of() * 30),
    };
    return tableOf(simulate(world, 80, 1_000 * seed + week));
  });
}

const curves = {
  stillPending: (table: LifeTable) => survival(table).estimate,
  accepted: (table: LifeTable) => cumulativeIncidence(table).accepted,
  gone: (table: LifeTable) => cumulativeIncidence(table).gone,
};

/** `(C − 1)/C Σ (θ without week c − their mean)²`. */
function jackknife(weeks: LifeTable[], age: number, curve: (table: LifeTable) => Float64Array): number {
  const without = weeks.map((_, left) => curve(sumOf(weeks.filter((_, week) => week !== left)))[age] ?? 0);
  const mean = without.reduce((sum, value) => sum + value, 0) / weeks.length;
  return ((weeks.length - 1) / weeks.length) * without.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}

describe("clusterVariances", () => {
  it.each([
    [40, 2, 1],
    [40, 1, 2],
    [60, 3, 3],
  ])("of %i weeks is what leaving out one week after another gives", (count, spread, seed) => {
    const weeks = weeksOf(count, spread, seed);
    const variances = clusterVariances(sumOf(weeks), weeks);
    // The jackknife has (C − 1)/C, and knows no Student.
    const sizes = weeks.map(({ atRisk }) => atRisk.reduce((sum, one) => sum + one, 0));
    const few = (fewClustersScale(sizes) * (count - 1)) / count;
    for (const age of [0, 3, 7, 14, 20]) {
      for (const name of ["stillPending", "accepted", "gone"] as const) {
        const brute = jackknife(weeks, age, curves[name]);
        expect((variances?.[name][age] ?? 0) / few / brute, `${name} on day ${age}`).toBeGreaterThan(0.95);
        expect((variances?.[name][age] ?? 0) / few / brute, `${name} on day ${age}`).toBeLessThan(1.05);
      }
    }
  });

  it("is that of the mean of the weeks where each is one figure", () => {
    // 20 and 40 of 100: mean 0.3, deviations ±0.1, each week half of all: 2/1 · 2 · (0.1/2)² = 0.01, by what two weeks are
    // short of; a little less than two weeks' worth, for their sizes differ, is taken for two.
    const week = (accepted: number): Observation[] => [
      ...times(accepted, "accepted", 1),
      ...times(100 - accepted, "censored", 4),
    ];
    const weeks = [week(20), week(40)].map((one) => tableOf(one));
    const variances = clusterVariances(sumOf(weeks), weeks);
    const few = fewClustersScale([1, 1]) / 2;
    expect(variances?.accepted[4]).toBeCloseTo(0.01 * few, 12);
    expect(variances?.stillPending[4]).toBeCloseTo(0.01 * few, 12);
    expect(variances?.gone[4]).toBeCloseTo(0, 14);
  });

  it("is larger than Greenwood's when weeks differ, and about the same when they do not", () => {
    const ratios = (spread: number) =>
      [11, 12, 13, 14, 15, 16].map((seed) => {
        const weeks = weeksOf(40, spread, seed);
        const table = sumOf(weeks);
        return (
          (clusterVariances(table, weeks)?.accepted[20] ?? 0) / (cumulativeIncidence(table).acceptedVariance[20] ?? 1)
        );
      });
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    // Six variances of 40 weeks each are known to about √(2/240) ≈ 9%.
    expect(mean(ratios(1))).toBeGreaterThan(0.75);
    expect(mean(ratios(1))).toBeLessThan(1.25);
    expect(Math.min(...ratios(3))).toBeGreaterThan(1.5);
  });

  it("is unknown with one week, empty ones not counted", () => {
    const week = tableOf(times(3, "accepted", 2), times(5, "censored", 5));
    expect(clusterVariances(week, [week])).toBeNull();
    expect(clusterVariances(week, [week, tableOf()])).toBeNull();
    expect(clusterVariances(week, [])).toBeNull();
    expect(clusterVariances(week, [week, week])).not.toBeNull();
  });

  it("is 0 where all weeks say the same", () => {
    const week = () => tableOf(times(3, "accepted", 2), times(2, "gone", 3), times(5, "censored", 5));
    const weeks = [week(), week(), week()];
    const { stillPending, accepted, gone } = clusterVariances(sumOf(weeks), weeks) ?? {};
    for (const column of [stillPending, accepted, gone]) {
      expect(column).toHaveLength(6);
      for (const variance of column ?? []) expect(variance).toBeCloseTo(0, 14);
    }
  });
});

describe("what few clusters are short of", () => {
  it.each([
    // Student's 97.5% points from a table.
    [10, 2.2622],
    [26, 2.0595],
    [61, 2.0003],
  ])("is C/(C − 1) and the square of Student's over the normal quantile: %i alike", (clusters, student) => {
    const scale = fewClustersScale(Array.from({ length: clusters }, () => 3));
    expect(scale).toBeCloseTo((clusters / (clusters - 1)) * (student / 1.959964) ** 2, 2);
  });

  it("counts by what unequal ones are worth, two at least", () => {
    // (4 + 1 + 1)²/(16 + 1 + 1) = 2.
    expect(fewClustersScale([4, 1, 1])).toBe(fewClustersScale([1, 1]));
    expect(fewClustersScale([100, 1])).toBe(fewClustersScale([1, 1]));
    expect(fewClustersScale([1, 1, 1, 1])).toBeLessThan(fewClustersScale([2, 1, 1, 1]));
  });
});

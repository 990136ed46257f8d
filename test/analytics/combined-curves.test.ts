import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bySweep } from "../../lib/analytics/by-sweep.ts";
import { clusterVariances, fewClustersScale } from "../../lib/analytics/cluster-variance.ts";
import { combineCurves } from "../../lib/analytics/combined-curves.ts";
import { cumulativeIncidence } from "../../lib/analytics/cumulative-incidence.ts";
import { partsOf } from "../../lib/analytics/parts.ts";
import { sumOf } from "../../lib/analytics/strata.ts";
import { survival } from "../../lib/analytics/survival.ts";
import { truncated } from "./helpers/arbitraries.ts";
import { times } from "./helpers/observations.ts";
import { stratumOf, tableOf } from "./helpers/tables.ts";

describe("combineCurves", () => {
  it("of one part and no more than a week is the plain estimate, to the last digit", () => {
    fc.assert(
      fc.property(truncated, fc.boolean(), (observations, hasWeek) => {
        const { table, cohorts } = stratumOf("anna", { 1: observations });
        const curves = combineCurves(partsOf([{ table, cohorts: hasWeek ? cohorts : [] }], table));
        const plain = tableOf(observations);
        expect(curves.survival).toEqual(survival(plain));
        expect(curves.incidence).toEqual(cumulativeIncidence(plain));
        const { accepted } = cumulativeIncidence(plain);
        expect(curves.bySweep).toEqual(bySweep(plain, survival(plain).estimate, accepted));
      }),
    );
  });

  it("of one identity's weeks in any order is the plain estimate of all of them, to the last digit", () => {
    fc.assert(
      fc.property(fc.array(truncated, { minLength: 1, maxLength: 4 }), (weeks) => {
        const curvesOf = (order: typeof weeks) => {
          const { table, cohorts } = stratumOf("anna", { ...order });
          return combineCurves(partsOf([{ table, cohorts }], table));
        };
        const plain = tableOf(...weeks);
        for (const order of [weeks, weeks.toReversed()]) {
          expect(curvesOf(order).survival.estimate).toEqual(survival(plain).estimate);
          expect(curvesOf(order).incidence.accepted).toEqual(cumulativeIncidence(plain).accepted);
          expect(curvesOf(order).incidence.gone).toEqual(cumulativeIncidence(plain).gone);
        }
      }),
    );
  });

  it("adds variances by the square of the weight", () => {
    // Two alike, 2,000 each, 800 accepted: the variance of half the mean of two independent halves.
    const alike = () => stratumOf("", { 1: [...times(800, "accepted", 3), ...times(1_200, "censored", 9)] });
    const strata = [alike(), alike()];
    const parts = partsOf(strata, sumOf(strata.map(({ table }) => table)));
    const curves = combineCurves(parts);
    // 2,010 with those borrowed: 0.4 · 0.6 / 2010, and twice a quarter of it.
    expect(curves.incidence.accepted[5]).toBeCloseTo(0.4, 12);
    expect(curves.incidence.acceptedVariance[5]).toBeCloseTo((0.4 * 0.6) / 2_010 / 2, 12);
    expect(curves.survival.variance[5]).toBeCloseTo((0.4 * 0.6) / 2_010 / 2, 12);
  });

  it("has the larger of the variances of invitations and of weeks at each age", () => {
    // All the difference between the weeks is on day 2; day 0 is the same in each, 30 of 100.
    const week = (late: number) => [
      ...times(30, "accepted", 0),
      ...times(late, "accepted", 2),
      ...times(70 - late, "censored", 5),
    ];
    const stratum = stratumOf("anna", { 1: week(0), 2: week(30), 3: week(2), 4: week(28) });
    const { acceptedVariance } = combineCurves(partsOf([stratum], stratum.table)).incidence;
    const plain = cumulativeIncidence(stratum.table).acceptedVariance;
    const weeks = clusterVariances(
      stratum.table,
      stratum.cohorts.map(({ table }) => table),
    );
    expect(weeks?.accepted[0]).toBeCloseTo(0, 14);
    expect(acceptedVariance[0]).toBe(plain[0]);
    // Weeks of 30%, 60%, 32% and 58%: Σ ((a − 0.45)/4)² = (2 · 0.15² + 2 · 0.13²)/16, by 4/3 and Student's factor.
    const few = fewClustersScale(stratum.cohorts.map(({ table }) => table.atRisk.reduce((sum, one) => sum + one, 0)));
    expect(acceptedVariance[2]).toBeCloseTo((few * (2 * 0.15 ** 2 + 2 * 0.13 ** 2)) / 16, 12);
    expect(acceptedVariance[2]).toBeGreaterThan(2 * (plain[2] ?? 0));
  });

  it("is empty of nothing", () => {
    const { survival: pending, incidence } = combineCurves([]);
    expect([pending.estimate, incidence.accepted]).toEqual([new Float64Array(0), new Float64Array(0)]);
  });
});

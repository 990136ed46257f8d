import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DayGrid } from "../../lib/analytics/day-grid.ts";
import { lifeTable } from "../../lib/analytics/life-table.ts";
import type { Observation } from "../../lib/analytics/observation.ts";
import { survival } from "../../lib/analytics/survival.ts";
import { truncated } from "./helpers/arbitraries.ts";
import { ending, gridOf, times } from "./helpers/observations.ts";

const curveOf = (...groups: Observation[][]) => survival(lifeTable(gridOf(...groups)));

describe("survival: remission times under 6-mercaptopurine", () => {
  // Data: Freireich et al., Blood 21 (1963). S by hand: 18/21, × 16/17, × 14/15, × 11/12, × 10/11, × 6/7, × 5/6. Standard
  // errors and limits: Greenwood's sum and the log-log formula, worked to 40 digits with Python's decimal module.
  const relapses = [6, 6, 6, 7, 10, 13, 16, 22, 23];
  const curve = curveOf(
    // Which cause ended it does not matter to S: alternate them.
    ending(
      "accepted",
      relapses.filter((_, index) => index % 2 === 0),
    ),
    ending(
      "gone",
      relapses.filter((_, index) => index % 2 === 1),
    ),
    ending("censored", [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]),
  );

  it.each([
    [6, 0.857143, 0.07636, 0.619718, 0.951552],
    [7, 0.806723, 0.086935, 0.563147, 0.922809],
    [10, 0.752941, 0.09635, 0.5032, 0.889362],
    [13, 0.690196, 0.106815, 0.43161, 0.849066],
    [16, 0.627451, 0.114054, 0.367511, 0.804912],
    [22, 0.537815, 0.128234, 0.267779, 0.746791],
    [23, 0.448179, 0.134591, 0.188052, 0.680143],
  ])("at %i: S %f, SE %f, 95%% %f to %f", (age, share, standardError, lower, upper) => {
    const sixDigits = (value: number | undefined) => Number(value?.toFixed(6));
    expect(sixDigits(curve.estimate[age])).toBe(share);
    expect(sixDigits(Math.sqrt(curve.variance[age] ?? Number.NaN))).toBe(standardError);
    expect(sixDigits(curve.lower[age])).toBe(lower);
    expect(sixDigits(curve.upper[age])).toBe(upper);
  });

  it("stays level between events and after the last one", () => {
    expect([5, 8, 35].map((age) => curve.estimate[age])).toEqual([1, curve.estimate[7], curve.estimate[23]]);
  });
});

describe("survival at its edges", () => {
  it("is 1 with limits [1, 1] before the first event, and throughout when all are censored", () => {
    const curve = curveOf(ending("censored", [3, 5]));
    expect([...curve.estimate]).toEqual([1, 1, 1, 1, 1, 1]);
    expect([...curve.variance]).toEqual([0, 0, 0, 0, 0, 0]);
    expect([...curve.lower]).toEqual([1, 1, 1, 1, 1, 1]);
    expect([...curve.upper]).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it("is 0 with variance 0 once the last at risk has ended, and keeps the upper limit of the day before", () => {
    const curve = curveOf(ending("gone", [1, 2]));
    expect([...curve.estimate]).toEqual([1, 0.5, 0]);
    expect(curve.variance[2]).toBe(0);
    expect(curve.lower[2]).toBe(0);
    expect(curve.upper[2]).toBe(curve.upper[1]);
    expect(curve.upper[1]).toBeLessThan(1);
  });

  it("drops to 0 for a single invitation that was answered", () => {
    const curve = curveOf(ending("accepted", [0]));
    expect([curve.estimate[0], curve.variance[0], curve.lower[0], curve.upper[0]]).toEqual([0, 0, 0, 1]);
  });

  it("is empty without observations", () => {
    expect(survival(lifeTable(new DayGrid())).estimate).toHaveLength(0);
  });

  it("counts an event on the day of entry", () => {
    // At 4 two are at risk, one from the start and one entered that day; the latter ends: S = 1/2.
    expect(curveOf(ending("censored", [9]), ending("gone", [4], 4)).estimate[4]).toBe(0.5);
  });

  it("has events before censorings on the same day", () => {
    // 4 at risk at 2, of whom 1 ends and 3 are censored: 3/4, not 0.
    expect(curveOf(times(1, "gone", 2), times(3, "censored", 2)).estimate[2]).toBe(0.75);
  });
});

describe("survival in general", () => {
  it("never rises and stays in [0, 1], inside its limits", () => {
    fc.assert(
      fc.property(truncated, (observations) => {
        const curve = curveOf(observations);
        let before = 1;
        for (const [age, share] of curve.estimate.entries()) {
          expect(share).toBeLessThanOrEqual(before);
          expect(share).toBeGreaterThanOrEqual(0);
          expect(curve.lower[age]).toBeLessThanOrEqual(share);
          expect(curve.upper[age]).toBeGreaterThanOrEqual(share);
          expect(curve.upper[age]).toBeLessThanOrEqual(1);
          before = share;
        }
      }),
    );
  });

  it("has the variance Greenwood's sum gives", () => {
    fc.assert(
      fc.property(truncated, (observations) => {
        const table = lifeTable(gridOf(observations));
        const curve = survival(table);
        let sum = 0;
        for (const [age, atRisk] of table.atRisk.entries()) {
          const ended = (table.accepted[age] ?? 0) + (table.gone[age] ?? 0);
          if (ended === atRisk && ended > 0) return; // from here on the sum is infinite
          if (atRisk > 0) sum += ended / (atRisk * (atRisk - ended));
          expect(curve.variance[age]).toBeCloseTo((curve.estimate[age] ?? 0) ** 2 * sum, 12);
        }
      }),
    );
  });

  it("is not changed before a day by censoring everyone still there on it", () => {
    fc.assert(
      fc.property(truncated, fc.integer({ min: 0, max: 80 }), (observations, day) => {
        const stopped = observations
          .filter(({ entryAge }) => entryAge <= day)
          .map((seen) => (seen.exitAge > day ? { ...seen, exitAge: day, ending: "censored" as const } : seen));
        const [whole, cut] = [curveOf(observations), curveOf(stopped)];
        expect([...cut.estimate]).toEqual([...whole.estimate.subarray(0, cut.estimate.length)]);
        expect([...cut.variance]).toEqual([...whole.variance.subarray(0, cut.variance.length)]);
      }),
    );
  });
});

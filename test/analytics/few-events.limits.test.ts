import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gammaUpper } from "../../lib/analytics/few-events.ts";
import { poissonSampler } from "../../lib/analytics/poisson.ts";
import { createRandom } from "../../lib/analytics/random.ts";
import { binomialQuantile } from "./helpers/binomial-quantile.ts";

describe("gammaUpper of equal weights", () => {
  // Exact upper 97.5% limits of a Poisson expectation: Garwood, Biometrika 28 (1936).
  it.each([
    [0, 3.689, 0.006],
    [1, 5.572, 0.002],
    [3, 8.767, 0.002],
    [10, 18.39, 0.002],
    [20, 30.888, 0.002],
    [50, 65.92, 0.002],
  ])("is the exact limit of %i events, %f, to within a share of %f", (count, exact, within) => {
    const limit = gammaUpper({ share: count, variance: count }, 1);
    expect(Math.abs(limit / exact - 1)).toBeLessThan(within);
  });

  it("at 0 deviations is the median of the expectation: about a third above the count", () => {
    // Median of χ² with 2(c + 1) degrees of freedom, halved: c + 2/3, for none ln 2.
    expect(gammaUpper({ share: 0, variance: 0 }, 1, 0)).toBeCloseTo(Math.LN2, 1);
    expect(gammaUpper({ share: 10, variance: 10 }, 1, 0)).toBeCloseTo(10 + 2 / 3, 1);
  });

  it("knows no unit: all weights doubled double the limit", () => {
    const positive = fc.double({ min: 1e-4, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        positive,
        positive,
        fc.integer({ min: 0, max: 30 }),
        fc.double({ min: 0, max: 3, noNaN: true }),
        (weight, unseen, count, z) => {
          const sum = (scale: number) => ({ share: scale * weight * count, variance: (scale * weight) ** 2 * count });
          const limit = gammaUpper(sum(1), unseen, z);
          expect(gammaUpper(sum(2), 2 * unseen, z)).toBeCloseTo(2 * limit, 9);
        },
      ),
    );
  });

  it("leaves room for the event that was not seen, however many of little weight were", () => {
    // 50 events of 0.001 each, and one of 0.1 unseen: that alone may come up to three times.
    expect(gammaUpper({ share: 0.05, variance: 50e-6 }, 0.1)).toBeGreaterThan(0.05 + 0.2);
  });
});

type Draw = () => number;

/** How often a limit falls short of the truth in so many samples of thick and of thin ages. */
function misses(samples: number, limit: (thick: number, thin: number) => number): number {
  const random = createRandom(31);
  const [thick, thin] = [THICK, THIN].map(({ expected }) => poissonSampler(expected, random)) as [Draw, Draw];
  const truth = THICK.weight * THICK.expected + THIN.weight * THIN.expected;
  let misses = 0;
  for (let n = 0; n < samples; n++) {
    if (limit(thick(), thin()) < truth) misses += 1;
  }
  return misses;
}

/** Many events where many were watched; at ages that few were watched at mostly none, each for 20 times as much. */
const THICK = { weight: 0.001, expected: 20 };
const THIN = { weight: 0.02, expected: 0.5 };
const sumOf = (thick: number, thin: number) => ({
  share: THICK.weight * thick + THIN.weight * thin,
  variance: THICK.weight ** 2 * thick + THIN.weight ** 2 * thin,
});

describe("gammaUpper where mostly no event is seen at the thin ages", () => {
  const SAMPLES = 4_000;
  // 2.5% of them, and what chance may add in one of a thousand runs.
  const most = binomialQuantile(0.999, SAMPLES, 0.025);

  it("falls short of the truth no more often than it says", () => {
    expect(misses(SAMPLES, (thick, thin) => gammaUpper(sumOf(thick, thin), THIN.weight))).toBeLessThanOrEqual(most);
  });

  it("would fall short far more often by the events that were seen alone", () => {
    const seenAlone = (thick: number, thin: number) => {
      const { share, variance } = sumOf(thick, thin);
      return share + 1.96 * Math.sqrt(variance);
    };
    expect(misses(SAMPLES, seenAlone)).toBeGreaterThan(4 * most);
  });
});

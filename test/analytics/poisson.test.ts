import { describe, expect, it } from "vitest";
import { poissonSampler } from "../../lib/analytics/poisson.ts";
import { createRandom } from "../../lib/analytics/random.ts";

const DRAWS = 200_000;

/** P(X = k) from its definition, by multiplication from P(0). */
function probabilities(mean: number, upTo: number): number[] {
  const all = [Math.exp(-mean)];
  for (let k = 1; k <= upTo; k++) all.push(((all[k - 1] ?? 0) * mean) / k);
  return all;
}

describe("poissonSampler", () => {
  // Both methods and the switch between them at 10.
  it.each([0.2, 1, 4, 9.99, 10, 35, 140])("gives each count as often as the distribution says, mean %f", (mean) => {
    const draw = poissonSampler(mean, createRandom(20));
    const counts: number[] = [];
    for (let i = 0; i < DRAWS; i++) {
      const k = draw();
      counts[k] = (counts[k] ?? 0) + 1;
    }
    for (const [k, probability] of probabilities(mean, 400).entries()) {
      const expected = DRAWS * probability;
      if (expected < 20) continue;
      // 4.5 standard deviations: about one failure in 100,000 per count, were the draws not seeded.
      expect(Math.abs((counts[k] ?? 0) - expected), `count ${k}`).toBeLessThan(4.5 * Math.sqrt(expected));
    }
  });

  it.each([5_000, 1_000_000])("has mean and variance %i", (mean) => {
    const draw = poissonSampler(mean, createRandom(3));
    const draws = Array.from({ length: DRAWS }, draw);
    const average = draws.reduce((sum, k) => sum + k, 0) / DRAWS;
    const variance = draws.reduce((sum, k) => sum + (k - average) ** 2, 0) / (DRAWS - 1);
    // Standard errors: √(mean/N) of the mean, about mean·√(2/N) of the variance.
    expect(Math.abs(average - mean)).toBeLessThan(4.5 * Math.sqrt(mean / DRAWS));
    expect(Math.abs(variance - mean)).toBeLessThan(4.5 * mean * Math.sqrt(2 / DRAWS));
    expect(draws.every(Number.isInteger)).toBe(true);
  });

  it("gives 0 for a mean of 0 without using a random number", () => {
    const draw = poissonSampler(0, () => {
      throw new Error("used");
    });
    expect(draw()).toBe(0);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])("refuses the mean %s", (mean) => {
    expect(() => poissonSampler(mean, createRandom(1))).toThrow(RangeError);
  });
});

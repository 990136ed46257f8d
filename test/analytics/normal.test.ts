import { describe, expect, it } from "vitest";
import { twoSidedChance } from "../../lib/analytics/normal.ts";

describe("twoSidedChance", () => {
  // Quantiles of the normal table; Fisher and Yates (1963), table I.
  it.each([
    [0, 1],
    [0.67449, 0.5],
    [1, 0.317311],
    [1.644854, 0.1],
    [1.959964, 0.05],
    [2.575829, 0.01],
    [3.290527, 0.001],
  ])("at %f is %f, on either side", (z, chance) => {
    // 7.5e-8 on each side, and six decimals of the table.
    expect(Math.abs(twoSidedChance(z) - chance)).toBeLessThan(7e-7);
    expect(twoSidedChance(-z)).toBe(twoSidedChance(z));
  });

  it("never leaves 0 to 1, however far away", () => {
    for (const z of [1e-9, 6, 40, 1e9, Number.POSITIVE_INFINITY]) {
      expect(twoSidedChance(z)).toBeGreaterThanOrEqual(0);
      expect(twoSidedChance(z)).toBeLessThanOrEqual(1);
    }
  });
});

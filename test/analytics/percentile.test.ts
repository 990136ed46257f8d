import { describe, expect, it } from "vitest";
import { percentile } from "../../lib/analytics/percentile.ts";

describe("percentile", () => {
  // R's quantile(c(15, 20, 35, 40, 50), type = 7): the 40% point lies at position 1 + 4 · 0.4 = 2.6, 20 + 0.6 · 15 = 29.
  const sorted = Float64Array.of(15, 20, 35, 40, 50);

  it.each([
    [0, 15],
    [0.4, 29],
    [0.5, 35],
    [0.975, 49],
    [1, 50],
  ])("at %f is %f", (share, expected) => {
    expect(percentile(sorted, share)).toBeCloseTo(expected, 12);
  });

  it("is the value itself for one, and null for none", () => {
    expect(percentile(Float64Array.of(3), 0.975)).toBe(3);
    expect(percentile(new Float64Array(0), 0.5)).toBeNull();
  });
});

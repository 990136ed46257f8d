import { describe, expect, it } from "vitest";
import { logFactorial } from "../../lib/analytics/log-factorial.ts";

describe("logFactorial", () => {
  it.each([
    [0, 0],
    [1, 0],
    [5, Math.log(120)],
    [20, Math.log(2_432_902_008_176_640_000)],
    // 170! = 7.257415615307994e306, the largest factorial a double holds.
    [170, Math.log(7.257415615307994e306)],
  ])("of %i", (k, expected) => {
    expect(logFactorial(k)).toBeCloseTo(expected, 10);
  });

  it("joins table and series without a step, and follows log k! = log (k − 1)! + log k far up", () => {
    for (const k of [126, 127, 128, 129, 130, 1_000, 100_000]) {
      const step = logFactorial(k) - logFactorial(k - 1);
      expect(Math.abs(step - Math.log(k))).toBeLessThan(1e-15 * logFactorial(k) + 1e-12);
    }
  });
});

import { describe, expect, it } from "vitest";
import { estimate } from "../../lib/analytics/estimate.ts";

/** 0, 0.001, … 1 in no particular order: the percentile at p is p. */
const replicates = Array.from({ length: 1_001 }, (_, index) => ((index * 8) % 1_001) / 1_000);

describe("estimate", () => {
  it("runs from the 2.5% to the 97.5% percentile of the replicates", () => {
    const { lower, upper, ...rest } = estimate({ value: 0.4, replicates, count: 30, upperLimit: 0.5 });
    expect(lower).toBeCloseTo(0.025, 12);
    expect(upper).toBeCloseTo(0.975, 12);
    expect(rest).toEqual({ value: 0.4, basis: "bootstrap" });
  });

  it("has an upper end no lower than the limit for few events", () => {
    expect(estimate({ value: 0.4, replicates, count: 2, upperLimit: 0.99 }).upper).toBe(0.99);
  });

  it("leaves out replicates in which the share is undefined", () => {
    const seen = estimate({ value: 0.4, replicates: [null, 0.2, null, 0.6], count: 3, upperLimit: 0 });
    expect(seen.lower).toBeCloseTo(0.2 + 0.025 * 0.4, 12);
    expect(seen.upper).toBeCloseTo(0.2 + 0.975 * 0.4, 12);
  });

  it("excludes nothing when the share is undefined in all of them", () => {
    expect(estimate({ value: 0.4, replicates: [null], count: 3, upperLimit: 0.5 })).toMatchObject({
      lower: 0,
      upper: 1,
    });
  });

  it("gives only the bound when no event was seen, whatever the replicates say", () => {
    expect(estimate({ value: 0, replicates, count: 0, upperLimit: 0.03 })).toEqual({
      value: 0,
      lower: 0,
      upper: 0.03,
      basis: "rule-of-three",
    });
  });
});

import { describe, expect, it } from "vitest";
import { estimate } from "../../lib/analytics/estimate.ts";

/** 0, 0.001, … 1 in no particular order: the percentile at p is p. */
const replicates = Float64Array.from({ length: 1_001 }, (_, index) => ((index * 8) % 1_001) / 1_000);

/** So many events that their distribution has no skew left. */
const MANY = 1e15;

describe("estimate", () => {
  it("runs from the 2.5% to the 97.5% percentile of the replicates where events are many", () => {
    const { lower, upper, ...rest } = estimate({ value: 0.4, replicates, count: MANY, upperLimit: 0.5 });
    expect(lower).toBeCloseTo(0.025, 6);
    expect(upper).toBeCloseTo(0.975, 6);
    expect(rest).toEqual({ value: 0.4, basis: "bootstrap" });
  });

  it("runs between higher ones where they are few", () => {
    // Ten: acceleration 1/(6 √10) = 0.052705. 1.959964/1.103299 = 1.776458 leaves 3.783% below, and 1.959964/0.896701 =
    // 2.185750 leaves 1.442% above (tables of the normal distribution).
    const { lower, upper } = estimate({ value: 0.4, replicates, count: 10, upperLimit: 0 });
    expect(lower).toBeCloseTo(0.03783, 4);
    expect(upper).toBeCloseTo(0.98558, 4);
  });

  it("has an upper end no lower than the limit for few events", () => {
    expect(estimate({ value: 0.4, replicates, count: 2, upperLimit: 0.999 }).upper).toBe(0.999);
  });

  it("takes replicates in any order, and leaves them as they are", () => {
    const seen = estimate({ value: 0.4, replicates: Float64Array.of(0.6, 0.2), count: MANY, upperLimit: 0 });
    expect(seen.lower).toBeCloseTo(0.2 + 0.025 * 0.4, 6);
    expect(seen.upper).toBeCloseTo(0.2 + 0.975 * 0.4, 6);
  });

  it("excludes nothing when the share is undefined in all of them", () => {
    expect(estimate({ value: 0.4, replicates: new Float64Array(0), count: 3, upperLimit: 0.5 })).toMatchObject({
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

import { describe, expect, it } from "vitest";
import { bar, bars, binInWords, estimateInWords, percent } from "../../lib/report/figures-in-words.ts";

describe("a share in words", () => {
  it("is rounded to a tenth of a percent, and never to zero when it is not", () => {
    expect([0, 0.0004, 0.0005, 0.0123, 0.5, 1].map(percent)).toEqual([
      "0%",
      "under 0.1%",
      "0.1%",
      "1.2%",
      "50%",
      "100%",
    ]);
  });

  it("comes with its interval, and is a bound and not zero where none were seen", () => {
    const limits = { lower: 0.006, upper: 0.021 };
    expect(estimateInWords({ value: 0.012, ...limits, basis: "bootstrap" })).toBe("1.2% (0.6–2.1%)");
    expect(estimateInWords({ value: 0, lower: 0, upper: 0.03, basis: "rule-of-three" })).toBe("at most 3%");
    expect(estimateInWords(null)).toBe("–");
  });
});

describe("a bar", () => {
  it("shows anything that is there, and nothing that is not", () => {
    expect([0, 0.001, 0.5, 1].map((share) => bar(share, 10).length)).toEqual([0, 1, 5, 10]);
  });

  it("is as long as its count is to the largest", () => {
    expect(bars([10, 5, 0, 1], 20).map(({ length }) => length)).toEqual([20, 10, 0, 2]);
    expect(bars([0, 0], 20)).toEqual(["", ""]);
    expect(bars([], 20)).toEqual([]);
  });
});

it("a span of days names its last day, not the first of the next", () => {
  expect(binInWords({ from: 7, to: 14 })).toBe("7–13");
  expect(binInWords({ from: 90, to: null })).toBe("90+");
});

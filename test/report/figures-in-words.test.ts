import { describe, expect, it } from "vitest";
import { bar, bars, binInWords, estimateInWords } from "../../lib/report/figures-in-words.ts";

it("an estimate that is not known is a dash", () => {
  const known = { value: 0.012, lower: 0.006, upper: 0.021, basis: "bootstrap" } as const;

  expect([known, null].map(estimateInWords)).toEqual(["1.2% (0.6–2.1%)", "–"]);
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

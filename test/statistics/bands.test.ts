import { describe, expect, it } from "vitest";
import { coverageOf, faultsBeyondChance, faultsOf } from "./bands.ts";
import type { Measured } from "./measure.ts";

const FIGURE = { name: "a share", maxBias: 0.03, stated: () => null, events: () => 50, truth: () => 0.5 };

/** 400 data sets, each of which states something; 380 intervals hold the truth and the mean is right. */
const TRUE: Measured = {
  ...{
    world: "demo",
    figure: FIGURE,
    sets: 400,
    absent: 0,
    mayBeAbsent: false,
    events: 50,
    truth: 0.5,
    stated: 0.5,
    bias: 0,
    standardError: 0.002,
  },
  ...{ above: 10, below: 10 },
};

describe("the bands", () => {
  it("let a true figure pass", () => {
    expect(faultsOf(TRUE)).toEqual([]);
  });

  it("let intervals of a handful of events cover more, and never less", () => {
    const wide = { ...TRUE, above: 1, below: 1 };
    expect(faultsOf(wide)).toEqual(["coverage"]);
    expect(faultsOf({ ...wide, events: 4.9 })).toEqual([]);
    expect(faultsBeyondChance({ ...wide, events: 4.9 })).toEqual([]);
    expect(faultsOf({ ...TRUE, above: 20, below: 20, events: 4.9 })).toEqual(["coverage"]);
  });

  it.each([
    [0.029, []],
    [-0.029, []],
    [0.031, ["bias"]],
    [-0.031, ["bias"]],
    [Number.NaN, ["bias"]],
  ])("hold the bias %d against the figure's own limit", (bias, faults) => {
    expect(faultsOf({ ...TRUE, bias })).toEqual(faults);
  });

  it.each([
    [32, []],
    [33, ["coverage"]],
    [8, []],
    [7, ["coverage"]],
  ])("let 8 to 32 of 400 intervals miss, on whichever side: %d", (missed, faults) => {
    expect(faultsOf({ ...TRUE, above: missed, below: 0 })).toEqual(faults);
    expect(faultsOf({ ...TRUE, above: 1, below: missed - 1 })).toEqual(faults);
  });

  it("do not take a figure for true that is often not stated, or never", () => {
    expect(faultsOf({ ...TRUE, absent: 20 })).toEqual([]);
    expect(faultsOf({ ...TRUE, absent: 21 })).toEqual(["absent"]);
    expect(faultsOf({ ...TRUE, absent: 50, above: 8, below: 9, mayBeAbsent: true })).toEqual([]);
    expect(faultsOf({ ...TRUE, absent: 200, above: 4, below: 5, mayBeAbsent: true, bias: 0.5 })).toEqual(["bias"]);
    expect(faultsOf({ ...TRUE, absent: 201, mayBeAbsent: true, bias: 0.5 })).toEqual([]);
    expect(faultsOf({ ...TRUE, absent: 400, bias: Number.NaN, above: 0, below: 0 })).toContain("absent");
  });

  it("count coverage among the intervals that are stated", () => {
    expect(coverageOf({ ...TRUE, absent: 200 })).toBeCloseTo(0.9, 12);
  });
});

describe("the bands for few data sets", () => {
  const few = { ...TRUE, sets: 40, above: 1, below: 1, standardError: 0.01 };

  it("allow for chance", () => {
    expect(faultsBeyondChance({ ...few, bias: 0.06 })).toEqual([]);
    expect(faultsBeyondChance({ ...few, above: 0, below: 0 })).toEqual([]);
    expect(faultsBeyondChance({ ...few, above: 0, below: 8 })).toEqual([]);
  });

  it("still see what chance does not explain", () => {
    expect(faultsBeyondChance({ ...few, bias: 0.07 })).toEqual(["bias"]);
    expect(faultsBeyondChance({ ...few, above: 0, below: 14 })).toEqual(["coverage"]);
    expect(faultsBeyondChance({ ...few, absent: 3 })).toEqual(["absent"]);
  });

  it("find intervals that are never wrong too wide, once there are enough of them", () => {
    expect(faultsBeyondChance({ ...few, sets: 400, above: 0, below: 0 })).toEqual(["coverage"]);
  });
});

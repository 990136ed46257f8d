import { describe, expect, it } from "vitest";
import { createRandom, xoshiro128 } from "../../lib/analytics/random.ts";

describe("xoshiro128", () => {
  it("gives the numbers of its authors' C code for the state 1, 2, 3, 4", () => {
    // Output of xoshiro128starstar.c (prng.di.unimi.it, version 1.1), as also checked by Rust's rand_xoshiro.
    const next = xoshiro128([1, 2, 3, 4]);
    expect(Array.from({ length: 10 }, next)).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });
});

describe("createRandom", () => {
  const draws = (seed: number, length: number) => Array.from({ length }, createRandom(seed));

  it("repeats itself for a seed and not for its neighbour", () => {
    expect(draws(7, 20)).toEqual(draws(7, 20));
    const neighbour = new Set(draws(8, 1_000));
    expect(draws(7, 1_000).filter((value) => neighbour.has(value))).toEqual([]);
  });

  it("is uniform: each tenth of (0, 1) gets a tenth of the draws", () => {
    const counts = new Array<number>(10).fill(0);
    for (const value of draws(1, 100_000)) counts[Math.floor(value * 10)] = (counts[Math.floor(value * 10)] ?? 0) + 1;
    // χ² with 9 degrees of freedom exceeds 27.88 once in a thousand.
    expect(counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)).toBeLessThan(27.88);
  });

  it.each([-1, 0.5, 2 ** 32, Number.NaN])("refuses the seed %s", (seed) => {
    expect(() => createRandom(seed)).toThrow(RangeError);
  });

  it("takes the smallest and the largest seed", () => {
    expect(draws(0, 3)).not.toEqual(draws(2 ** 32 - 1, 3));
  });
});

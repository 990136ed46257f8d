import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayTicks, linear, ticksFromZero } from "../../../lib/report/html/scale.ts";

describe("scales", () => {
  it("map the ends of the domain to the ends of the range, and a domain without extent to its start", () => {
    const y = linear([0, 40], [200, 0]);

    expect([0, 10, 40].map(y)).toEqual([200, 150, 0]);
    expect(linear([7, 7], [0, 100])(7)).toBe(0);
  });

  it("tick from 0 to the maximum or beyond it in few even, round steps", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e15, noNaN: true }), (max) => {
        const ticks = ticksFromZero(max);
        const step = ticks[1] ?? 0;
        expect(ticks[0]).toBe(0);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(max * (1 - 1e-9));
        expect(ticks.length).toBeLessThanOrEqual(6);
        expect([1, 2, 5]).toContain(Number((step / 10 ** Math.floor(Math.log10(step) + 1e-9)).toFixed(6)));
      }),
    );
  });

  it("count nothing in steps under the least", () => {
    expect(ticksFromZero(2, 4, 1)).toEqual([0, 1, 2]);
    expect(ticksFromZero(0, 4, 1)).toEqual([0, 1]);
    expect(ticksFromZero(0.3)).toEqual([0, 0.1, 0.2, 0.3]);
  });

  it("tick days on whole weeks as soon as single days are too many", () => {
    expect(dayTicks(0, 5)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(dayTicks(7, 60)).toEqual([7, 14, 21, 28, 35, 42, 49, 56]);
    expect(dayTicks(0, 113).every((day) => day % 14 === 0)).toBe(true);
    expect(dayTicks(5, 3_650).length).toBeLessThanOrEqual(10);
    expect(dayTicks(9, 9)).toEqual([9]);
  });
});

import { describe, expect, it } from "vitest";
import { daysPendingHistogram } from "../../lib/analytics/days-pending-histogram.ts";

describe("daysPendingHistogram", () => {
  it("puts an age on an edge into the bin that starts there, and keeps the last bin open", () => {
    const { bins, total } = daysPendingHistogram([0, 6, 7, 7.9, 20, 21, 400], [0, 7, 21]);
    expect(bins).toEqual([
      { from: 0, to: 7, count: 2, share: 2 / 7 },
      { from: 7, to: 21, count: 3, share: 3 / 7 },
      { from: 21, to: null, count: 2, share: 2 / 7 },
    ]);
    expect(total).toBe(7);
  });

  it("counts what is no age instead of dropping it", () => {
    const histogram = daysPendingHistogram([3, -1, Number.NaN, Number.POSITIVE_INFINITY], [0, 7]);
    expect(histogram).toMatchObject({ total: 1, unreadable: 3 });
    expect(histogram.bins.map((bin) => bin.count)).toEqual([1, 0]);
  });

  it("is all zeros for nothing", () => {
    expect(daysPendingHistogram([])).toMatchObject({ total: 0, unreadable: 0 });
    expect(daysPendingHistogram([]).bins.every((bin) => bin.count === 0 && bin.share === 0)).toBe(true);
  });

  it("reads any iterable once", () => {
    const ages = new Set([1, 30, 31]).values();
    expect(daysPendingHistogram(ages).bins.find((bin) => bin.from === 30)?.count).toBe(2);
  });

  it.each([[[]], [[1, 5]], [[0, 7, 7]], [[0, 9, 3]]])("refuses the edges %j", (edges) => {
    expect(() => daysPendingHistogram([1], edges)).toThrow(RangeError);
  });
});

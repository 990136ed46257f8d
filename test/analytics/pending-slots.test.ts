import { describe, expect, it } from "vitest";
import { pendingSlots } from "../../lib/analytics/pending-slots.ts";

describe("pendingSlots", () => {
  const stillPending = Float64Array.of(0.8, 0.5, 0.5, 0.25);

  it("is the rate of sending times the days an invitation stays on average", () => {
    // 0.8 + 0.5 + 0.5 = 1.8 days by the third, at 20 a day
    expect(pendingSlots(stillPending, 3, 20)).toBeCloseTo(36, 12);
    expect(pendingSlots(stillPending, 4, 20)).toBeCloseTo(41, 12);
  });

  it("is T days' sendings when nobody answers", () => {
    expect(pendingSlots(new Float64Array(30).fill(1), 21, 10)).toBe(210);
  });

  it("is 0 for a threshold of 0 or no sendings, and unknown beyond the curve", () => {
    expect(pendingSlots(stillPending, 0, 20)).toBe(0);
    expect(pendingSlots(stillPending, 4, 0)).toBe(0);
    expect(pendingSlots(stillPending, 5, 20)).toBeNull();
  });
});

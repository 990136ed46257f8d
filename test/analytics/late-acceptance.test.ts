import { describe, expect, it } from "vitest";
import { lateAcceptance, shareGivenUp } from "../../lib/analytics/late-acceptance.ts";

describe("late acceptance", () => {
  // Of 1,000 sent: 300 accepted by day T, 100 gone, 600 pending; 30 of those accepted by the horizon.
  const reading = { stillPending: 0.6, acceptedByStart: 0.3, acceptedByEnd: 0.33, acceptedByHorizon: 0.33 };

  it("is 30 of the 600 still pending", () => {
    expect(lateAcceptance(reading)).toBeCloseTo(0.05, 12);
  });

  it("gives up 30 of the 330 acceptances", () => {
    expect(shareGivenUp(reading)).toBeCloseTo(1 / 11, 12);
  });

  it("of a span that ends before the horizon is still a share of all by the horizon", () => {
    expect(shareGivenUp({ ...reading, acceptedByEnd: 0.311 })).toBeCloseTo(1 / 30, 12);
  });

  it("is undefined, not 0, with nobody left to accept or nobody who did", () => {
    expect(lateAcceptance({ ...reading, stillPending: 0 })).toBeNull();
    expect(shareGivenUp({ stillPending: 1, acceptedByStart: 0, acceptedByEnd: 0, acceptedByHorizon: 0 })).toBeNull();
  });
});

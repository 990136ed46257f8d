import { describe, expect, it } from "vitest";
import { estimated, percent } from "../../lib/analytics/estimate-in-words.ts";

describe("a share in words", () => {
  it("is rounded to a tenth of a percent, and never to zero when it is not", () => {
    const shares = [0, 0.0004, 0.0005, 0.0123, 0.127, 0.5, 1];

    expect(shares.map(percent)).toEqual(["0%", "under 0.1%", "0.1%", "1.2%", "12.7%", "50%", "100%"]);
  });

  it("comes with its interval, and is a bound and not zero where none were seen", () => {
    expect(estimated({ value: 0.1274, lower: 0.116, upper: 0.139, basis: "bootstrap" })).toBe("12.7% (11.6–13.9%)");
    expect(estimated({ value: 0, lower: 0, upper: 0.031, basis: "rule-of-three" })).toBe("at most 3.1%");
  });
});

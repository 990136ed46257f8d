import { describe, expect, it } from "vitest";
import { counted, grouped, isoMinute, short, slots } from "../../../lib/report/html/figures.ts";

const at = new Date("2026-11-23T23:59:59.999Z");

describe("figures", () => {
  it("are grouped by threes with narrow spaces that do not break", () => {
    expect([0, 999, 1_000, 1_234_567, 1e15].map(grouped)).toEqual([
      "0",
      "999",
      "1\u202f000",
      "1\u202f234\u202f567",
      "1\u202f000\u202f000\u202f000\u202f000\u202f000",
    ]);
  });

  it("count one thing in the singular", () => {
    expect([0, 1, 2].map((count) => counted(count, "day"))).toEqual(["0 days", "1 day", "2 days"]);
  });

  it("never call something nothing", () => {
    expect([0, 0.2, 0.5, 12.4].map(slots)).toEqual(["0", "under 1", "1", "12"]);
  });

  it("stay short on an axis", () => {
    expect([9_999, 12_000, 3_400_000].map(short)).toEqual(["9\u202f999", "12K", "3.4M"]);
  });

  it("date by the ISO calendar in UTC", () => {
    expect(isoMinute(at)).toBe("2026-11-23 23:59 UTC");
  });
});

import { describe, expect, it } from "vitest";
import { ageInDays, milliseconds } from "../../lib/analytics/age.ts";

const sentAt = Date.UTC(2026, 2, 1, 15, 30);
const HOUR = 3_600_000;

describe("ageInDays", () => {
  it("counts whole 24-hour periods, not midnights", () => {
    expect(ageInDays(sentAt, sentAt)).toBe(0);
    expect(ageInDays(sentAt, sentAt + 24 * HOUR - 1)).toBe(0);
    expect(ageInDays(sentAt, sentAt + 24 * HOUR)).toBe(1);
    expect(ageInDays(sentAt, sentAt + 21 * 24 * HOUR)).toBe(21);
  });

  it("is negative before sending and NaN for an unknown moment", () => {
    expect(ageInDays(sentAt, sentAt - 1)).toBe(-1);
    expect(ageInDays(sentAt, Number.NaN)).toBeNaN();
  });
});

describe("milliseconds", () => {
  it("reads a Date and a number alike, and gives NaN for nothing or an invalid date", () => {
    expect(milliseconds(new Date(sentAt))).toBe(sentAt);
    expect(milliseconds(sentAt)).toBe(sentAt);
    expect(milliseconds(undefined)).toBeNaN();
    expect(milliseconds(new Date("soon"))).toBeNaN();
  });
});

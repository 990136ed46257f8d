import { describe, expect, it } from "vitest";
import { readCron } from "../../lib/config/cron.ts";
import { previousFiring } from "../../lib/config/previous-firing.ts";

function firedBefore(text: string, timezone: string, at: string): string {
  const reading = readCron(text);
  if (!reading.valid) throw new Error(text);
  return previousFiring(reading.cron, timezone, new Date(at), 62).toISOString();
}

const MONDAYS = "cron(0 8 ? * MON *)";

describe("previousFiring", () => {
  it.each([
    ["a week before, at a firing", "UTC", "2026-11-23T08:00:00.000Z", "2026-11-16T08:00:00.000Z"],
    ["the same day, a moment after a firing", "UTC", "2026-11-23T08:00:00.001Z", "2026-11-23T08:00:00.000Z"],
    ["a week before, a moment before a firing", "UTC", "2026-11-23T07:59:59.999Z", "2026-11-16T08:00:00.000Z"],
    // Clocks in Zurich went back on 25 October 2026: that week has an hour more.
    [
      "169 hours before, over the end of summer",
      "Europe/Zurich",
      "2026-10-26T07:00:00.000Z",
      "2026-10-19T06:00:00.000Z",
    ],
    ["167 hours before, over its beginning", "Europe/Zurich", "2026-03-30T06:00:00.000Z", "2026-03-23T07:00:00.000Z"],
    // Monday at 08:00 in Tokyo is Sunday evening in UTC.
    ["by the days of the time zone", "Asia/Tokyo", "2026-11-22T23:00:00.000Z", "2026-11-15T23:00:00.000Z"],
    ["by the days of a zone behind", "Pacific/Honolulu", "2026-11-23T18:00:00.000Z", "2026-11-16T18:00:00.000Z"],
  ])("is %s", (_, timezone, at, expected) => {
    expect(firedBefore(MONDAYS, timezone, at)).toBe(expected);
  });

  it("takes the later of several a day, and looks back a month", () => {
    expect(firedBefore("cron(0 8,17 * * ? *)", "UTC", "2026-11-23T12:00:00Z")).toBe("2026-11-23T08:00:00.000Z");
    expect(firedBefore("cron(0 8,17 * * ? *)", "UTC", "2026-11-23T08:00:00Z")).toBe("2026-11-22T17:00:00.000Z");
    expect(firedBefore("cron(0 8 1 * ? *)", "UTC", "2026-04-01T08:00:00Z")).toBe("2026-03-01T08:00:00.000Z");
  });

  it("says so when there is none in reach", () => {
    expect(() => firedBefore("cron(0 8 29 FEB ? *)", "UTC", "2026-11-23T12:00:00Z")).toThrow(
      /did not fire in the 62 days/,
    );
  });
});

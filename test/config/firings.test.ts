import { describe, expect, it } from "vitest";
import { readCron } from "../../lib/config/cron.ts";
import { firesInWorkingHours, longestGapHours } from "../../lib/config/firings.ts";
import type { WorkingHours } from "../../lib/domain/working-hours.ts";

function cron(text: string) {
  const reading = readCron(text);
  if (!reading.valid) throw new Error(text);
  return reading.cron;
}

const OFFICE: WorkingHours = {
  timezone: "Europe/Zurich",
  start: "09:00",
  end: "17:00",
  days: ["mon", "tue", "wed", "thu", "fri"],
};

describe("longestGapHours", () => {
  it.each([
    ["cron(0 9 * * ? *)", 24],
    ["cron(0 * * * ? *)", 1],
    ["cron(0 9,17 * * ? *)", 16],
    ["cron(0 9 ? * MON-FRI *)", 72],
    ["cron(0 9 ? * MON,THU *)", 96],
    ["cron(0 9 ? * MON *)", 168],
    ["cron(0 9,15 ? * MON *)", 162],
    // 26 February to 1 March is the shortest; from the 26th of a month of 31 days it is six days.
    ["cron(0 9 1/5 * ? *)", 120],
    ["cron(0 9 1 * ? *)", 31 * 24],
    ["cron(0 9 29 FEB ? *)", Number.POSITIVE_INFINITY],
    ["cron(0 9 31 FEB ? *)", Number.POSITIVE_INFINITY],
  ])("of %s is %d", (text, hours) => {
    expect(longestGapHours(cron(text))).toBe(hours);
  });
});

describe("firesInWorkingHours", () => {
  it.each([
    ["cron(0 9 * * ? *)", "Europe/Zurich", 0, true],
    ["cron(0 9 * * ? *)", "Europe/Zurich", 15, true],
    // The window may end outside of the hours, and then that run may as well start there.
    ["cron(50 16 * * ? *)", "Europe/Zurich", 15, false],
    ["cron(44 16 * * ? *)", "Europe/Zurich", 15, true],
    ["cron(0 17 * * ? *)", "Europe/Zurich", 0, false],
    ["cron(59 8 * * ? *)", "Europe/Zurich", 0, false],
    ["cron(0 9 ? * SAT,SUN *)", "Europe/Zurich", 0, false],
    ["cron(0 3,12 * * ? *)", "Europe/Zurich", 0, true],
    // 07:30 in UTC is 09:30 in Zurich's summer, and only then.
    ["cron(30 7 * * ? *)", "UTC", 0, true],
    ["cron(30 7 * JAN,FEB ? *)", "UTC", 0, false],
    ["cron(30 0 * * ? *)", "America/Los_Angeles", 0, true],
    ["cron(0 12 * * ? *)", "America/Los_Angeles", 0, false],
  ])("of %s in %s within %d minutes is %s", (text, timezone, flexible, fires) => {
    expect(firesInWorkingHours(cron(text), timezone, flexible, OFFICE)).toBe(fires);
  });
});

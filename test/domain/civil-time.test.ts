import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instantOf, minutesOf, wallTimeAt, weekdayOf } from "../../lib/domain/civil-time.ts";

describe("a wall time", () => {
  it("is the same instant again, except in the hour that a clock change repeats", () => {
    const zones = ["UTC", "Europe/Zurich", "America/St_Johns", "Asia/Kathmandu", "Pacific/Kiritimati"];
    const minute = fc.integer({ min: Date.UTC(2020, 0, 1) / 60_000, max: Date.UTC(2030, 0, 1) / 60_000 });
    fc.assert(
      fc.property(minute, fc.constantFrom(...zones), (minutes, zone) => {
        const wall = wallTimeAt(minutes * 60_000, zone);
        expect(wallTimeAt(instantOf(wall, zone).getTime(), zone)).toBe(wall);
      }),
    );
  });

  it("has the minutes and the weekday that the clock on the wall shows", () => {
    const wall = wallTimeAt(Date.parse("2026-11-28T23:30:00Z"), "Europe/Zurich");
    expect([minutesOf(wall), weekdayOf(wall)]).toEqual([30, 0]);
  });

  it("counts minutes from midnight before 1970 too", () => {
    expect(minutesOf(Date.UTC(1969, 11, 31, 23, 59))).toBe(23 * 60 + 59);
  });
});

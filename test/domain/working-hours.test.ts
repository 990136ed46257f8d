import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  isWorkingTime,
  minutesOfDay,
  nextWorkingInstant,
  WEEKDAYS,
  type WorkingHours,
  workingTimeLeft,
} from "../../lib/domain/working-hours.ts";
import { at } from "./helpers/records.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function hours(changes: Partial<WorkingHours> = {}): WorkingHours {
  return {
    timezone: "UTC",
    start: "09:00",
    end: "17:00",
    days: ["mon", "tue", "wed", "thu", "fri"],
    ...changes,
  };
}

describe("minutesOfDay", () => {
  it.each([
    ["00:00", 0],
    ["00:01", 1],
    ["09:30", 570],
    ["19:59", 1_199],
    ["20:00", 1_200],
    ["23:59", 1_439],
    ["24:00", 1_440],
  ])("reads %s", (text, minutes) => {
    const read = minutesOfDay(text);

    expect(read).toBe(minutes);
  });

  it.each(["24:01", "25:00", "23:60", "9:00", "09:0", "0900", "09:00:00", " 09:00", "09:00\n", "-1:00", "", "٠٩:٠٠"])(
    "is NaN for %j",
    (text) => {
      const read = minutesOfDay(text);

      expect(read).toBeNaN();
    },
  );
});

describe("workingTimeLeft", () => {
  // 2 November 2026 is a Monday.
  it.each([
    ["before the start", "2026-11-02T08:59:00.000Z", 0],
    ["at the start", "2026-11-02T09:00:00.000Z", 8 * HOUR],
    ["in the middle", "2026-11-02T12:30:00.000Z", 4.5 * HOUR],
    ["in the last minute", "2026-11-02T16:59:00.000Z", MINUTE],
    ["at the end, which is excluded", "2026-11-02T17:00:00.000Z", 0],
    ["on a day that is not listed", "2026-11-01T12:00:00.000Z", 0],
  ])("is what is left of the day: %s", (_when, now, left) => {
    const found = workingTimeLeft(hours(), at(now));

    expect(found).toBe(left);
  });

  it("ends with the day at 24:00", () => {
    const wholeDay = hours({ start: "00:00", end: "24:00", days: ["mon"] });

    const left = ["2026-11-02T00:00:00Z", "2026-11-02T23:59:00Z", "2026-11-03T00:00:00Z"].map((now) =>
      workingTimeLeft(wholeDay, at(now)),
    );

    expect(left).toEqual([24 * HOUR, MINUTE, 0]);
  });

  it("ends with the day, not with the last of several days in a row that are worked around the clock", () => {
    // Six days and not seven, so that a search that overlooks midnight fails here and does not search for ever.
    const roundTheClock = hours({ start: "00:00", end: "24:00", days: ["mon", "tue", "wed", "thu", "fri", "sat"] });

    const left = ["2026-11-02T00:00:00Z", "2026-11-02T22:30:00Z", "2026-11-03T00:00:00Z"].map((now) =>
      workingTimeLeft(roundTheClock, at(now)),
    );

    expect(left).toEqual([24 * HOUR, 1.5 * HOUR, 24 * HOUR]);
  });

  it("takes the day and the clock of its own time zone", () => {
    // Sunday 20:30 UTC is Monday 09:30 in Auckland (UTC+13 in November).
    const auckland = hours({ timezone: "Pacific/Auckland", days: ["mon"] });

    const left = workingTimeLeft(auckland, at("2026-11-01T20:30:00.000Z"));

    expect(left).toBe(7.5 * HOUR);
  });

  it("does not count the part of the minute that has passed", () => {
    const left = workingTimeLeft(hours(), at("2026-11-02T16:59:30.000Z"));

    expect(left).toBe(MINUTE / 2);
  });

  it("counts elapsed time over a clock change", () => {
    // Zurich, 29 March 2026: 02:00 becomes 03:00. From 00:30 (UTC+1) to 06:00 (UTC+2) pass four and a half hours.
    const night = hours({ timezone: "Europe/Zurich", start: "00:00", end: "06:00", days: ["sun"] });

    const left = workingTimeLeft(night, at("2026-03-28T23:30:00.000Z"));

    expect(left).toBe(4.5 * HOUR);
  });

  it("counts the hour that a clock change repeats", () => {
    // Zurich, 25 October 2026: 03:00 becomes 02:00. From 00:30 (UTC+2) to 09:00 (UTC+1) pass nine and a half hours.
    const night = hours({ timezone: "Europe/Zurich", start: "00:00", end: "09:00", days: ["sun"] });

    const left = workingTimeLeft(night, at("2026-10-24T22:30:00.000Z"));

    expect(left).toBe(9.5 * HOUR);
  });
});

describe("isWorkingTime", () => {
  it("is true from the start to just before the end, on the listed days", () => {
    const moments = [
      "2026-11-02T08:59:59.999Z",
      "2026-11-02T09:00:00.000Z",
      "2026-11-02T16:59:59.999Z",
      "2026-11-02T17:00:00.000Z",
      "2026-11-07T12:00:00.000Z",
    ];

    const working = moments.map((now) => isWorkingTime(hours(), at(now)));

    expect(working).toEqual([false, true, true, false, false]);
  });
});

describe("nextWorkingInstant", () => {
  it("is now inside the hours", () => {
    const now = at("2026-11-02T10:11:12.345Z");

    const next = nextWorkingInstant(hours(), now);

    expect(next).toEqual(now);
  });

  it.each([
    ["later today", "2026-11-02T08:59:30.500Z", "2026-11-02T09:00:00.000Z"],
    ["tomorrow, from the very end on", "2026-11-02T17:00:00.000Z", "2026-11-03T09:00:00.000Z"],
    ["after the weekend", "2026-11-06T17:30:00.000Z", "2026-11-09T09:00:00.000Z"],
  ])("is the start of the hours: %s", (_when, now, opens) => {
    const next = nextWorkingInstant(hours(), at(now));

    expect(next).toEqual(at(opens));
  });

  it("is a week ahead when the only day has just ended", () => {
    const mondays = hours({ days: ["mon"] });

    const next = nextWorkingInstant(mondays, at("2026-11-02T17:00:00.000Z"));

    expect(next).toEqual(at("2026-11-09T09:00:00.000Z"));
  });

  it.each([
    ["half an hour off", "America/St_Johns", "2026-11-02T12:30:00.000Z"],
    ["a quarter of an hour off", "Asia/Kathmandu", "2026-11-03T03:15:00.000Z"],
    ["fourteen hours ahead", "Pacific/Kiritimati", "2026-11-02T19:00:00.000Z"],
    ["twelve hours behind", "Etc/GMT+12", "2026-11-02T21:00:00.000Z"],
  ])("is nine o'clock in a zone %s", (_what, timezone, opens) => {
    const next = nextWorkingInstant(hours({ timezone }), at("2026-11-02T12:00:00.000Z"));

    expect(next).toEqual(at(opens));
  });

  it.each([
    ["Zurich in summer", "Europe/Zurich", "2026-03-30T00:00:00Z", "2026-03-30T07:00:00Z"],
    ["Zurich in winter", "Europe/Zurich", "2026-10-26T00:00:00Z", "2026-10-26T08:00:00Z"],
    ["New York in summer", "America/New_York", "2026-03-09T05:00:00Z", "2026-03-09T13:00:00Z"],
    ["New York in winter", "America/New_York", "2026-11-02T06:00:00Z", "2026-11-02T14:00:00Z"],
  ])("stays nine o'clock on the Monday after a clock change: %s", (_what, timezone, now, opens) => {
    const next = nextWorkingInstant(hours({ timezone }), at(now));

    expect(next).toEqual(at(opens));
  });

  it("opens as soon as the clock has jumped into the hours", () => {
    // Zurich, 29 March 2026: 02:30 does not exist, the clock goes from 01:59:59 to 03:00 at 01:00 UTC.
    const night = hours({ timezone: "Europe/Zurich", start: "02:30", end: "04:00", days: ["sun"] });

    const next = nextWorkingInstant(night, at("2026-03-29T00:10:00.000Z"));

    expect(next).toEqual(at("2026-03-29T01:00:00.000Z"));
  });

  it("opens again for an hour that the clock repeats", () => {
    // Zurich, 25 October 2026: 02:00 to 03:00 comes at 00:00 and again at 01:00 UTC.
    const night = hours({ timezone: "Europe/Zurich", start: "02:00", end: "02:30", days: ["sun"] });

    const next = nextWorkingInstant(night, at("2026-10-25T00:30:00.000Z"));

    expect(next).toEqual(at("2026-10-25T01:00:00.000Z"));
  });

  it.each([
    ["no day", hours({ days: [] })],
    ["an end before the start", hours({ start: "17:00", end: "09:00" })],
    ["no length", hours({ start: "09:00", end: "09:00" })],
  ])("is null for hours that never open: %s", (_what, never) => {
    const next = nextWorkingInstant(never, at("2026-11-02T12:00:00.000Z"));

    expect(next).toBeNull();
  });

  it("is the first instant at or after now that lies inside, for any hours and any now", () => {
    const anyHours = fc
      .record({
        timezone: fc.constantFrom("UTC", "Europe/Zurich", "America/St_Johns", "Asia/Kathmandu", "Etc/GMT+12"),
        start: fc.integer({ min: 0, max: 1_438 }),
        length: fc.integer({ min: 1, max: 1_440 }),
        days: fc.subarray([...WEEKDAYS], { minLength: 1 }),
      })
      .map(({ timezone, start, length, days }) => ({
        timezone,
        start: clock(start),
        end: clock(Math.min(1_440, start + length)),
        days,
      }));
    const nows = fc.date({ min: at("2026-01-01"), max: at("2028-01-01"), noInvalidDate: true });

    fc.assert(
      fc.property(anyHours, nows, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (open, now, draw) => {
        const next = nextWorkingInstant(open, now);

        // Hours of a few minutes may fall into the hour that a clock change skips.
        if (next === null) return;
        expect(next.getTime()).toBeGreaterThanOrEqual(now.getTime());
        expect(isInside(open, next)).toBe(true);
        const between = new Date(now.getTime() + Math.floor(draw * (next.getTime() - now.getTime())));
        expect(between < next && isInside(open, between)).toBe(false);
      }),
      { numRuns: 100 },
    );
  });
});

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** The same question asked another way: compares the civil time as text. */
function isInside({ timezone, start, end, days }: WorkingHours, now: Date): boolean {
  const civil = now.toLocaleString("en-GB", {
    timeZone: timezone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
  const [weekday, time] = [civil.slice(0, 3).toLowerCase(), civil.slice(-5)];
  return days.some((day) => day === weekday) && time >= start && time < end;
}

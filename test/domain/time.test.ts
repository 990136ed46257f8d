import { describe, expect, it } from "vitest";
import {
  DAY_MS,
  earliest,
  HOUR_MS,
  later,
  latest,
  MINUTE_MS,
  SECOND_MS,
  utcDay,
  wholeDaysBetween,
} from "../../lib/domain/time.ts";
import { at } from "./helpers/records.ts";

describe("spans of time", () => {
  it("are milliseconds, and a day is 24 elapsed hours", () => {
    const spans = [SECOND_MS, MINUTE_MS, HOUR_MS, DAY_MS];

    expect(spans).toEqual([1_000, 60_000, 3_600_000, 86_400_000]);
  });
});

it("the day of an instant is that of UTC", () => {
  expect(utcDay(at("2026-11-23T23:59:59.999Z"))).toBe("2026-11-23");
});

describe("wholeDaysBetween", () => {
  const start = at("2026-03-01T00:00:00.000Z");

  it.each([
    ["the same instant", "2026-03-01T00:00:00.000Z", 0],
    ["one millisecond short of a day", "2026-03-01T23:59:59.999Z", 0],
    ["exactly a day", "2026-03-02T00:00:00.000Z", 1],
    ["one millisecond short of 21 days", "2026-03-21T23:59:59.999Z", 20],
    ["exactly 21 days", "2026-03-22T00:00:00.000Z", 21],
    ["a common year", "2027-03-01T00:00:00.000Z", 365],
    ["an end one millisecond before the start", "2026-02-28T23:59:59.999Z", -1],
    ["an end exactly a day before the start", "2026-02-28T00:00:00.000Z", -1],
  ])("counts %s", (_what, end, days) => {
    const counted = wholeDaysBetween(start, at(end));

    expect(counted).toBe(days);
  });

  it("counts 29 February", () => {
    const days = wholeDaysBetween(at("2028-02-28T00:00:00.000Z"), at("2028-03-01T00:00:00.000Z"));

    expect(days).toBe(2);
  });
});

describe("later", () => {
  it("moves forward and backward without touching its argument", () => {
    const when = at("2026-03-01T00:00:00.000Z");

    const moved = [later(when, 1_500), later(when, -1_500), later(when, 0)];

    expect(moved).toEqual([at("2026-03-01T00:00:01.500Z"), at("2026-02-28T23:59:58.500Z"), when]);
    expect(when).toEqual(at("2026-03-01T00:00:00.000Z"));
  });
});

describe("earliest and latest", () => {
  const before = at("2026-03-01T00:00:00.000Z");
  const after = at("2026-03-01T00:00:00.001Z");

  it("pick by the instant, whichever comes first in the call", () => {
    const picked = [earliest(before, after), earliest(after, before), latest(before, after), latest(after, before)];

    expect(picked).toEqual([before, before, after, after]);
  });
});

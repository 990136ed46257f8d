import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSentDate } from "../../lib/domain/sent-date.ts";
import {
  datesDisagree,
  intervalOf,
  isSurelyOlder,
  narrow,
  type SentInterval,
  shownAge,
} from "../../lib/domain/sent-interval.ts";
import { at } from "./helpers/records.ts";

const NOW = at("2026-11-22T12:00:00.000Z");
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ago = (ms: number): Date => new Date(NOW.getTime() - ms);
/** Sent so many days ago, or between so many. */
const between = (oldest: number | null, youngest: number): SentInterval => ({
  from: oldest === null ? null : ago(oldest * DAY),
  by: ago(youngest * DAY),
});

const intervals: fc.Arbitrary<SentInterval> = fc
  .record({ youngest: fc.nat(50), width: fc.option(fc.nat(50)) })
  .map(({ youngest, width }) => between(width === null ? null : youngest + width, youngest));
const holds = ({ from, by }: SentInterval, moment: Date): boolean =>
  (from === null || from.getTime() <= moment.getTime()) && moment.getTime() <= by.getTime();
/** An interval and one moment in it. */
const withMoment = fc
  .tuple(intervals, fc.nat(100))
  .filter(([interval, days]) => holds(interval, ago(days * DAY)))
  .map(([interval, days]) => ({ interval, moment: ago(days * DAY) }));

describe("two intervals narrowed", () => {
  it.each([
    ["that overlap", between(30, 10), between(20, 5), between(20, 10)],
    ["one in the other", between(30, 10), between(20, 15), between(20, 15)],
    ["that touch", between(30, 10), between(10, 5), between(10, 10)],
    ["one open, which adds its end", between(null, 25), between(30, 10), between(30, 25)],
    ["one open, which adds nothing", between(30, 10), between(null, 5), between(30, 10)],
    ["both open", between(null, 10), between(null, 20), between(null, 20)],
  ])("are what both allow: %s", (_what, a, b, interval) => {
    expect(narrow(a, b)).toEqual({ kind: "interval", interval });
    expect(narrow(b, a)).toEqual({ kind: "interval", interval });
  });

  it("are a contradiction from the first millisecond between them", () => {
    const a = { from: ago(30 * DAY), by: ago(10 * DAY + 1) };
    const b = between(10, 5);

    expect(narrow(a, b)).toEqual({ kind: "contradiction", a, b });
    expect(narrow(b, a)).toEqual({ kind: "contradiction", a: b, b: a });
  });

  it("hold exactly the moments that both hold", () => {
    fc.assert(
      fc.property(intervals, intervals, fc.nat(100), (a, b, days) => {
        const both = narrow(a, b);
        const moment = ago(days * DAY);

        const inBoth = holds(a, moment) && holds(b, moment);
        expect(both.kind === "interval" && holds(both.interval, moment)).toBe(inBoth);
        if (both.kind === "interval") expect(holds(both.interval, both.interval.by)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("which of two was sent first", () => {
  it("is sure when the latest of one lies before the earliest of the other", () => {
    const younger = between(10, 5);

    expect(isSurelyOlder({ from: null, by: ago(10 * DAY + 1) }, younger)).toBe(true);
    expect(isSurelyOlder({ from: null, by: ago(10 * DAY) }, younger)).toBe(false);
    expect(isSurelyOlder(younger, between(30, 20))).toBe(false);
  });

  it("is not sure when nothing bounds the other from below", () => {
    expect(isSurelyOlder(between(30, 20), between(null, 1))).toBe(false);
  });

  it("is never said of one that was not", () => {
    fc.assert(
      fc.property(withMoment, withMoment, (a, b) => {
        if (isSurelyOlder(a.interval, b.interval)) expect(a.moment.getTime()).toBeLessThan(b.moment.getTime());
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("an id's time and a date", () => {
  const reading = between(10, 5);

  it.each([
    ["inside", ago(7 * DAY), false],
    ["36 hours too early", ago(10 * DAY + 36 * HOUR), false],
    ["a millisecond earlier", ago(10 * DAY + 36 * HOUR + 1), true],
    ["36 hours too late", ago(5 * DAY - 36 * HOUR), false],
    ["a millisecond later", ago(5 * DAY - 36 * HOUR - 1), true],
  ])("disagree beyond 36 hours: %s", (_what, decoded, disagree) => {
    expect(datesDisagree(decoded, reading)).toBe(disagree);
  });

  it("cannot disagree below when nothing bounds the date there", () => {
    expect(datesDisagree(ago(1_000 * DAY), between(null, 5))).toBe(false);
  });
});

describe("the age a person reads", () => {
  it.each([
    ["41 d", between(41, 41)],
    ["41 d", { from: ago(42 * DAY - 1), by: ago(41 * DAY) }],
    ["41–42 d", { from: ago(42 * DAY), by: ago(41 * DAY) }],
    ["26–41 d", { from: ago(41 * DAY), by: ago(27 * DAY - 1) }],
    ["27–61 d", between(61, 27)],
    ["≥ 27 d", between(null, 27)],
    ["0 d", between(-1, -2)],
    ["≥ 0 d", between(null, -1)],
  ])("is in whole days: %s", (text, interval) => {
    expect(shownAge(interval, NOW)).toBe(text);
  });
});

it("a readable date is an interval", () => {
  const reading = readSentDate("2026-11-01", NOW);
  if (!reading.readable) throw new Error(reading.fault);

  expect(intervalOf(reading)).toEqual({
    from: at("2026-10-31T10:00:00.000Z"),
    by: at("2026-11-02T11:59:59.999Z"),
  });
});

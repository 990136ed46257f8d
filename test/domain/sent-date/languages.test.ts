import fc from "fast-check";
import { DateTime } from "luxon";
import { describe, expect, it } from "vitest";
import { AGE_UNITS, type AgeUnit } from "../../../lib/domain/sent-date/age-span.ts";
import { agesInWords, LANGUAGES } from "../../../lib/domain/sent-date/languages.ts";
import { normaliseText } from "../../../lib/domain/sent-date/normalise.ts";
import { readSentDate } from "../../../lib/domain/sent-date.ts";
import { at } from "../helpers/records.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** What a writer may take each unit for. */
const SIZES: Readonly<Record<AgeUnit, readonly number[]>> = {
  second: [1_000],
  minute: [60_000],
  hour: [HOUR],
  day: [DAY],
  week: [7 * DAY],
  month: [28 * DAY, 30 * DAY, 30.44 * DAY, 31 * DAY],
  year: [365 * DAY, 365.25 * DAY, 366 * DAY],
};

const languages = fc.constantFrom(...LANGUAGES);
const styles = fc.constantFrom("long", "short", "narrow");
const nows = fc.date({ min: at("2020-01-01T00:00:00Z"), max: at("2040-01-01T00:00:00Z"), noInvalidDate: true });
const pageAges = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: DAY }));

/** A unit, what the writer takes it for, and an age of the last 4.9 years that counts up to some dozens of it. */
const unitsAndAges = fc
  .constantFrom(...AGE_UNITS.flatMap((unit) => SIZES[unit].map((size) => ({ unit, size }))))
  .chain(({ unit, size }) =>
    fc.record({
      unit: fc.constant(unit),
      size: fc.constant(size),
      age: fc.integer({ min: 0, max: Math.min(Math.floor(4.9 * 365 * DAY), 120 * size) }),
    }),
  );

function expectToHold(raw: string, sent: number, now: Date): void {
  const reading = readSentDate(raw, now);
  if (!reading.readable) throw new Error(`unreadable: ${raw}`);
  expect(reading.sentFrom.getTime()).toBeLessThanOrEqual(sent);
  expect(reading.sentBy.getTime()).toBeGreaterThanOrEqual(sent);
  expect(reading.sentBy.getTime()).toBeLessThanOrEqual(now.getTime());
}

describe("a text of any of the languages", () => {
  it("holds the true moment, however its writer rounds and however old, up to a day, its page is", () => {
    const roundings = fc.constantFrom(Math.floor, Math.round, Math.ceil);
    const numerics = fc.constantFrom("always" as const, "auto" as const);
    fc.assert(
      fc.property(
        fc.record({ language: languages, style: styles, numeric: numerics, round: roundings, now: nows, pageAges }),
        unitsAndAges,
        ({ language, style, numeric, round, now, pageAges: pageAge }, { unit, size, age }) => {
          const sent = now.getTime() - pageAge - age;
          const raw = new Intl.RelativeTimeFormat(language, { style, numeric }).format(-round(age / size), unit);
          expectToHold(raw, sent, now);
        },
      ),
      { numRuns: 1_500 },
    );
  });

  it("holds the true moment when it counts the calendar's days, over changes of the clock too", () => {
    // Clocks change on 8 March and on 1 November; words go to the day before yesterday.
    const changes = fc.constantFrom("2026-03-08T00:00:00Z", "2026-11-01T00:00:00Z");
    const hours = fc.integer({ min: 0, max: 96 * 60 });
    fc.assert(
      fc.property(languages, styles, changes, hours, hours, (language, style, change, later, earlier) => {
        const now = at(change).getTime() + later * 60_000;
        const sent = now - earlier * 60_000;
        const day = (ms: number) => DateTime.fromMillis(ms, { zone: "America/New_York" }).startOf("day");
        const count = Math.round(day(now).diff(day(sent), "days").days);
        fc.pre(count <= 2);
        const format = new Intl.RelativeTimeFormat(language, { style, numeric: "auto" });
        const raw = format.format(-count, "day");
        fc.pre(!/\d/.test(raw));
        expectToHold(raw, sent, new Date(now));
      }),
      { numRuns: 1_000 },
    );
  });

  it.each(LANGUAGES)("means at least the unit and the count it was written for: %s", (language) => {
    for (const style of ["long", "short", "narrow"] as const) {
      const format = new Intl.RelativeTimeFormat(language, { style });
      for (const unit of AGE_UNITS) {
        for (const count of [0, 1, 2, 3, 5, 11, 21, 100, 101]) {
          const meant = agesInWords(normaliseText(format.format(-count, unit)));
          expect(meant.map((age) => [age.count, age.unit])).toContainEqual([count, unit]);
        }
      }
    }
  });
});

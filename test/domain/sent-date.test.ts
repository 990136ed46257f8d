import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSentDate, type SentDateReading } from "../../lib/domain/sent-date.ts";
import { at } from "./helpers/records.ts";
import { exactRenderings, roundedRenderings, wholeSecondRenderings } from "./helpers/renderings.ts";

const NOW = at("2026-11-22T12:00:00.000Z");
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const ago = (ms: number): Date => new Date(NOW.getTime() - ms);
const ahead = (ms: number): Date => new Date(NOW.getTime() + ms);

/** The bound of a reading that has to be readable. */
function boundOf(reading: SentDateReading): Date {
  if (!reading.readable) throw new Error(`unreadable: ${reading.fault}`);
  return reading.sentBy;
}

describe("an ISO date-time with a zone", () => {
  it.each([
    ["Z", "2026-11-01T08:30:00.250Z", "2026-11-01T08:30:00.250Z"],
    ["small letters (RFC 3339, 5.6)", "2026-11-01t08:30:00.250z", "2026-11-01T08:30:00.250Z"],
    ["a space for the T", "2026-11-01 08:30:00.250Z", "2026-11-01T08:30:00.250Z"],
    ["a comma for the point", "2026-11-01T08:30:00,250Z", "2026-11-01T08:30:00.250Z"],
    ["an offset east", "2026-11-01T08:30:00.000+02:00", "2026-11-01T06:30:00.000Z"],
    ["an offset west, without a colon", "2026-11-01T08:30:00.000-0330", "2026-11-01T12:00:00.000Z"],
    ["an offset in hours", "2026-11-01T08:30:00.000+05", "2026-11-01T03:30:00.000Z"],
    ["the easternmost offset", "2026-11-01T08:30:00.000+14:00", "2026-10-31T18:30:00.000Z"],
    ["the westernmost offset", "2026-11-01T08:30:00.000-12:00", "2026-11-01T20:30:00.000Z"],
    ["29 February of a leap year", "2024-02-29T00:00:00.000Z", "2024-02-29T00:00:00.000Z"],
  ])("is that instant: %s", (_what, raw, instant) => {
    const reading = readSentDate(raw, NOW);

    expect(reading).toMatchObject({ readable: true, sentBy: at(instant), form: "instant" });
  });

  it("covers its whole minute when it has no seconds", () => {
    const reading = readSentDate("2026-11-01T08:30+02:00", NOW);

    expect(reading).toMatchObject({ readable: true, sentBy: at("2026-11-01T06:30:59.999Z"), form: "minute" });
  });

  it.each([
    ["its second", "2026-11-01T08:30:05Z", "2026-11-01T08:30:05.999Z"],
    ["its tenth", "2026-11-01T08:30:05.2Z", "2026-11-01T08:30:05.299Z"],
    ["its hundredth", "2026-11-01T08:30:05.25+00:00", "2026-11-01T08:30:05.259Z"],
    [
      "its thousandth, to more digits than a clock here has",
      "2026-11-01T08:30:05.250999999Z",
      "2026-11-01T08:30:05.250Z",
    ],
  ])("covers all of %s, the last unit it names", (_what, raw, instant) => {
    const reading = readSentDate(raw, NOW);

    expect(reading).toMatchObject({ readable: true, sentBy: at(instant), form: "instant" });
  });

  it("is now, and not later, when its minute is not over yet", () => {
    const reading = readSentDate("2026-11-22T12:00Z", at("2026-11-22T12:00:20.000Z"));

    expect(boundOf(reading)).toEqual(at("2026-11-22T12:00:20.000Z"));
  });

  it("takes whitespace around it for nothing", () => {
    const reading = readSentDate(" \u00a0\t2026-11-01T08:30:00.250Z\r\n", NOW);

    expect(boundOf(reading)).toEqual(at("2026-11-01T08:30:00.250Z"));
  });
});

describe("a civil time without a zone", () => {
  it.each([
    ["to the millisecond", "2026-11-01T08:30:00.250", "2026-11-01T20:30:00.250Z"],
    ["to the second", "2026-11-01T08:30:00", "2026-11-01T20:30:00.999Z"],
    ["to the minute", "2026-11-01 08:30", "2026-11-01T20:30:59.999Z"],
  ])("is taken where it comes last, at UTC-12: %s", (_what, raw, instant) => {
    const reading = readSentDate(raw, NOW);

    expect(reading).toMatchObject({ readable: true, sentBy: at(instant), form: "local-time" });
  });

  it("is now when it has passed only in the east", () => {
    // 20:00 on the 22nd is 06:00 UTC in Kiritimati (UTC+14) and still to come in Zurich.
    const reading = readSentDate("2026-11-22T20:00:00.000", NOW);

    expect(boundOf(reading)).toEqual(NOW);
  });

  it("is in the future when it has not come anywhere, five minutes allowed", () => {
    // 02:00 on the 23rd comes first at UTC+14: at 12:00 UTC on the 22nd.
    const readings = ["2026-11-23T02:05:00.000", "2026-11-23T02:05:00.001"].map((raw) => readSentDate(raw, NOW));

    expect(readings[0]).toMatchObject({ readable: true, sentBy: NOW, form: "local-time" });
    expect(readings[1]).toMatchObject({ readable: false, fault: "in-the-future" });
  });
});

describe("a bare date", () => {
  it("lasts until midnight at UTC-12", () => {
    const reading = readSentDate("2026-11-01", NOW);

    expect(reading).toMatchObject({ readable: true, sentBy: at("2026-11-02T11:59:59.999Z"), form: "day" });
  });

  it.each([
    ["today", "2026-11-22"],
    ["tomorrow, which has begun in the east", "2026-11-23"],
  ])("is now at the latest: %s", (_what, raw) => {
    const reading = readSentDate(raw, NOW);

    expect(boundOf(reading)).toEqual(NOW);
  });

  it("is in the future when it has begun nowhere", () => {
    const reading = readSentDate("2026-11-24", NOW);

    expect(reading).toMatchObject({ readable: false, fault: "in-the-future" });
  });
});

describe("an epoch", () => {
  // 1,700,000,000 s is the well-known 14 November 2023, 22:13:20 UTC.
  const instant = at("2023-11-14T22:13:20.000Z").getTime();

  it.each([
    ["a number of milliseconds", 1_700_000_000_123],
    ["digits of milliseconds", "1700000000123"],
  ])("is that instant: %s", (_what, raw) => {
    const reading = readSentDate(raw, NOW);

    expect(reading).toMatchObject({ readable: true, sentBy: new Date(instant + 123), form: "instant" });
  });

  it.each([
    ["a number of seconds", 1_700_000_000],
    ["digits of seconds", "1700000000"],
    ["digits with a space before them", " 1700000000"],
  ])("covers its whole second: %s", (_what, raw) => {
    const reading = readSentDate(raw, NOW);

    expect(reading).toMatchObject({ readable: true, sentBy: new Date(instant + 999), form: "instant" });
  });

  it.each([
    ["nine digits", 170_000_000],
    ["eleven digits", "17000000000"],
    ["twelve digits", 170_000_000_012],
    ["fourteen digits", "17000000001234"],
    ["sixteen digits, as microseconds have", 1_700_000_000_123_456],
    ["four hundred digits", "1".repeat(400)],
    ["zero", 0],
    ["minus zero", -0],
    ["a negative number", -1_700_000_000],
    ["negative digits", "-1700000000"],
    ["a plus sign", "+1700000000"],
    ["a number with a fraction", 1_700_000_000.5],
    ["digits with a fraction", "1700000000.0"],
    ["digits with separators", "1_700_000_000"],
    ["NaN", Number.NaN],
    ["Infinity", Number.POSITIVE_INFINITY],
    ["minus Infinity", Number.NEGATIVE_INFINITY],
    ["the largest number", Number.MAX_VALUE],
    ["the smallest number", Number.MIN_VALUE],
    ["an exponent", "1e12"],
    ["hexadecimal", "0x6553f100"],
    ["fullwidth digits", "１７００００００００"],
    ["Arabic-Indic digits", "١٧٠٠٠٠٠٠٠٠"],
  ])("is not recognised: %s", (_what, raw) => {
    const reading = readSentDate(raw, NOW);

    expect(reading).toMatchObject({ readable: false, fault: "unrecognised" });
  });

  it.each([
    ["seconds", 9_999_999_999],
    ["milliseconds", "9999999999999"],
  ])("of all nines lies in the future: %s", (_what, raw) => {
    const reading = readSentDate(raw, NOW);

    expect(reading).toMatchObject({ readable: false, fault: "in-the-future" });
  });
});

describe("relative text", () => {
  it.each([
    ["3 seconds ago", 2 * SECOND],
    ["45 minutes ago", 44 * MINUTE],
    ["5 hours ago", 4 * HOUR],
    ["22 days ago", 21 * DAY],
    ["21 days ago", 20 * DAY],
    ["3 weeks ago", 14 * DAY],
    ["4 weeks ago", 21 * DAY],
    ["2 years ago", 365 * DAY],
    ["999 minutes ago", 998 * MINUTE],
    ["Sent 3 weeks ago", 14 * DAY],
    ["SENT  3  WEEKS  AGO", 14 * DAY],
    ["3 week ago", 14 * DAY],
  ])("is one unit younger than it says: %s", (raw, youngest) => {
    const reading = readSentDate(raw, NOW);

    expect(reading).toMatchObject({ readable: true, sentBy: ago(youngest), form: "relative" });
  });

  it.each([
    ["2 months ago", 28 * DAY],
    ["3 months ago", 56 * DAY],
    ["Sent 6 months ago", 140 * DAY],
  ])("counts every month as a February: %s", (raw, youngest) => {
    const reading = readSentDate(raw, NOW);

    expect(boundOf(reading)).toEqual(ago(youngest));
  });

  it.each([
    "0 days ago",
    "1 second ago",
    "1 month ago",
    "a minute ago",
    "an hour ago",
    "One week ago",
    "a year ago",
    "just now",
    "today",
    "Yesterday",
    "Sent yesterday",
  ])("can be as young as now: %s", (raw) => {
    const reading = readSentDate(raw, NOW);

    expect(reading).toMatchObject({ readable: true, sentBy: NOW, form: "relative" });
  });

  it.each([
    "1000 days ago",
    "-3 weeks ago",
    "1.5 weeks ago",
    "two weeks ago",
    "in 3 weeks",
    "3 weeks",
    "3weeks ago",
    "3 weeks ago today",
    "over 3 weeks ago",
    "3 fortnights ago",
    "3 constructors ago",
    "ago",
    "３ weeks ago",
    "३ weeks ago",
    "3 week\u017f ago",
  ])("is not recognised: %s", (raw) => {
    const reading = readSentDate(raw, NOW);

    expect(reading).toMatchObject({ readable: false, fault: "unrecognised" });
  });
});

describe("a date that does not exist", () => {
  it.each([
    ["30 February", "2026-02-30"],
    ["29 February of a common year", "2026-02-29"],
    ["29 February of a common century", "2100-02-29T00:00:00Z"],
    ["31 April", "2026-04-31T10:00:00Z"],
    ["month 13", "2026-13-01"],
    ["month 0", "2026-00-10"],
    ["day 0", "2026-11-00"],
    ["day 32", "2026-10-32T00:00"],
    ["25:61", "2026-11-01T25:61:00Z"],
    ["24:00", "2026-11-01T24:00:00Z"],
    ["minute 60", "2026-11-01T08:60Z"],
    ["a leap second, which no announced one was", "2026-11-01T23:59:60Z"],
    ["second 61", "2026-11-01T23:59:61Z"],
    ["an offset east of UTC+14", "2026-11-01T08:30:00+14:01"],
    ["an offset west of UTC-12", "2026-11-01T08:30:00-12:01"],
    ["an offset of 60 minutes", "2026-11-01T08:30:00+05:60"],
    ["an offset of 99 hours", "2026-11-01T08:30:00+9999"],
  ])("is refused and not shifted: %s", (_what, raw) => {
    const reading = readSentDate(raw, NOW);

    expect(reading).toMatchObject({ readable: false, fault: "no-such-date" });
  });
});

describe("anything else", () => {
  it.each([
    "soon",
    "null",
    "undefined",
    "NaN",
    "Infinity",
    "[object Object]",
    "01/11/2026",
    "2026",
    "2026-11",
    "2026-11-1",
    "26-11-01",
    "20261101",
    "2026-W44-7",
    "2026-305",
    "2026-11-01T",
    "2026-11-01T08",
    "2026-11-01T8:30Z",
    "2026-11-01T08:30:00 UTC",
    "2026-11-01T08:30:00+2",
    "2026-11-01T08:30:00.Z",
    "2026-11-01T08:30:00ZZ",
    "2026-11-01T08:30:00[Europe/Zurich]",
    "2026-11-01Z",
    "-2026-11-01",
    "+002026-11-01",
    "2026\u221211\u221201",
    "２０２６-11-01",
    "2026-11-01\n2026-11-02",
    "<b>2026-11-01</b>",
  ])("is not recognised: %j", (raw) => {
    const reading = readSentDate(raw, NOW);

    expect(reading).toMatchObject({ readable: false, fault: "unrecognised" });
  });

  it.each([
    ["null", null],
    ["an empty text", ""],
    ["spaces", "   "],
    ["a no-break space and a line end", "\u00a0\n"],
  ])("is missing: %s", (_what, raw) => {
    const reading = readSentDate(raw, NOW);

    expect(reading).toMatchObject({ readable: false, fault: "missing" });
  });
});

describe("the future", () => {
  it("within five minutes is a difference of clocks, and means now", () => {
    const reading = readSentDate(ahead(5 * MINUTE).toISOString(), NOW);

    expect(reading).toMatchObject({ readable: true, sentBy: NOW, form: "instant" });
  });

  it.each([
    ["a millisecond more than five minutes", ahead(5 * MINUTE + 1).toISOString()],
    ["the same in epoch milliseconds", ahead(5 * MINUTE + 1).getTime()],
    ["a year", "2027-11-22T12:00:00.000Z"],
    ["the last year there is", "9999-12-31"],
  ])("is unreadable: %s", (_what, raw) => {
    const reading = readSentDate(raw, NOW);

    expect(reading).toMatchObject({ readable: false, fault: "in-the-future" });
  });
});

describe("an age over five years", () => {
  // 5 × 365.25 = 1826.25 days.
  const fiveYears = 1826 * DAY + 6 * HOUR;

  it("is unreadable from the first millisecond on", () => {
    const readings = [ago(fiveYears), ago(fiveYears + 1)].map((sent) => readSentDate(sent.toISOString(), NOW));

    expect(readings[0]).toMatchObject({ readable: true, sentBy: ago(fiveYears), form: "instant" });
    expect(readings[1]).toMatchObject({ readable: false, fault: "over-five-years-old" });
  });

  it.each([
    ["a past century", "1926-11-22"],
    ["the year 100", "0100-01-01T00:00:00Z"],
    ["the start of the epoch", "0000000000"],
    ["a relative text", "7 years ago"],
    ["the largest relative text", "999 years ago"],
  ])("is unreadable: %s", (_what, raw) => {
    const reading = readSentDate(raw, NOW);

    expect(reading).toMatchObject({ readable: false, fault: "over-five-years-old" });
  });

  it("is judged by the youngest age: a text that can still mean less is readable", () => {
    // Six years ago can be as young as five years of 365 days.
    const reading = readSentDate("6 years ago", NOW);

    expect(boundOf(reading)).toEqual(ago(5 * 365 * DAY));
  });
});

describe("any instant that has passed", () => {
  it("is given back to the millisecond by a format that names the millisecond", () => {
    fc.assert(
      fc.property(fc.oneof(...exactRenderings), ({ raw, instant, now }) => {
        expect(boundOf(readSentDate(raw, now))).toEqual(instant);
      }),
      { numRuns: 500 },
    );
  });

  it("is never made older, nor put in the future, by a format that rounds", () => {
    fc.assert(
      fc.property(fc.oneof(...roundedRenderings), ({ raw, instant, now }) => {
        const sentBy = boundOf(readSentDate(raw, now)).getTime();

        expect(sentBy).toBeGreaterThanOrEqual(instant.getTime());
        expect(sentBy).toBeLessThanOrEqual(now.getTime());
      }),
      { numRuns: 2_000 },
    );
  });

  it("is never made older, nor put in the future, by a format that drops the fraction of its second", () => {
    fc.assert(
      fc.property(fc.oneof(...wholeSecondRenderings), ({ raw, instant, now }) => {
        const sentBy = boundOf(readSentDate(raw, now)).getTime();

        expect(sentBy).toBeGreaterThanOrEqual(instant.getTime());
        expect(sentBy).toBeLessThanOrEqual(now.getTime());
      }),
      { numRuns: 200 },
    );
  });
});

describe("any input at all", () => {
  const fragments = fc
    .array(
      fc.oneof(
        fc.constantFrom("2026", "-", "11", "T", "t", ":", "08", ".", ",", "Z", "z", "+", "14", " ", "sent", "Sent "),
        fc.constantFrom("3", "weeks", "month", " ago", "a", "an", "one", "today", "yesterday", "999", "1700000000"),
        fc.string({ unit: "binary", maxLength: 3 }),
        fc.integer({ min: 0, max: 99 }).map((value) => String(value).padStart(2, "0")),
      ),
      { maxLength: 14 },
    )
    .map((parts) => parts.join(""));
  const looksLikeIso = fc.stringMatching(/^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/);
  const digits = fc.stringMatching(/^-?\d{1,40}$/);
  const anything = fc.oneof(
    fc.string({ unit: "binary" }),
    fragments,
    looksLikeIso,
    digits,
    fc.double(),
    fc.integer({ min: 0, max: 9_999_999_999_999 }),
    fc.constant(null),
  );
  const nows = fc.date({ min: at("2001-01-01"), max: at("2200-01-01"), noInvalidDate: true });

  it("never throws, and what it reads lies between five years ago and now", () => {
    fc.assert(
      fc.property(anything, nows, (raw, now) => {
        const reading = readSentDate(raw, now);

        if (!reading.readable) return;
        const age = now.getTime() - reading.sentBy.getTime();
        expect(age).toBeGreaterThanOrEqual(0);
        expect(age).toBeLessThanOrEqual(1826.25 * DAY);
      }),
      { numRuns: 5_000 },
    );
  });

  it("is read the same whenever it is read at the same now, and leaves that now alone", () => {
    fc.assert(
      fc.property(anything, nows, (raw, now) => {
        const before = now.getTime();

        const [first, second] = [readSentDate(raw, now), readSentDate(raw, now)];

        expect(first).toEqual(second);
        expect(now.getTime()).toBe(before);
      }),
      { numRuns: 500 },
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSentDate } from "../../lib/domain/sent-date.ts";
import { at } from "./helpers/records.ts";
import { exactRenderings, roundedRenderings, wholeSecondRenderings } from "./helpers/renderings.ts";

const NOW = at("2026-11-22T12:00:00.000Z");

describe("the earliest moment a date can mean", () => {
  it.each([
    ["an instant's own", "2026-11-01T08:30:00.250Z", "2026-11-01T08:30:00.250Z"],
    ["the start of its second", "2026-11-01T08:30:05Z", "2026-11-01T08:30:05.000Z"],
    ["the start of its tenth", "2026-11-01T08:30:05.2Z", "2026-11-01T08:30:05.200Z"],
    ["the start of its minute", "2026-11-01T08:30+02:00", "2026-11-01T06:30:00.000Z"],
    ["that of a civil time at UTC+14", "2026-11-01T08:30:00", "2026-10-31T18:30:00.000Z"],
    ["the start of a day at UTC+14", "2026-11-01", "2026-10-31T10:00:00.000Z"],
    ["that of epoch milliseconds", "1700000000123", "2023-11-14T22:13:20.123Z"],
    ["the start of an epoch's second", "1700000000", "2023-11-14T22:13:20.000Z"],
    // 28 days, one for an old page and an hour for the clock.
    ["one unit older than a relative text says", "3 weeks ago", "2026-10-24T11:00:00.000Z"],
    ["62 days for a month, which may be nearly two", "1 month ago", "2026-09-20T11:00:00.000Z"],
  ])("is %s", (_what, raw, sentFrom) => {
    expect(readSentDate(raw, NOW)).toMatchObject({ readable: true, sentFrom: at(sentFrom) });
  });

  it("is the same as the latest for an instant", () => {
    const instant = at("2026-11-01T08:30:00.250Z");

    expect(readSentDate("2026-11-01T08:30:00.250Z", NOW)).toEqual({
      readable: true,
      sentFrom: instant,
      sentBy: instant,
      form: "instant",
    });
  });

  it("allows for a writer's clock that is five minutes ahead, once it is seen to be ahead", () => {
    const [ahead, even] = ["2026-11-22T12:03:00.000Z", "2026-11-22T12:00:00.000Z"].map((raw) => readSentDate(raw, NOW));

    expect(ahead).toMatchObject({ sentFrom: at("2026-11-22T11:58:00.000Z"), sentBy: NOW });
    expect(even).toMatchObject({ sentFrom: NOW, sentBy: NOW });
  });

  it("may lie over five years ago when the latest does not", () => {
    expect(readSentDate("6 years ago", NOW)).toMatchObject({
      sentFrom: new Date(NOW.getTime() - (7 * 366 * 24 + 25) * 3_600_000),
    });
  });

  it("lies at or before the true one, for every format there is", () => {
    fc.assert(
      fc.property(
        fc.oneof(...exactRenderings, ...roundedRenderings, ...wholeSecondRenderings),
        ({ raw, instant, now }) => {
          const reading = readSentDate(raw, now);

          if (!reading.readable) throw new Error(reading.fault);
          expect(reading.sentFrom.getTime()).toBeLessThanOrEqual(instant.getTime());
          expect(reading.sentFrom.getTime()).toBeLessThanOrEqual(reading.sentBy.getTime());
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe("an unreadable date", () => {
  it.each([
    ["vor einigen 3 Wochen", "unrecognised", "… 3 …"],
    ["2026-02-30", "no-such-date", "2026-02-30"],
    ["9999-12-31", "in-the-future", "9999-12-31"],
    ["7 years ago", "over-five-years-old", "7 …"],
    [" ", "missing", ""],
    [null, "missing", ""],
  ])("tells its form without its words: %j", (raw, fault, form) => {
    expect(readSentDate(raw, NOW)).toEqual({ readable: false, fault, form });
  });
});

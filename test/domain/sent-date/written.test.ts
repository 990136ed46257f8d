import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { writtenSpan } from "../../../lib/domain/sent-date/written.ts";
import { readSentDate } from "../../../lib/domain/sent-date.ts";
import { at } from "../helpers/records.ts";

const NOW = at("2026-11-22T12:00:00.000Z");
const MONTHS = [
  ...["January", "February", "March", "April", "May", "June"],
  ...["July", "August", "September", "October", "November", "December"],
];

describe("a day with its month's name", () => {
  it.each([
    "Nov 1, 2026",
    "Nov. 1, 2026",
    "nov 01, 2026",
    "November 1, 2026",
    "1 Nov 2026",
    "01 NOV 2026",
    "1 nov. 2026",
    "1 November 2026",
  ])("is that day anywhere on Earth: %s", (raw) => {
    expect(readSentDate(raw, NOW)).toEqual({
      readable: true,
      sentFrom: at("2026-10-31T10:00:00.000Z"),
      sentBy: at("2026-11-02T11:59:59.999Z"),
      form: "day",
    });
  });

  it.each(MONTHS.map((name, index) => [name, index + 1] as const))("knows %s", (name, month) => {
    const texts = [`${name} 9, 2025`, `${name.slice(0, 3)} 9, 2025`, `9 ${name} 2025`];

    const iso = readSentDate(`2025-${String(month).padStart(2, "0")}-09`, NOW);
    expect(texts.map((text) => readSentDate(text, NOW))).toEqual([iso, iso, iso]);
  });

  it("knows the four letters of September", () => {
    expect(readSentDate("Sept 9, 2026", NOW)).toEqual(readSentDate("2026-09-09", NOW));
  });

  it.each(["Feb 30, 2026", "31 April 2026", "Nov 0, 2026", "29 Feb 2026"])(
    "is refused when there is none: %s",
    (raw) => {
      expect(readSentDate(raw, NOW)).toMatchObject({ readable: false, fault: "no-such-date" });
    },
  );

  it.each([
    ...["01/11/2026", "1.11.2026", "11-01-2026", "Nov 1 2026", "Nov 1st, 2026", "1 Nov, 2026", "1 Nov 26", "Nov 2026"],
    ...["1 Novem 2026", "1 Octember 2026", "1 de nov de 2026", "Nov  1, 2026", "Sunday, Nov 1, 2026", "N 1, 2026"],
    ...["1 no 2026", "1 sep7 2026", "augu 1, 2026"],
  ])("is nothing near it: %s", (raw) => {
    expect(writtenSpan(raw)).toBeNull();
  });
});

describe("a mail's date", () => {
  it.each([
    ["its offset", "Sun, 01 Nov 2026 10:00:00 +0100", "2026-11-01T09:00:00"],
    ["an offset west", "Sun, 1 Nov 2026 10:00:00 -0330", "2026-11-01T13:30:00"],
    ["GMT", "Sun, 01 Nov 2026 08:30:00 GMT", "2026-11-01T08:30:00"],
    ["UT", "Sun, 01 Nov 2026 08:30:00 UT", "2026-11-01T08:30:00"],
    ["no weekday", "1 Nov 2026 08:30:00 UTC", "2026-11-01T08:30:00"],
    ["small letters", "sun, 01 nov 2026 08:30:00 gmt", "2026-11-01T08:30:00"],
  ])("is its second, with %s", (_what, raw, second) => {
    expect(readSentDate(raw, NOW)).toEqual({
      readable: true,
      sentFrom: at(`${second}.000Z`),
      sentBy: at(`${second}.999Z`),
      form: "instant",
    });
  });

  it("is its minute when it has no seconds", () => {
    expect(readSentDate("Sun, 01 Nov 2026 10:00 +0100", NOW)).toEqual({
      readable: true,
      sentFrom: at("2026-11-01T09:00:00.000Z"),
      sentBy: at("2026-11-01T09:00:59.999Z"),
      form: "minute",
    });
  });

  it.each([
    ["a weekday that is not the date's", "Mon, 01 Nov 2026 10:00:00 +0100"],
    ["a word for a weekday", "Abc, 01 Nov 2026 10:00:00 +0100"],
    ["a day that is not there", "31 Nov 2026 10:00:00 +0100"],
    ["an hour that is not there", "Sun, 01 Nov 2026 24:00:00 +0100"],
    ["an offset that is not there", "Sun, 01 Nov 2026 10:00:00 +1500"],
  ])("is refused for %s", (_what, raw) => {
    expect(readSentDate(raw, NOW)).toMatchObject({ readable: false, fault: "no-such-date" });
  });

  it.each([
    ...["Sun, 01 Nov 2026 10:00:00", "Sun, 01 Nov 2026 10:00:00 EST", "Sun, 01 Nov 2026 10:00:00 +1"],
    ...["Sun 01 Nov 2026 10:00:00 GMT", "Sunday, 01 Nov 2026 10:00:00 GMT", "Sun, 01 Nov 26 10:00:00 GMT"],
    ...["Sun, 01 Xyz 2026 10:00:00 GMT", "Sun, 01 Nov 2026 1:00:00 GMT", "Sun, 01 Nov 2026"],
  ])("is nothing near it: %s", (raw) => {
    expect(writtenSpan(raw)).toBeNull();
  });

  it("holds any moment that a runtime writes so", () => {
    const moments = fc.date({ min: at("2022-01-01T00:00:00Z"), max: NOW, noInvalidDate: true });
    fc.assert(
      fc.property(moments, (moment) => {
        const reading = readSentDate(moment.toUTCString(), NOW);

        if (!reading.readable) throw new Error(reading.fault);
        expect(reading.sentFrom.getTime()).toBe(Math.floor(moment.getTime() / 1_000) * 1_000);
        expect(reading.sentBy.getTime()).toBe(Math.min(reading.sentFrom.getTime() + 999, NOW.getTime()));
      }),
    );
  });
});

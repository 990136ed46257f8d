import fc from "fast-check";
import { expect, test } from "vitest";
import { readSentDate } from "../../lib/domain/sent-date.ts";
import { hostileJson, hostileText } from "./helpers/texts.ts";

const RUNS = 5000;
const YEAR_MS = 365.25 * 86_400_000;

const digits = (count: number) =>
  fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: count, maxLength: count });
/** Text that begins like a date and goes wrong somewhere. */
const nearlyADate = fc
  .tuple(
    fc.oneof(digits(4), fc.constantFrom("2026", "0000", "9999", "-001", "+2026", "٢٠٢٦")),
    fc.constantFrom("-", "/", "", "−"),
    fc.oneof(digits(2), fc.constantFrom("02", "13", "00", "2")),
    fc.oneof(digits(2), fc.constantFrom("30", "31", "29", "32", "00")),
    fc.constantFrom("", "T", " ", "t", "T24:00", "T23:59:60Z", "T12:00Z", "T12:00:00.999999999+14:00", "T12:00-99:99"),
    fc.constantFrom("", "Z", "+00:00", "-12", "+1400", " ago", "\n", "\u0000", "Z\u202e"),
  )
  .map(([year, dash, month, day, time, end]) => `${year}${dash}${month}${dash}${day}${time}${end}`);
const relative = fc
  .tuple(
    fc.constantFrom("", "sent ", "Sent\u00a0", "in "),
    fc.oneof(fc.integer().map(String), fc.constantFrom("a", "an", "one", "999", "1e3", "-3", "0", "３")),
    fc.constantFrom("second", "minutes", "hour", "days", "week", "months", "years", "constructor", "__proto__"),
    fc.constantFrom(" ago", "ago", " AGO", " from now", ""),
  )
  .map(([before, count, unit, after]) => `${before}${count} ${unit}${after}`);
const number = fc.oneof(
  fc.double(),
  fc.maxSafeInteger(),
  fc.constantFrom(
    -0,
    5e-324,
    1e308,
    2 ** 53,
    1e10,
    9999999999,
    9999999999999,
    Number.POSITIVE_INFINITY,
    Number.NaN,
    1700000000.5,
  ),
);
const anything: fc.Arbitrary<unknown> = fc.oneof(
  nearlyADate,
  relative,
  number,
  hostileText,
  hostileJson,
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withObjectString: true }),
  fc.constantFrom(undefined, Symbol("x"), () => 1, Object.create(null), { toString: () => "2020-01-01" }),
);
const anyNow = fc.date({ min: new Date("2001-10-01"), max: new Date("2200-01-01"), noInvalidDate: true });

test("whatever stands in sent_date, it is read as an instant up to now, not over five years ago, or as a fault", () => {
  fc.assert(
    fc.property(anything, anyNow, (raw, now) => {
      // What comes in is JSON; a caller's types are no help against that.
      const reading = readSentDate(raw as string, now);
      if (!reading.readable) {
        expect(reading.fault).toMatch(/^(missing|unrecognised|no-such-date|in-the-future|over-five-years-old)$/);
        return;
      }
      expect(["string", "number"]).toContain(typeof raw);
      const age = now.getTime() - reading.sentBy.getTime();
      expect(age).toBeGreaterThanOrEqual(0);
      expect(age).toBeLessThanOrEqual(5 * YEAR_MS);
    }),
    { numRuns: RUNS },
  );
});

test("an instant in any form it can be written in is never read as older than it is", () => {
  const pad = (value: number) => String(value).padStart(2, "0");
  const asWritten = fc
    .tuple(fc.integer({ min: 0, max: 4 * 365 * 86_400 }), fc.integer({ min: -12 * 4, max: 14 * 4 }), fc.nat(6))
    .map(([secondsAgo, quarters, form]) => {
      const now = new Date("2026-11-22T12:34:56.789Z");
      const sent = new Date(now.getTime() - secondsAgo * 1000);
      const local = new Date(sent.getTime() + quarters * 15 * 60_000).toISOString();
      const zone = `${quarters < 0 ? "-" : "+"}${pad(Math.floor(Math.abs(quarters) / 4))}:${pad((Math.abs(quarters) % 4) * 15)}`;
      const forms = [
        local.slice(0, 10),
        local.slice(0, 16) + zone,
        local.slice(0, 19) + zone,
        local.slice(0, 23) + zone,
        local.slice(0, 19),
        String(Math.floor(sent.getTime() / 1000)),
        String(sent.getTime()),
      ];
      return { now, sent, text: forms[form] ?? "" };
    });
  fc.assert(
    fc.property(asWritten, ({ now, sent, text }) => {
      const reading = readSentDate(text, now);
      expect(reading.readable).toBe(true);
      if (reading.readable) expect(reading.sentBy.getTime()).toBeGreaterThanOrEqual(sent.getTime());
    }),
    { numRuns: RUNS },
  );
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type LedgerRecord, readObservation } from "../../lib/analytics/read-observation.ts";
import { MAX_SENT_WIDTH_DAYS } from "../../lib/analytics/sent-bounds.ts";

const DAY_MS = 86_400_000;
const ms = (max: number) => fc.integer({ min: 0, max: Math.round(max * DAY_MS) });

/** Sent from 0 to `width`, first seen within or after that, watched, and ended: whole milliseconds. */
const lives = fc.record({
  width: ms(2 * MAX_SENT_WIDTH_DAYS),
  seenAfter: ms(60),
  watchedAfter: ms(30),
  endedAfter: ms(60),
  state: fc.constantFrom("pending" as const, "accepted" as const, "gone" as const, "withdrawn" as const),
});
type Life = typeof lives extends fc.Arbitrary<infer One> ? One : never;

function recordOf({ width, seenAfter, watchedAfter, endedAfter, state }: Life, shift = 0): LedgerRecord {
  const firstSeenAt = shift + seenAfter;
  const end = firstSeenAt + watchedAfter + endedAfter;
  return {
    sentFrom: shift,
    sentAt: shift + width,
    firstSeenAt,
    watchedFrom: firstSeenAt + watchedAfter,
    state,
    ...{ endedAt: end, connectedAt: end, lastListingAt: end, reason: "stale" },
  };
}

describe("the ages of a record whose sending is an interval", () => {
  it("are in order, and their difference is the time watched to within a day", () => {
    fc.assert(
      fc.property(lives, (life) => {
        const reading = readObservation(recordOf(life));
        fc.pre(reading.kind === "observed");
        if (reading.kind !== "observed") return;

        const { entryAge, exitAge } = reading.observation;
        expect(entryAge).toBeGreaterThanOrEqual(0);
        expect(exitAge).toBeGreaterThanOrEqual(entryAge);
        expect(Math.abs(exitAge - entryAge - life.endedAfter / DAY_MS)).toBeLessThan(1);
      }),
    );
  });

  it("are left out only when the interval, cut at first sight, is wider than a week", () => {
    fc.assert(
      fc.property(lives, (life) => {
        const isWide = Math.min(life.width, life.seenAfter) > MAX_SENT_WIDTH_DAYS * DAY_MS;

        expect(readObservation(recordOf(life))).toMatchObject(
          isWide ? { kind: "excluded", reason: "age-not-known" } : { kind: "observed" },
        );
      }),
    );
  });

  it("do not depend on when it all happened", () => {
    fc.assert(
      fc.property(lives, fc.integer({ min: -5_000, max: 20_000 }), (life, days) => {
        const shift = days * DAY_MS + 12_345;

        expect(readObservation(recordOf(life, shift))).toEqual(readObservation(recordOf(life)));
      }),
    );
  });

  it("never leave, when the interval becomes narrower, what the wider one allows", () => {
    const shares = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(lives, shares, (life, [one, other]) => {
        const by = Math.min(life.width, life.seenAfter);
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        const wide = recordOf(life);
        const reading = readObservation({ ...wide, sentFrom: by * low, sentAt: by * high });
        fc.pre(reading.kind === "observed");
        if (reading.kind !== "observed") return;

        const { entryAge, exitAge } = reading.observation;
        const ageAt = (at: unknown, sent: number) => Math.floor((Number(at) - sent) / DAY_MS);
        for (const [age, at] of [[entryAge, wide.watchedFrom] as const, [exitAge, wide.endedAt] as const]) {
          expect(age).toBeGreaterThanOrEqual(ageAt(at, by));
          expect(age).toBeLessThanOrEqual(ageAt(at, 0));
        }
      }),
    );
  });
});

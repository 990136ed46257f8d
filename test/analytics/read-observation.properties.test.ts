import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type LedgerRecord, readObservation } from "../../lib/analytics/read-observation.ts";
import { MAX_SENT_WIDTH_HOURS } from "../../lib/analytics/sent-bounds.ts";

const DAY_MS = 86_400_000;
const ms = (max: number) => fc.integer({ min: 0, max: Math.round(max * DAY_MS) });

/** Sent from 0 to `width`, first seen within or after that, watched, and ended: whole milliseconds. */
const lives = fc.record({
  width: ms((2 * MAX_SENT_WIDTH_HOURS) / 24),
  /** How much wider it was at first sight than it is by now. */
  narrowedBy: fc.option(ms((2 * MAX_SENT_WIDTH_HOURS) / 24), { nil: null }),
  seenAfter: ms(60),
  watchedAfter: ms(30),
  endedAfter: ms(60),
  state: fc.constantFrom("pending" as const, "accepted" as const, "gone" as const, "withdrawn" as const),
});
type Life = typeof lives extends fc.Arbitrary<infer One> ? One : never;

function recordOf(life: Life, shift = 0): LedgerRecord {
  const { width, seenAfter, watchedAfter, endedAfter, state } = life;
  const firstSeenAt = shift + seenAfter;
  const end = firstSeenAt + watchedAfter + endedAfter;
  return {
    sentFrom: shift,
    sentAt: shift + width,
    sentWidthAtFirstSight: widthAtFirstSight(life),
    firstSeenAt,
    watchedFrom: firstSeenAt + watchedAfter,
    state,
    ...{ endedAt: end, connectedAt: end, lastListingAt: end, reason: "stale" },
  };
}

/** Null where nobody kept it. */
const widthAtFirstSight = ({ width, seenAfter, narrowedBy }: Life): number | null =>
  narrowedBy === null ? null : Math.min(width, seenAfter) + narrowedBy;

describe("the ages of a record whose sending is an interval", () => {
  it("are in order, and their difference is the time watched: to the minute of a censoring, to within the day of an event", () => {
    fc.assert(
      fc.property(lives, (life) => {
        const reading = readObservation(recordOf(life));
        fc.pre(reading.kind === "observed");
        if (reading.kind !== "observed") return;

        const { entryAge, entryMinute = 0, exitAge, exitMinute, ending } = reading.observation;
        expect(entryAge).toBeGreaterThanOrEqual(0);
        expect(exitAge).toBeGreaterThanOrEqual(entryAge);
        const watched = (life.endedAfter / DAY_MS) * 1_440;
        const upTo = (minute: number) => (exitAge - entryAge) * 1_440 + minute - entryMinute;
        // Entry is cut to the minute, a censoring is rounded to it.
        if (ending === "censored") expect(Math.abs(upTo(exitMinute ?? Number.NaN) - watched)).toBeLessThanOrEqual(1.5);
        else expect(Math.abs(upTo(720) - watched)).toBeLessThanOrEqual(721);
      }),
    );
  });

  it("are left out only when the interval was wider than three hours at first sight, or is where nobody kept that", () => {
    fc.assert(
      fc.property(lives, (life) => {
        const atFirstSight = widthAtFirstSight(life) ?? Math.min(life.width, life.seenAfter);
        const isWide = atFirstSight > (3 / 24) * DAY_MS;

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

        const shifted = readObservation(recordOf(life, shift));
        const back =
          shifted.kind === "observed"
            ? { ...shifted, sentAt: shifted.sentAt - shift, endedAt: shifted.endedAt - shift }
            : shifted;
        expect(back).toEqual(readObservation(recordOf(life)));
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
          // A censoring at the very start of a day belongs to the day before.
          expect(age).toBeGreaterThanOrEqual(ageAt(Number(at) - 1, by));
          expect(age).toBeLessThanOrEqual(ageAt(at, 0));
        }
      }),
    );
  });
});

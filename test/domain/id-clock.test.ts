import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  believe,
  decodeIdTime,
  evidenceOf,
  type IdCalibration,
  type IdTrial,
  mergeCalibrations,
  millisecondsInDigits,
  NO_TRIALS,
  recordTrials,
} from "../../lib/domain/id-clock.ts";
import { at } from "./helpers/records.ts";

const NOW = at("2026-11-22T12:00:00.000Z");
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const OPENS = at("2003-01-01T00:00:00.000Z");

/** The id of an invitation sent then, the `sequence`th of its millisecond. */
const idAt = (when: Date, sequence = 0): string => ((BigInt(when.getTime()) << 22n) + BigInt(sequence)).toString();
const moved = (when: Date, ms: number): Date => new Date(when.getTime() + ms);

const AFTER = at("2026-11-20T06:00:00.000Z");
const BEFORE = at("2026-11-21T06:00:00.000Z");
const trial = (id: string): IdTrial => ({ id, after: AFTER, before: BEFORE });
const hit = trial(idAt(at("2026-11-20T18:00:00.000Z")));
const hits = (count: number): IdTrial[] => Array.from({ length: count }, () => hit);
const miss = trial(idAt(at("2026-11-19T18:00:00.000Z")));
const BELIEVED = recordTrials(NO_TRIALS, hits(20));

describe("the time in an id", () => {
  it.each([
    ["6230172048157614080", 1485388767467, 187],
    ["6230132749475291136", 1485379397914, 170],
  ])("is the public sample's own to the millisecond known: %s", (id, created, off) => {
    const decoded = decodeIdTime(id, NOW);

    expect(Math.abs((decoded?.getTime() ?? 0) - created)).toBe(off);
  });

  it.each([
    ["7086734793308078080", "2023-07-17"],
    ["7451670452932059136", "2026-04-19"],
    ["7483788354204020736", "2026-07-17"],
    ["7511933106086473728", "2026-10-02"],
  ])("fits the surroundings of the public id %s", (id, day) => {
    expect(decodeIdTime(id, NOW)?.toISOString().slice(0, 10)).toBe(day);
  });

  it("is read whatever the lowest 22 bits are", () => {
    fc.assert(
      fc.property(
        fc.date({ min: OPENS, max: moved(NOW, DAY), noInvalidDate: true }),
        fc.nat(2 ** 22 - 1),
        (sent, sequence) => {
          expect(decodeIdTime(idAt(sent, sequence), NOW)).toEqual(sent);
        },
      ),
    );
  });

  it.each([
    ["the first of 2003", idAt(OPENS), OPENS],
    ["a millisecond before", idAt(moved(OPENS, -1)), null],
    ["a day ahead", idAt(moved(NOW, DAY)), moved(NOW, DAY)],
    ["a millisecond more", idAt(moved(NOW, DAY + 1)), null],
  ])("lies between 2003 and a day ahead: %s", (_what, id, decoded) => {
    expect(decodeIdTime(id, NOW)).toEqual(decoded);
  });

  it.each([
    ...["", "0", "749999999999999999", "75000000000000010000", "0750000000000000100", "-7500000000000001000"],
    ...["75000000000000010.0", "7.5e18", "0x681593d3e8000", " 7500000000000001000", "7500000000000001000\n"],
    ...["urn:li:fsd_invitation:7500000000000001000", "٧٥٠٠٠٠٠٠٠٠٠٠٠٠٠١٠٠٠", "example-123"],
  ])("is none in %j", (id) => {
    expect(decodeIdTime(id, NOW)).toBeNull();
  });

  it("is null or a time in range for any text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.stringMatching(/^\d{1,30}$/)), (id) => {
        const ms = decodeIdTime(id, NOW)?.getTime() ?? NOW.getTime();

        expect(ms).toBeGreaterThanOrEqual(OPENS.getTime());
        expect(ms).toBeLessThanOrEqual(NOW.getTime() + DAY);
      }),
    );
  });
});

describe("a trial", () => {
  it.each([
    ["between the two listings", at("2026-11-20T18:00:00.000Z"), 0],
    ["a quarter of an hour before the earlier", moved(AFTER, -15 * MINUTE), 0],
    ["a millisecond before that", moved(AFTER, -15 * MINUTE - 1), 1],
    ["a quarter of an hour after the later", moved(BEFORE, 15 * MINUTE), 0],
    ["a millisecond after that", moved(BEFORE, 15 * MINUTE + 1), 1],
    ["years later", at("2030-01-01T00:00:00.000Z"), 1],
  ])("decodes %s", (_where, sent, misses) => {
    const state = recordTrials(NO_TRIALS, [trial(idAt(sent))]);

    expect(state).toMatchObject({ trials: 1, misses });
  });

  it("keeps the first miss, with what it should have been", () => {
    const later = { ...miss, id: "7", before: moved(BEFORE, DAY) };

    const state = recordTrials(NO_TRIALS, [hit, later, miss]);

    expect(state).toEqual({
      trials: 3,
      misses: 2,
      firstMiss: {
        id: miss.id,
        decoded: "2026-11-19T18:00:00.000Z",
        after: "2026-11-20T06:00:00.000Z",
        before: "2026-11-21T06:00:00.000Z",
      },
    });
  });

  it("misses when the id is no number of nineteen digits", () => {
    expect(recordTrials(NO_TRIALS, [trial("example-123")]).firstMiss).toMatchObject({
      id: "example-123",
      decoded: null,
    });
  });

  it("adds to what was there and leaves that alone", () => {
    const before = structuredClone(BELIEVED);

    expect(recordTrials(BELIEVED, [hit, miss])).toMatchObject({ trials: 22, misses: 1 });
    expect(recordTrials(BELIEVED, [])).toEqual(BELIEVED);
    expect(BELIEVED).toEqual(before);
  });

  it("never misses when its id is minted from the time it was sent", () => {
    const moments = fc.record({ earlier: fc.nat(DAY), later: fc.nat(DAY), sequence: fc.nat(2 ** 22 - 1) });
    fc.assert(
      fc.property(moments, ({ earlier, later, sequence }) => {
        const one = { id: idAt(NOW, sequence), after: moved(NOW, -earlier), before: moved(NOW, later) };

        expect(recordTrials(NO_TRIALS, [one])).toEqual({ trials: 1, misses: 0, firstMiss: null });
      }),
    );
  });
});

describe("calibrations of several identities", () => {
  const trials = fc.array(
    fc
      .record({ offset: fc.integer({ min: -2 * DAY, max: 2 * DAY }), sequence: fc.nat(3), day: fc.nat(2) })
      .map(({ offset, sequence, day }) => ({
        id: idAt(moved(AFTER, offset), sequence),
        after: moved(AFTER, day * DAY),
        before: moved(BEFORE, day * DAY),
      })),
    { maxLength: 6 },
  );
  const states = trials.map((list) => recordTrials(NO_TRIALS, list));

  it("merge in any order and grouping, and with none to themselves", () => {
    fc.assert(
      fc.property(states, states, states, (a, b, c) => {
        expect(mergeCalibrations(a, mergeCalibrations(b, c))).toEqual(mergeCalibrations(mergeCalibrations(a, b), c));
        expect(mergeCalibrations(a, b)).toEqual(mergeCalibrations(b, a));
        expect(mergeCalibrations(a, NO_TRIALS)).toEqual(a);
      }),
    );
  });

  it("are what all trials in one list would have given, and survive JSON", () => {
    fc.assert(
      fc.property(trials, trials, (one, other) => {
        const merged = mergeCalibrations(recordTrials(NO_TRIALS, one), recordTrials(NO_TRIALS, other));

        expect(merged).toEqual(recordTrials(NO_TRIALS, [...one, ...other]));
        expect(JSON.parse(JSON.stringify(merged))).toEqual(merged);
      }),
    );
  });
});

describe("belief", () => {
  it.each<[string, IdCalibration, string]>([
    ["nothing tried", NO_TRIALS, "calibrating"],
    ["nineteen trials", recordTrials(NO_TRIALS, hits(19)), "calibrating"],
    ["twenty trials", BELIEVED, "believed"],
    ["a miss among the first", recordTrials(NO_TRIALS, [miss]), "off"],
    ["a miss after twenty", recordTrials(BELIEVED, [miss]), "off"],
    ["a miss made good by a hundred hits", recordTrials(NO_TRIALS, [miss, ...hits(100)]), "off"],
    ["a stored count of misses without the first", { ...BELIEVED, misses: 1 }, "off"],
    ["a stored miss without a count", { ...recordTrials(BELIEVED, [miss]), misses: 0 }, "off"],
  ])("after %s", (_what, state, belief) => {
    expect(believe(state)).toBe(belief);
  });
});

describe("the evidence of an id", () => {
  const sent = at("2026-11-01T08:30:00.000Z");

  it("is its time, five minutes either way, once ids are believed", () => {
    expect(evidenceOf(idAt(sent), BELIEVED, NOW)).toEqual({
      from: at("2026-11-01T08:25:00.000Z"),
      by: at("2026-11-01T08:35:00.000Z"),
    });
  });

  it.each([
    ["while calibrating", recordTrials(NO_TRIALS, hits(19))],
    ["after a miss", recordTrials(BELIEVED, [miss])],
  ])("is none %s", (_when, state) => {
    expect(evidenceOf(idAt(sent), state, NOW)).toBeNull();
  });

  it("is none for an id without a time", () => {
    expect(evidenceOf("example-123", BELIEVED, NOW)).toBeNull();
  });

  it("ends now, and is none for an id from beyond the margin", () => {
    expect(evidenceOf(idAt(moved(NOW, 5 * MINUTE)), BELIEVED, NOW)).toEqual({ from: NOW, by: NOW });
    expect(evidenceOf(idAt(moved(NOW, 5 * MINUTE + 1)), BELIEVED, NOW)).toBeNull();
  });
});

describe("the time in an id given as two numbers", () => {
  it("is the id without its lowest 22 bits, to the millisecond", () => {
    fc.assert(
      fc.property(fc.bigInt(10n ** 18n, 10n ** 19n - 1n), (id) => {
        const [head, tail] = [Number(id / 10n ** 9n), Number(id % 10n ** 9n)];

        expect(BigInt(millisecondsInDigits(head, tail))).toBe(id >> 22n);
      }),
      { numRuns: 2_000 },
    );
    // One of the last and one of the first of a millisecond.
    expect(millisecondsInDigits(7_263_514_489, 210_000_001)).toBe(Number(7_263_514_489_210_000_001n >> 22n));
    for (const id of [1_700_000_000_000n << 22n, (1_700_000_000_000n << 22n) - 1n]) {
      const ms = millisecondsInDigits(Number(id / 10n ** 9n), Number(id % 10n ** 9n));
      expect(BigInt(ms)).toBe(id >> 22n);
    }
  });
});

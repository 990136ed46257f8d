import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type IdCalibration, NO_TRIALS } from "../../lib/domain/id-clock.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../lib/domain/time.ts";
import { weighAge } from "../../lib/domain/weigh-age.ts";
import { at } from "./helpers/records.ts";

const NOW = at("2026-03-30T00:00:00.000Z");
const SENT = at("2026-03-01T12:00:00.000Z");
const BELIEVED: IdCalibration = { trials: 20, misses: 0, firstMiss: null };
const MISS = { id: "1", decoded: null, after: "", before: "" };
const idAt = (when: Date) => String((BigInt(when.getTime()) << 22n) | 77n);
const later = (ms: number, when = SENT) => new Date(when.getTime() + ms);
const around = (before: number, after: number) => ({ from: later(-before), by: later(after) });

describe("an age that a date and an id tell", () => {
  it("is as exact as the id, once ids are believed", () => {
    const wide = around(30 * DAY_MS, 20 * DAY_MS);

    expect(weighAge(idAt(SENT), wide, BELIEVED, NOW)).toEqual({
      sent: around(5 * MINUTE_MS, 5 * MINUTE_MS),
      ...{ fromId: true, datesDisagree: false },
    });
  });

  it.each<[string, string, IdCalibration | null]>([
    ["before twenty trials", idAt(SENT), { ...BELIEVED, trials: 19 }],
    ["after a miss", idAt(SENT), { trials: 500, misses: 1, firstMiss: MISS }],
    ["where no id was tried", idAt(SENT), NO_TRIALS],
    ["with ages from ids off", idAt(SENT), null],
    ["for an id of another make", "7001", BELIEVED],
  ])("is the date's alone %s", (_, id, ids) => {
    const wide = around(30 * DAY_MS, 20 * DAY_MS);

    expect(weighAge(id, wide, ids, NOW)).toEqual({ sent: wide, fromId: false, datesDisagree: false });
  });

  it.each([
    ["before", -1],
    ["after", 1],
  ])("counts by its youngest when the id lies up to 36 hours %s the date, and is in doubt beyond", (_, sign) => {
    const exact = { from: SENT, by: SENT };
    const near = later(sign * 36 * HOUR_MS);
    const far = later(sign * (36 * HOUR_MS + 1));

    const close = weighAge(idAt(near), exact, BELIEVED, NOW);
    expect(close.datesDisagree).toBe(false);
    expect(close.sent.by.getTime()).toBe(Math.max(SENT.getTime(), near.getTime() + 5 * MINUTE_MS));
    expect(weighAge(idAt(far), exact, BELIEVED, NOW)).toEqual({ sent: exact, fromId: false, datesDisagree: true });
  });

  it("is in doubt for an id from a later day than today", () => {
    const exact = { from: NOW, by: NOW };
    expect(weighAge(idAt(later(2 * DAY_MS, NOW)), exact, BELIEVED, NOW).datesDisagree).toBe(true);
  });

  it("is in doubt when what the ledger holds crosses", () => {
    const crossed = { from: later(1), by: SENT };
    expect(weighAge(idAt(SENT), crossed, null, NOW)).toEqual({ sent: crossed, fromId: false, datesDisagree: true });
  });

  it("is never younger than now, nor younger at its youngest than the date allows unless the two are in doubt", () => {
    const ms = fc.integer({ min: -60 * DAY_MS, max: 0 });
    fc.assert(
      fc.property(ms, fc.nat({ max: 20 * DAY_MS }), ms, (by, width, minted) => {
        const dated = { from: later(by - width, NOW), by: later(by, NOW) };
        const { sent, datesDisagree } = weighAge(idAt(later(minted, NOW)), dated, BELIEVED, NOW);

        expect(sent.by.getTime()).toBeLessThanOrEqual(NOW.getTime());
        expect(sent.from?.getTime()).toBeLessThanOrEqual(sent.by.getTime());
        const inside = minted >= by - width && minted <= by;
        if (inside) expect(sent.by.getTime()).toBeLessThanOrEqual(dated.by.getTime());
        if (datesDisagree) expect(inside).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });
});

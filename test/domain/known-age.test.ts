import { describe, expect, it } from "vitest";
import { knownAge } from "../../lib/domain/known-age.ts";
import { HOUR_MS } from "../../lib/domain/time.ts";
import { at } from "./helpers/records.ts";

const hour = (count: number) => new Date(at("2026-03-10T00:00:00.000Z").getTime() + count * HOUR_MS);
const between = (from: number | null, by: number) => ({ from: from === null ? null : hour(from), by: hour(by) });

describe("what is known of an age", () => {
  it.each([
    ["both ends narrow", between(0, 100), between(10, 90), between(10, 90), { sentFrom: hour(10), sentBy: hour(90) }],
    ["one end narrows", between(0, 100), between(-5, 90), between(0, 90), { sentFrom: null, sentBy: hour(90) }],
    ["nothing narrows", between(0, 100), between(-5, 105), between(0, 100), { sentFrom: null, sentBy: null }],
    ["a first lower end", between(null, 100), between(7, 120), between(7, 100), { sentFrom: hour(7), sentBy: null }],
  ])("is where held and reading meet, and the ledger learns what is narrower: %s", (_, held, reading, sent, learnt) => {
    expect(knownAge(held, reading)).toEqual({ sent, datesDisagree: false, learnt });
  });

  it.each([
    ["a reading that is younger by 36 hours", between(0, 10), between(46, 50), false],
    ["a reading that is younger by more", between(0, 10), between(47, 50), true],
    ["a reading that is older by 36 hours", between(46, 50), between(0, 10), false],
    ["a reading that is older by more", between(47, 50), between(0, 10), true],
  ])("counts by its youngest when the two share no moment, and learns nothing: %s", (_, held, reading, told) => {
    const { sent, datesDisagree, learnt } = knownAge(held, reading);

    expect(sent).toEqual(between(0, 50));
    expect(datesDisagree).toBe(told);
    expect(learnt).toEqual({ sentFrom: null, sentBy: null });
  });
});

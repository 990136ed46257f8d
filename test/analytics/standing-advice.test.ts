import { beforeEach, describe, expect, it, vi } from "vitest";
import { startOfWeek } from "../../lib/analytics/cohorts.ts";
import { decide } from "../../lib/analytics/decide.ts";
import { type StandingAdvice, standingAdvice } from "../../lib/analytics/standing-advice.ts";
import { times } from "./helpers/observations.ts";
import { stratumOf, tableOf } from "./helpers/tables.ts";

vi.mock("../../lib/analytics/decide.ts", () => ({ decide: vi.fn() }));

beforeEach(() => vi.mocked(decide).mockReset());

const IN_FORCE = 21;
const TERMS = { acceptableLoss: 0.05, currentThreshold: IN_FORCE };

/** What stands after weekly looks that said this, the oldest first; 21 days are in force. */
function adviceAfter(...said: (number | null)[]): StandingAdvice | null {
  const newestFirst = said.toReversed();
  vi.mocked(decide).mockImplementation(() => newestFirst.shift() ?? null);
  // Sent in week 0 and watched for as many weeks as there are looks, of which the oldest needs a day.
  const strata = [stratumOf("anna", { 0: times(5, "censored", 300) })];
  const until = startOfWeek(said.length) + 86_400_000;
  const all = strata[0]?.table ?? tableOf();
  const advice = standingAdvice({ strata, all, reach: all }, { strata, pool: strata, until }, TERMS);
  expect(newestFirst, "looks that were not taken").toEqual([]);
  return advice;
}

/** Since a look of today, or of so many days before tomorrow's Monday: 7 is yesterday's, 14 the one before. */
const stands = (thresholdDays: number, before: 0 | 7 | 14 | 21): StandingAdvice => ({
  thresholdDays,
  standsForDays: before === 0 ? 0 : before - 6,
});

describe("the advice that stands", () => {
  it("is none after one look that asks for a change, and that change after two in a row", () => {
    expect(adviceAfter(null, 14)).toBeNull();
    expect(adviceAfter(14, null, 14)).toBeNull();
    expect(adviceAfter(14, 14)).toEqual(stands(14, 0));
    expect(adviceAfter(null, 14, 14, 14)).toEqual(stands(14, 7));
  });

  it("is to stay from the first look on that says so", () => {
    expect(adviceAfter(null, 21)).toEqual(stands(21, 0));
    expect(adviceAfter(21, 21, 21)).toEqual(stands(21, 14));
  });

  it("is the longer of two that both hold acceptable", () => {
    expect(adviceAfter(10, 14)).toEqual(stands(14, 0));
    expect(adviceAfter(14, 10)).toEqual(stands(14, 0));
    expect(adviceAfter(35, 30)).toEqual(stands(35, 0));
  });

  it("is not changed by one odd look, whatever that says", () => {
    for (const odd of [7, 10, 17, 21, 30, null]) {
      expect(adviceAfter(14, 14, odd), `after ${odd}`).toEqual(stands(14, 7));
      expect(adviceAfter(14, 14, odd, 14, 14), `past ${odd}`).toEqual(stands(14, 21));
    }
    expect(adviceAfter(14, 14, 10, 17)).toEqual(stands(14, 14));
    expect(adviceAfter(14, 14, 17, 10)).toEqual(stands(14, 14));
    for (const odd of [14, 30, null]) expect(adviceAfter(21, odd, 21), `past ${odd}`).toEqual(stands(21, 14));
  });

  it("changes with two looks in a row, and counts from the second of them", () => {
    expect(adviceAfter(14, 14, 17, 17)).toEqual(stands(17, 0));
    expect(adviceAfter(14, 14, 17, 17, 17)).toEqual(stands(17, 7));
    expect(adviceAfter(17, 17, 12, 12, 12)).toEqual(stands(12, 7));
    expect(adviceAfter(14, 14, 21, 21)).toEqual(stands(21, 0));
    expect(adviceAfter(14, 14, 30, 30)).toEqual(stands(30, 0));
    expect(adviceAfter(21, 21, 14, 14)).toEqual(stands(14, 0));
    expect(adviceAfter(14, 14, null, null)).toBeNull();
  });

  it("takes a day more or less for no news", () => {
    expect(adviceAfter(14, 14, 15, 15, 15)).toEqual(stands(14, 21));
    expect(adviceAfter(14, 14, 13, 13, 13)).toEqual(stands(14, 21));
    expect(adviceAfter(14, 14, 12, 12)).toEqual(stands(12, 0));
  });

  it("does not add up a shorter and a longer one", () => {
    expect(adviceAfter(14, 30)).toBeNull();
    expect(adviceAfter(14, 14, 30, 14)).toEqual(stands(14, 14));
  });

  it("is the same on each day of a week as long as today's look says the same", () => {
    const strata = [stratumOf("anna", { 0: times(5, "censored", 300) })];
    const all = tableOf();
    for (const day of [0, 1, 3, 6]) {
      const said = [14, 14, 14, 21, 21];
      vi.mocked(decide).mockImplementation(() => said.shift() ?? null);
      const until = startOfWeek(9) + day * 86_400_000;
      const advice = standingAdvice({ strata, all, reach: all }, { strata, pool: strata, until }, TERMS);
      expect(advice).toEqual({ thresholdDays: 14, standsForDays: day });
    }
  });

  it("rests on one look where weeks are not told apart", () => {
    const now = { strata: [], all: tableOf(), reach: tableOf() };
    vi.mocked(decide).mockReturnValue(14);
    expect(standingAdvice(now, { strata: [], pool: [], until: null }, TERMS)).toEqual(stands(14, 0));
    vi.mocked(decide).mockReturnValue(null);
    expect(standingAdvice(now, { strata: [], pool: [], until: null }, TERMS)).toBeNull();
  });

  it("looks back half a year and no further", () => {
    vi.mocked(decide).mockReturnValue(14);
    const strata = [stratumOf("anna", { 0: times(5, "censored", 600) })];
    const source = { strata, pool: strata, until: startOfWeek(60) };
    // Today's look and 26 Mondays', the oldest 25 weeks ago; 14 stands since the second of them.
    const now = { strata, all: tableOf(), reach: tableOf() };
    expect(standingAdvice(now, source, TERMS)).toEqual({ thresholdDays: 14, standsForDays: 24 * 7 });
    expect(decide).toHaveBeenCalledTimes(27);
  });
});

import { describe, expect, it } from "vitest";
import { type AnalysisOptions, analyse } from "../../lib/analytics/analyse.ts";
import { DayGrid } from "../../lib/analytics/day-grid.ts";
import { sentence } from "../../lib/analytics/sentence.ts";
import { gridOf, times } from "./helpers/observations.ts";
import { LATE_LISTING, simulate } from "./helpers/simulate.ts";

const OPTIONS: AnalysisOptions = { acceptableLoss: 0.02, currentThreshold: 21, sendsPerDay: 20, seed: 1 };

/**
 * 1,000 sent: 300 accepted on day 2, 6 on day 10, 3 on day 16; 91 gone on day 5; 600 watched to day 60.
 * A: .3 from day 2, .306 from 10, .309 from 16. S: .7, .609 from 5, .603 from 10, .6 from 16. H = 60.
 */
const KNOWN = gridOf(
  times(300, "accepted", 2),
  times(91, "gone", 5),
  times(6, "accepted", 10),
  times(3, "accepted", 16),
  times(600, "censored", 60),
);

const rowAt = (result: ReturnType<typeof analyse>, days: number) => {
  const row = result.rows.find(({ thresholdDays }) => thresholdDays === days);
  if (row === undefined) throw new Error(`no row for ${days}`);
  return row;
};

describe("analyse, worked by hand", () => {
  const result = analyse(KNOWN, OPTIONS);

  it("counts what it was given and says whom it is about", () => {
    expect(result.counts).toEqual({
      observed: 1_000,
      accepted: 309,
      gone: 91,
      censored: 600,
      informativeCensorings: 0,
    });
    expect(result).toMatchObject({ firstAge: 0, lastAge: 60, horizon: 60, seed: 1, replicates: 1_000 });
    expect(result.population).toBe("invitations still pending when first listed");
  });

  it("has a point for every day, which adds up", () => {
    expect(result.curve).toHaveLength(61);
    const point = result.curve[5];
    expect(point).toMatchObject({ age: 5, atRisk: 700, accepted: 0, gone: 91, censored: 0 });
    expect(point?.stillPending.value).toBeCloseTo(0.609, 12);
    expect(point?.acceptedShare.value).toBeCloseTo(0.3, 12);
    expect(point?.goneShare.value).toBeCloseTo(0.091, 12);
    // Greenwood without censoring is binomial, so the log-log limits follow from p = .3, variance .3 · .7/1000:
    // exp(1.95996 · .0144914/(.3 · 1.2039728)) = 1.081810; .3^1.081810 and .3^(1/1.081810).
    expect(point?.acceptedShare.lower).toBeCloseTo(0.27186, 5);
    expect(point?.acceptedShare.upper).toBeCloseTo(0.3286, 5);
  });

  it("gives each candidate what it gives up, and what it frees", () => {
    const row = rowAt(result, 7);
    expect(row.stillPending).toBeCloseTo(0.609, 12);
    expect(row.accepted).toBeCloseTo(0.3, 12);
    expect(row.atRiskBeyond).toBe(609);
    expect(row.lateAcceptances).toBe(9);
    expect(row.lateAcceptance?.value).toBeCloseTo(0.009 / 0.609, 12);
    expect(row.shareGivenUp?.value).toBeCloseTo(0.009 / 0.309, 12);
    // Σ S over days 0–6: 1 + 1 + .7 · 3 + .609 · 2 = 5.318
    expect(row.pendingSlots).toBeCloseTo(20 * 5.318, 9);
    // Days 7–9 at .609, 10–15 at .603, 16–59 at .6
    expect(row.slotsFreed).toBeCloseTo(20 * (3 * 0.609 + 6 * 0.603 + 44 * 0.6), 9);
  });

  it("compares with the threshold in force over the days between the two", () => {
    const { againstCurrent } = rowAt(result, 14);
    expect(againstCurrent?.direction).toBe("shorter");
    expect(againstCurrent?.acceptances.value).toBeCloseTo(0.003 / 0.309, 12);
    expect(againstCurrent?.slots).toBeCloseTo(20 * (2 * 0.603 + 5 * 0.6), 9);
    expect(rowAt(result, 21).againstCurrent).toBeNull();
    expect(rowAt(result, 30).againstCurrent).toMatchObject({ direction: "longer" });
  });

  it("compares up to the sweep of the longer of the two, in the interval as in the value", () => {
    // 30 on day 16 lie between the sweeps of days 14 and 21; the 200 of day 21 come after both.
    const groups = [times(300, "accepted", 2), times(30, "accepted", 16), times(200, "accepted", 21)];
    const { againstCurrent } = rowAt(analyse(gridOf(...groups, times(470, "censored", 60)), OPTIONS), 14);
    expect(againstCurrent?.acceptances.value).toBeCloseTo(0.03 / 0.53, 12);
    // Of a Poisson count of 30 hardly any draw in a thousand is above 50; with those of day 21 it would be 230.
    expect(againstCurrent?.acceptances.upper).toBeLessThan(0.05 / 0.53);
  });

  it("has every estimate inside its interval", () => {
    for (const { lateAcceptance, shareGivenUp } of result.rows) {
      for (const share of [lateAcceptance, shareGivenUp]) {
        expect(share?.value).toBeGreaterThanOrEqual(share?.lower ?? Number.NaN);
        expect(share?.value).toBeLessThanOrEqual(share?.upper ?? Number.NaN);
      }
    }
  });

  it("widens the upper end where few late acceptances were seen", () => {
    // Three after day 14, each 1/1000 of all sent: up to 8.767 were possible (Garwood 1936), so F is up to
    // 8.767/(306 + 8.767); resampling three reaches about 7.
    expect(rowAt(result, 14).shareGivenUp?.upper).toBeCloseTo(8.767 / 314.767, 3);
  });

  it("reports three in n, not zero, after the last acceptance", () => {
    // 600 held from day 21 to 60: at most 3/600 of them, which is 3/1000 of all sent, against 309/1000 accepted.
    const row = rowAt(result, 21);
    expect(row.lateAcceptance).toEqual({
      value: 0,
      lower: 0,
      upper: expect.closeTo(0.005, 12),
      basis: "rule-of-three",
    });
    expect(row.shareGivenUp).toEqual({
      value: 0,
      lower: 0,
      upper: expect.closeTo(3 / 312, 12),
      basis: "rule-of-three",
    });
  });

  it("gives up what comes on the very day of the threshold, after its sweep at the start of the day", () => {
    // The six of day 10 are lost to a sweep of day 10, and kept by one of day 11.
    const eachDay = analyse(KNOWN, { ...OPTIONS, candidates: [10, 11] });
    expect(rowAt(eachDay, 10).lateAcceptances).toBe(9);
    expect(rowAt(eachDay, 10).shareGivenUp?.value).toBeCloseTo(0.009 / 0.309, 12);
    expect(rowAt(eachDay, 11).lateAcceptances).toBe(3);
    expect(rowAt(eachDay, 11).shareGivenUp?.value).toBeCloseTo(0.003 / 0.309, 12);
  });

  it("keeps what comes on the day of the threshold before its sweep", () => {
    // Two of the six of day 10 come before the hour at which the sweep does: .302 accepted and .607 still pending then.
    const early = times(2, "accepted", 10).map((one) => ({ ...one, isBeforeSweep: true }));
    const groups = [
      times(300, "accepted", 2),
      times(91, "gone", 5),
      times(4, "accepted", 10),
      times(3, "accepted", 16),
    ];
    const row = rowAt(
      analyse(gridOf(early, ...groups, times(600, "censored", 60)), { ...OPTIONS, candidates: [10] }),
      10,
    );
    expect(row.lateAcceptances).toBe(7);
    expect(row.accepted).toBeCloseTo(0.302, 12);
    expect(row.stillPending).toBeCloseTo(0.607, 12);
    expect(row.shareGivenUp?.value).toBeCloseTo(0.007 / 0.309, 12);
    expect(row.lateAcceptance?.value).toBeCloseTo(0.007 / 0.607, 12);
    // Day 10 to 20: four of the six, and the three of day 16.
    expect(row.againstCurrent?.acceptances.value).toBeCloseTo(0.007 / 0.309, 12);
  });

  it("recommends the shortest wait whose loss is surely acceptable, a day between the candidates too", () => {
    // Upper limits of F, one-sided 99.5%, by the gamma method with one acceptance more than seen, by Byar's approximation
    // c (1 − 1/(9c) + 2.576/(3√c))³, each acceptance worth .001 of all sent. Up to 10, c = 10: 20.0 against 300 before, so
    // 6.3%. From 11 to 16, c = 4: 11.0 against 306, so 3.5%. From 17 on, c = 1: 5.34 against 309, so 1.7%, below 2%.
    expect(result.recommendation).toMatchObject({
      kind: "recommended",
      thresholdDays: 17,
      horizon: 60,
      lateAcceptances: 0,
    });
    // By its 95% interval 17 gives up 3/312 = 1% at most, as 21 does; 14 gives up 3/309 = 1%, but up to 2.8%; 7 and 10 give
    // up 9/309 = 2.9%, or 1.3% by their lower end, at which 4 of 9 are seen.
    expect(result.rows.map(({ thresholdDays }) => thresholdDays)).toEqual([7, 10, 14, 17, 21, 30, 45]);
    expect(result.plausible).toEqual({ lower: 7, value: 14, upper: 17 });
    // Days 17 to 20 at .6, at 20 a day.
    expect(sentence(result.recommendation)).toBe(
      "Waiting 17 instead of 21 days would give up at most 1% of acceptances by day 60 and free about 48 pending slots.",
    );
  });

  it("keeps what is in force where no shorter wait is sure, and it is acceptable more likely than not", () => {
    // Below 1.7% nothing is sure. The middle of what 21 gives up: c (1 − 1/9)³ with c = 1, so .702 against 309, or .23%.
    const at = (acceptableLoss: number) => analyse(KNOWN, { ...OPTIONS, acceptableLoss }).recommendation;
    // Slots: Σ S over days 0–20 is 5.318 + 3 · .609 + 6 · .603 + 5 · .6 = 13.763, at 20 a day 275.26.
    expect(sentence(at(0.015))).toBe(
      "Keep waiting 21 days: that gives up at most 1% of acceptances by day 60 and holds about 275 pending slots.",
    );
    expect(at(0.0025)).toMatchObject({ kind: "recommended", thresholdDays: 21 });
    expect(at(0.002)).toMatchObject({ kind: "none-acceptable" });
  });

  it("goes to a longer wait only where what is in force more likely than not gives up too much", () => {
    // Of 7, c = 10 (1 − 1/90)³ = 9.67 against 300, so 3.1% in the middle: acceptable at 4%, but not at 2%, where 17 is sure.
    const at = (acceptableLoss: number) => analyse(KNOWN, { ...OPTIONS, acceptableLoss, currentThreshold: 7 });
    expect(at(0.04).recommendation).toMatchObject({ kind: "recommended", thresholdDays: 7 });
    expect(at(0.02).recommendation).toMatchObject({
      kind: "recommended",
      thresholdDays: 17,
      againstCurrent: { direction: "longer" },
    });
  });
});

describe("analyse", () => {
  it("gives the same for a seed, whatever the order of the observations, and another for another seed", () => {
    const observations = simulate(LATE_LISTING, 800, 3);
    const result = analyse(gridOf(observations), OPTIONS);
    expect(analyse(gridOf(observations.toReversed()), OPTIONS)).toEqual(result);
    const other = analyse(gridOf(observations), { ...OPTIONS, seed: 2 });
    expect(other.curve).toEqual(result.curve);
    expect(other.rows).not.toEqual(result.rows);
  });

  it("cannot be changed by its reader", () => {
    const result = analyse(KNOWN, OPTIONS);
    const row = rowAt(result, 7) as { thresholdDays: number };
    expect(() => {
      row.thresholdDays = 8;
    }).toThrow(TypeError);
    expect(() => (result.curve as unknown[]).pop()).toThrow(TypeError);
  });

  it("survives being stored as JSON", () => {
    const result = analyse(KNOWN, OPTIONS);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  it("tries the given candidates in order, once each, with the threshold in force and the one recommended among them", () => {
    const result = analyse(KNOWN, { ...OPTIONS, candidates: [30, 9, 30] });
    // 17 is what it recommends.
    expect(result.rows.map((row) => row.thresholdDays)).toEqual([9, 17, 21, 30]);
    const nothingShorter = analyse(KNOWN, { ...OPTIONS, candidates: [30, 9, 30], acceptableLoss: 0.015 });
    expect(nothingShorter.rows.map((row) => row.thresholdDays)).toEqual([9, 21, 30]);
  });

  it("claims nothing at or beyond the horizon", () => {
    const result = analyse(KNOWN, { ...OPTIONS, candidates: [60, 61, 90] });
    expect(rowAt(result, 60)).toMatchObject({
      lateAcceptances: null,
      lateAcceptance: null,
      shareGivenUp: null,
      slotsFreed: 0,
    });
    expect(rowAt(result, 61)).toMatchObject({
      stillPending: null,
      accepted: null,
      pendingSlots: null,
      slotsFreed: null,
    });
    expect(rowAt(result, 90).missing).toEqual([{ what: "at-risk-beyond", age: 90, have: 0, need: 100, more: 100 }]);
    const late = analyse(KNOWN, { ...OPTIONS, currentThreshold: 90 });
    expect(late.recommendation).toMatchObject({ kind: "recommended", againstCurrent: null });
  });

  it.each([
    [99, "Not enough data yet: 1 more invitation past day 20."],
    [
      100,
      "No wait tested is sure enough to give up at most 2%: 21 days would give up at most 13% of acceptances by day 60.",
    ],
  ])("with %i at risk from day 21 on: %s", (beyond, expected) => {
    // What a sweep of day 21 gives up comes from day 21 on, past day 20. 100: F ≤ b/(A + b) with A = 20/120 and b = 100/120 · 3/100 = .025, so .025/.191667 = 13.04%.
    const grid = gridOf(times(20, "accepted", 3), times(beyond, "censored", 60));
    expect(sentence(analyse(grid, { ...OPTIONS, candidates: [21] }).recommendation)).toBe(expected);
  });

  it.each([
    [19, "not-enough-data"],
    [20, "recommended"],
  ])("with %i acceptances in all: %s", (accepted, kind) => {
    const grid = gridOf(times(accepted, "accepted", 3), times(100, "censored", 60));
    const { recommendation } = analyse(grid, { ...OPTIONS, acceptableLoss: 0.14, candidates: [21] });
    expect(recommendation.kind).toBe(kind);
  });

  it("says what is missing where all are withdrawn at the shortest threshold, so that none can be judged", () => {
    const sweptAtSeven = gridOf(times(300, "accepted", 3), times(600, "censored", 7));
    const { recommendation } = analyse(sweptAtSeven, { ...OPTIONS, currentThreshold: 7 });
    expect(sentence(recommendation)).toBe("Not enough data yet: 100 more invitations past day 7.");
  });

  it("says what is missing when nothing was observed", () => {
    const result = analyse(new DayGrid(), OPTIONS);
    expect(result).toMatchObject({ firstAge: null, lastAge: null, horizon: null, curve: [] });
    expect(sentence(result.recommendation)).toBe(
      "Not enough data yet: 20 more acceptances and 100 more invitations past day 20.",
    );
  });

  it.each<Partial<AnalysisOptions>>([
    { acceptableLoss: 1 },
    { acceptableLoss: -0.01 },
    { currentThreshold: 0 },
    { candidates: [7.5] },
    { candidates: [3_651] },
    { sendsPerDay: -1 },
    { sendsPerDay: Number.NaN },
    { seed: -1 },
    { replicates: 0 },
  ])("refuses %j", (changes) => {
    expect(() => analyse(KNOWN, { ...OPTIONS, ...changes })).toThrow(RangeError);
  });
});

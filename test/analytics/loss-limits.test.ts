import { describe, expect, it } from "vitest";
import { lossLimits } from "../../lib/analytics/loss-limits.ts";
import type { Observation } from "../../lib/analytics/observation.ts";
import { partsOf } from "../../lib/analytics/parts.ts";
import { times } from "./helpers/observations.ts";
import { tableOf } from "./helpers/tables.ts";

const Z = 1.96;

/** Of a lone stratum, by day 12. */
function limits(observations: readonly Observation[], growth = 1) {
  const table = tableOf(observations);
  return lossLimits(partsOf([{ table, cohorts: [] }], table), table, 12, { upper: Z, growth });
}

/** 1,000 sent, 180 accepted on day 1 and 20 on day 10: one acceptance stands for a thousandth throughout. */
const KNOWN = [...times(180, "accepted", 1), ...times(20, "accepted", 10), ...times(800, "censored", 20)];

// Upper 97.5% limits of a Poisson expectation: Garwood (1936).
const GARWOOD = { none: 3.689, twenty: 30.888 };

describe("lossLimits", () => {
  it("are the limits of a Poisson count over all acceptances, where each stands for the same", () => {
    const { upper } = limits(KNOWN);
    expect(upper).toHaveLength(12);
    for (const threshold of [2, 5, 10]) {
      expect(upper[threshold]).toBeCloseTo(GARWOOD.twenty / (180 + GARWOOD.twenty), 2);
    }
  });

  it("hold where none was seen after the sweep of that day", () => {
    // No rule says 0: up to 3.689 of a thousandth each remain possible, beside 200 that were seen.
    expect(limits(KNOWN).upper[11]).toBeCloseTo(GARWOOD.none / (200 + GARWOOD.none), 3);
  });

  it("give up what comes on a day after its sweep, and keep what comes before", () => {
    const early = KNOWN.map((one): Observation => ({ ...one, isBeforeSweep: one.ending === "accepted" }));
    expect(limits(early).upper[10]).toBeCloseTo(GARWOOD.none / (200 + GARWOOD.none), 3);
    expect(limits(early).upper[9]).toBeCloseTo(GARWOOD.twenty / (180 + GARWOOD.twenty), 2);
    // Ten before and ten after it: the limit of ten is 18.390.
    const half = KNOWN.map(
      (one, n): Observation => ({ ...one, isBeforeSweep: one.ending === "accepted" && n % 2 === 0 }),
    );
    expect(limits(half).upper[10]).toBeCloseTo(18.39 / (190 + 18.39), 3);
    expect(limits(half).upper[9]).toBeCloseTo(GARWOOD.twenty / (180 + GARWOOD.twenty), 2);
  });

  it("have a middle below the upper end, near what was seen", () => {
    // The median lies about two thirds of an event above the count.
    const { middle, upper } = limits(KNOWN);
    expect(middle[5]).toBeCloseTo(20.67 / 200.67, 3);
    // Before day 2 all acceptances are late: everything is given up either way.
    for (let age = 2; age < 12; age++) expect(middle[age]).toBeLessThan(upper[age] ?? 0);
  });

  it("with four times the invitations are those of four times the events", () => {
    // 80 late of 800: 1,96 deviations, continuity and skewness by Byar: 80 → 99.57.
    expect(limits(KNOWN, 4).upper[5]).toBeCloseTo(99.57 / (4 * 180 + 99.57), 3);
    expect(limits(KNOWN, 4).upper[11]).toBeCloseTo(GARWOOD.none / (4 * 200 + GARWOOD.none), 3);
  });

  it("never exceed all there is, and are 1 where nothing at all was accepted", () => {
    const nothing = limits(times(100, "censored", 20));
    expect([...nothing.upper]).toEqual(Array.from({ length: 12 }, () => 1));
    // Two that are held cannot say much: no more can be accepted than are pending.
    const few = limits([...times(98, "accepted", 1), ...times(2, "censored", 20)]);
    expect(few.upper[5]).toBeCloseTo(0.02 / (0.98 + 0.02), 12);
  });

  it("know less where fewer were held: those withdrawn early say nothing of later days", () => {
    const held = (count: number) =>
      limits([...times(200, "accepted", 1), ...times(800 - count, "censored", 7), ...times(count, "censored", 20)])
        .upper[8] ?? 0;
    // A hundred of 800 held: each stands for eight thousandths.
    expect(held(100)).toBeCloseTo((8 * GARWOOD.none) / (200 + 8 * GARWOOD.none), 2);
    expect(held(800)).toBeCloseTo(GARWOOD.none / (200 + GARWOOD.none), 3);
  });

  it("of two parts add up by their weights", () => {
    // Half of what is sent has no late acceptance; the other half 40 of 1,000. Together 20 of 1,000.
    const [none, late] = [
      tableOf(times(200, "accepted", 1), times(800, "censored", 20)),
      tableOf(times(180, "accepted", 1), times(40, "accepted", 10), times(780, "censored", 20)),
    ];
    const parts = [none, late].flatMap((table) => partsOf([{ table, cohorts: [] }], table));
    const halves = parts.map((part) => ({ ...part, weight: 0.5 }));
    const reach = tableOf(times(380, "accepted", 1), times(40, "accepted", 10), times(1_580, "censored", 20));
    // 40 events of half a thousandth each: Garwood's limit of 40 is 54.47.
    const { upper } = lossLimits(halves, reach, 12, { upper: Z, growth: 1 });
    expect(upper[5]).toBeCloseTo(54.47 / (380 + 54.47), 3);
  });
});

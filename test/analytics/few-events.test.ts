import { describe, expect, it } from "vitest";
import {
  type AcceptancesBetween,
  acceptancesBetween,
  type SweepSpan,
} from "../../lib/analytics/acceptances-between.ts";
import { upperShare } from "../../lib/analytics/few-events.ts";
import { lifeTable } from "../../lib/analytics/life-table.ts";
import type { Observation } from "../../lib/analytics/observation.ts";
import { partsOf } from "../../lib/analytics/parts.ts";
import { gridOf, times } from "./helpers/observations.ts";

/** From the sweep of day `from` to that of day `to`; here at the start of the day, unless an observation says otherwise. */
function between(from: number, to: number, ...groups: Observation[][]): AcceptancesBetween {
  return within({ from, to, isToHorizon: false }, ...groups);
}

function within(span: SweepSpan, ...groups: Observation[][]): AcceptancesBetween {
  const table = lifeTable(gridOf(...groups));
  return acceptancesBetween(partsOf([{ table, cohorts: [] }], table), table, span);
}

describe("acceptancesBetween", () => {
  it("weighs each acceptance by what it stands for", () => {
    // 100 sent, 50 gone on day 1, as its list finds, so S = 0.5 at its sweep; 10 more enter on day 2. Day 3: n = 60, 6 accepted, each 0.5/60.
    const seen = between(
      1,
      5,
      times(50, "gone", 1),
      times(44, "censored", 5),
      times(6, "accepted", 3),
      times(10, "censored", 5, 2),
    );
    expect(seen).toMatchObject({ count: 6, stillPending: 0.5 });
    expect(seen.share).toBeCloseTo(0.05, 12);
    expect(seen.variance).toBeCloseTo(6 * (0.5 / 60) ** 2, 14);
  });

  it("takes in day `from` and leaves out day `to`, the end of which only the horizon has", () => {
    const groups = [
      times(1, "accepted", 2),
      times(2, "accepted", 3),
      times(4, "accepted", 5),
      times(8, "accepted", 6),
      times(9, "censored", 9),
    ];
    expect(between(2, 5, ...groups).count).toBe(1 + 2);
    expect(within({ from: 2, to: 5, isToHorizon: true }, ...groups).count).toBe(1 + 2 + 4);
    expect(between(5, 5, ...groups)).toMatchObject({ count: 0, share: 0, variance: 0, held: 0 });
  });

  it("leaves out what came on day `from` before its sweep, and takes in what came on day `to` before that one", () => {
    const early = (observations: Observation[]) => observations.map((one) => ({ ...one, isBeforeSweep: true }));
    // 100 sent. Day 2: 10 accepted before the sweep, 20 after; 70 left. Day 5: 7 before, 14 after.
    const seen = between(
      2,
      5,
      ...[early(times(10, "accepted", 2)), times(20, "accepted", 2)],
      ...[early(times(7, "accepted", 5)), times(14, "accepted", 5), times(49, "censored", 9)],
    );
    expect(seen.count).toBe(20 + 7);
    expect(seen.share).toBeCloseTo(0.27, 12);
    expect(seen.stillPending).toBeCloseTo(0.9, 12);
  });

  it("holds as many as were there throughout, when nobody leaves", () => {
    expect(between(2, 9, times(80, "censored", 9)).held).toBe(80);
  });

  it("counts a leaver for the days it was watched: 40 for ten days and 40 for five make 60", () => {
    expect(between(0, 10, times(40, "censored", 5), times(40, "censored", 10)).held).toBe(60);
  });

  it("does not let late entries stand in for days they were not watched on", () => {
    // 10 at risk on the first days, 500 more from day 6: a hazard confined to days 1 to 5 has met 10 only.
    expect(between(0, 10, times(10, "censored", 10), times(500, "censored", 10, 6)).held).toBe(10);
  });
});

describe("upperShare", () => {
  const none: AcceptancesBetween = { count: 0, share: 0, variance: 0, stillPending: 0.4, held: 150 };

  it("is three in n of those still pending when no acceptance was seen", () => {
    expect(upperShare(none)).toBeCloseTo(0.4 * 0.02, 12);
  });

  it("excludes nothing with nobody, or hardly anybody, held", () => {
    expect(upperShare({ ...none, held: 0 })).toBe(0.4);
    expect(upperShare({ ...none, held: 2 })).toBe(0.4);
  });

  it("is the limit of the count times the weight when all weights are alike, those not seen too", () => {
    // 3 acceptances of weight 0.01, and 0.4/40 for one more: 0.01 · 8.767, the exact 97.5% limit for 3 (Garwood 1936).
    const seen = { ...none, held: 40, count: 3, share: 0.03, variance: 3 * 0.01 ** 2 };
    expect(upperShare(seen)).toBeCloseTo(0.08767, 4);
  });

  it("is higher where fewer were watched than at the ages at which acceptances were seen", () => {
    const seen = { ...none, count: 3, share: 0.003, variance: 3 * 0.001 ** 2 };
    // One more would stand for 0.4/40 = 0.01, ten times as much as those seen: up to 3.69 of it were possible beside them.
    expect(upperShare({ ...seen, held: 40 })).toBeGreaterThan(0.0369);
    expect(upperShare({ ...seen, held: 400 })).toBeLessThan(0.01);
  });

  it("never exceeds the share that was still pending", () => {
    expect(upperShare({ ...none, count: 1, share: 0.2, variance: 0.04 })).toBe(0.4);
  });
});

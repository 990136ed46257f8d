import { describe, expect, it } from "vitest";
import { combineCurves } from "../../lib/analytics/combined-curves.ts";
import { cumulativeIncidence } from "../../lib/analytics/cumulative-incidence.ts";
import { type Part, partsOf, weighted } from "../../lib/analytics/parts.ts";
import { type StratumTable, sumOf } from "../../lib/analytics/strata.ts";
import { survival } from "../../lib/analytics/survival.ts";
import { times } from "./helpers/observations.ts";
import { stratumOf } from "./helpers/tables.ts";

const partsOfAll = (strata: StratumTable[]) => partsOf(strata, sumOf(strata.map(({ table }) => table)));
const weightsOf = (parts: Part[]) => parts.map(({ weight }) => weight);

describe("partsOf", () => {
  it("weighs each stratum by what it sends, and not by its backlog", () => {
    const anna = stratumOf("anna", { 1: times(100, "censored", 60) });
    const bert = stratumOf("bert", { 1: times(300, "censored", 60) });
    const backlog = stratumOf("anna", { 1: [...times(100, "censored", 60), ...times(5_000, "censored", 60, 40)] });
    expect(weightsOf(partsOfAll([anna, bert]))).toEqual([0.25, 0.75]);
    expect(weightsOf(partsOfAll([backlog, bert]))).toEqual([0.25, 0.75]);
  });

  it("counts as sent what a weekly list first shows: the first seven days of age", () => {
    const week = (day: number) =>
      stratumOf("anna", { 1: [...times(50, "censored", 9), ...times(50, "censored", 9, day)] });
    const bert = stratumOf("bert", { 1: times(100, "censored", 9) });
    expect(weightsOf(partsOfAll([week(6), bert]))).toEqual([0.5, 0.5]);
    expect(weightsOf(partsOfAll([week(7), bert]))[0]).toBeCloseTo(1 / 3, 12);
  });

  it("leaves out a stratum that sends nothing, and weighs by all entries where none does", () => {
    const anna = stratumOf("anna", { 1: times(100, "censored", 60) });
    const old = stratumOf("bert", { 1: times(300, "censored", 60, 40) });
    expect(weightsOf(partsOfAll([anna, old]))).toEqual([1]);
    const older = stratumOf("cleo", { 1: times(100, "censored", 60, 30) });
    expect(weightsOf(partsOfAll([old, older]))).toEqual([0.75, 0.25]);
  });

  it("takes a lone stratum as it is", () => {
    const anna = stratumOf("anna", { 1: times(3, "accepted", 2), 2: times(4, "censored", 5) });
    const [part, ...more] = partsOf([anna], anna.table);
    expect(more).toEqual([]);
    expect(part?.table).toBe(anna.table);
    expect(part?.weeks).toEqual(anna.cohorts.map(({ table }) => table));
    expect(part?.accepted).toEqual(cumulativeIncidence(anna.table).accepted);
  });

  it("lets one that is asked about alone borrow from the others there are", () => {
    const anna = stratumOf("anna", { 1: times(3, "accepted", 2) });
    const bert = stratumOf("bert", { 1: times(40, "censored", 5) });
    const [part] = partsOf([anna], sumOf([anna.table, bert.table]));
    expect(part?.weight).toBe(1);
    expect(part?.table.atRisk[0]).toBe(13);
  });

  it("has none without strata, and a lone empty one is all there is", () => {
    expect(partsOf([], sumOf([]))).toEqual([]);
    const nothing = stratumOf("anna", {});
    expect(weightsOf(partsOf([nothing], nothing.table))).toEqual([1]);
  });
});

/** Threshold 14, 40% accepted by then; and threshold 30, 20% accepted by day 14 and 10% more by day 30. 200 to 600 sent. */
const QUICK = stratumOf("quick", { 1: [...times(8_000, "accepted", 4), ...times(12_000, "censored", 14)] });
const SLOW = stratumOf("slow", {
  1: [...times(12_000, "accepted", 5), ...times(6_000, "accepted", 20), ...times(42_000, "censored", 30)],
});

describe("two identities with thresholds of 14 and 30 days", () => {
  const parts = partsOfAll([QUICK, SLOW]);
  const { incidence, survival: pending } = combineCurves(parts);

  it("have the mean of their curves by what they send", () => {
    // By day 10: (1 · 40% + 3 · 20%)/4 = 25%, less what ten borrowed among 20,000 move.
    expect(incidence.accepted[10]).toBeCloseTo(0.25, 3);
    expect(pending.estimate[10]).toBeCloseTo(0.75, 3);
    const [quick, slow] = parts;
    expect(incidence.accepted[10]).toBeCloseTo(
      0.25 * (quick?.accepted[10] ?? 0) + 0.75 * (slow?.accepted[10] ?? 0),
      14,
    );
  });

  it("are not pooled: what one alone shows of late days is not taken for what both do", () => {
    // Slow: 10 points more by day 30, on 0.8 still pending. Quick: as many of each 100 pending, at its own level. All have
    // the chances 0.1 on day 4, 0.1667 on day 5 and 0.125 on day 20, so of the quick 20,000 · 0.1 + 12,000 · 0.1667 = 4,000
    // are expected and 8,000 seen: level 2. So 0.6 · 2 · 0.125 = 15 points, 0.25 · 15 + 0.75 · 10 = 11.25 together.
    const late = (curve: Float64Array | undefined) => (curve?.[30] ?? 0) - (curve?.[14] ?? 0);
    const [quick, slow] = parts;
    expect(late(slow?.accepted)).toBeCloseTo(0.1, 3);
    expect(late(quick?.accepted)).toBeCloseTo(0.15, 2);
    expect(late(incidence.accepted)).toBeCloseTo(0.1125, 2);
    // Pooled, the curve of all would lie between at every age: on day 20 everyone is slow.
    expect(survival(QUICK.table).estimate[14]).toBeCloseTo(0.6, 12);
  });

  it("come out the same in either order, but for the order of adding", () => {
    const back = combineCurves(partsOfAll([SLOW, QUICK]));
    for (const [age, value] of incidence.accepted.entries())
      expect(back.incidence.accepted[age]).toBeCloseTo(value, 14);
    for (const [age, value] of pending.upper.entries()) expect(back.survival.upper[age]).toBeCloseTo(value, 12);
  });
});

describe("weighted", () => {
  it("keeps a curve's last value past its end", () => {
    const [part] = partsOf([QUICK], QUICK.table);
    if (part === undefined) throw new Error("no part");
    const curve = (one: Part) => (one.weight === 0.25 ? Float64Array.of(0.4, 0.8) : Float64Array.of(0, 0.4, 0.8, 1));
    const mean = weighted(
      [
        { ...part, weight: 0.25 },
        { ...part, weight: 0.75 },
      ],
      4,
      curve,
    );
    expect([...mean]).toEqual([0.1, 0.5, 0.8, 0.95].map((value) => expect.closeTo(value, 12)));
    expect([...weighted([], 2, curve)]).toEqual([0, 0]);
  });
});

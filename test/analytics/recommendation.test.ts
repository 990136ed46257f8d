import { describe, expect, it } from "vitest";
import type { CandidateRow } from "../../lib/analytics/candidate-row.ts";
import { horizon } from "../../lib/analytics/horizon.ts";
import { lifeTable } from "../../lib/analytics/life-table.ts";
import type { Missing } from "../../lib/analytics/missing.ts";
import { plausibleThresholds } from "../../lib/analytics/plausible-thresholds.ts";
import { recommend } from "../../lib/analytics/recommendation.ts";
import { gridOf, times } from "./helpers/observations.ts";

const TERMS = { acceptableLoss: 0.02, currentThreshold: 21 };
const LACK: Missing = { what: "at-risk-beyond", age: 30, have: 36, need: 100, more: 64 };

function rowOf(thresholdDays: number, upper: number, changes: Partial<CandidateRow> = {}): CandidateRow {
  return {
    thresholdDays,
    atRiskBeyond: 500,
    lateAcceptances: 4,
    stillPending: 0.6,
    accepted: 0.3,
    lateAcceptance: null,
    shareGivenUp: { value: upper / 2, lower: upper / 4, upper, basis: "bootstrap" },
    pendingSlots: thresholdDays * 5,
    slotsFreed: null,
    againstCurrent: null,
    missing: [],
    ...changes,
  };
}

const rowsOf = (...rows: CandidateRow[]) => new Map(rows.map((row) => [row.thresholdDays, row]));

/** 20 accepted on day 3; `held` watched to day 60, `until` others to a day of their own. */
function seen(held: number, until: readonly [count: number, day: number] = [0, 0]) {
  const reach = lifeTable(
    gridOf(times(20, "accepted", 3), times(held, "censored", 60), times(until[0], "censored", until[1])),
  );
  return { reach, horizon: horizon(reach) };
}

describe("recommend", () => {
  const ROWS = rowsOf(rowOf(7, 0.06), rowOf(14, 0.02, { lateAcceptances: 9 }), rowOf(21, 0.01));

  it("states the advice that stands with its figures of today, whatever other rows look like", () => {
    const advice = { thresholdDays: 14, standsForDays: 21 };
    expect(recommend(ROWS, advice, seen(100), TERMS)).toEqual({
      kind: "recommended",
      thresholdDays: 14,
      horizon: 60,
      shareGivenUp: { value: 0.01, lower: 0.005, upper: 0.02, basis: "bootstrap" },
      pendingSlots: 70,
      againstCurrent: null,
      lateAcceptances: 9,
      standsForDays: 21,
      ...TERMS,
    });
    const unchanged = { thresholdDays: 21, standsForDays: 0 };
    expect(recommend(ROWS, unchanged, seen(100), TERMS)).toMatchObject({ kind: "recommended", thresholdDays: 21 });
  });

  it("says none is acceptable when the curve reaches far enough without advice, and names the longest", () => {
    expect(recommend(ROWS, null, seen(100), TERMS)).toMatchObject({
      kind: "none-acceptable",
      thresholdDays: 21,
      shareGivenUp: { upper: 0.01 },
    });
    // A row that could not be judged is none of them.
    const unjudged = rowsOf(rowOf(7, 0.06), rowOf(30, 0, { missing: [LACK] }));
    expect(recommend(unjudged, null, seen(100), TERMS)).toMatchObject({ kind: "none-acceptable", thresholdDays: 7 });
  });

  it("names what is missing up to the threshold in force, where all are withdrawn then", () => {
    // At risk: 119 up to day 3, 99 up to day 20, and none after it, as where nobody is held out.
    const sweptAll = seen(0, [99, 20]);
    const missing = [{ what: "at-risk-beyond", age: 20, have: 0, need: 100, more: 100 }];
    expect(recommend(ROWS, null, sweptAll, TERMS)).toEqual({
      kind: "not-enough-data",
      thresholdDays: 21,
      missing,
      ...TERMS,
    });
  });

  it("names what is missing up to a week beyond it, where some are held out", () => {
    // At risk: 100 at every age up to day 25, then 80. The sweep of day 28 takes what comes from day 28 on.
    const heldOut = seen(80, [20, 25]);
    expect(recommend(ROWS, null, heldOut, TERMS)).toMatchObject({
      kind: "not-enough-data",
      thresholdDays: 21,
      missing: [{ what: "at-risk-beyond", age: 27, have: 80, more: 20 }],
    });
    expect(recommend(ROWS, null, seen(80, [20, 28]), TERMS)).toMatchObject({ kind: "none-acceptable" });
  });

  it("never recommends what could not be judged, however good it looks", () => {
    const rows = rowsOf(rowOf(14, 0.001, { missing: [LACK] }), rowOf(21, 0.01));
    const advice = { thresholdDays: 14, standsForDays: 0 };
    expect(recommend(rows, advice, seen(99), TERMS)).toMatchObject({ kind: "not-enough-data" });
  });

  it("refuses rows that contradict a curve that reaches far enough, and no rows at all", () => {
    const unknown = rowsOf(rowOf(14, 0, { shareGivenUp: null }));
    for (const rows of [unknown, rowsOf()]) {
      expect(() => recommend(rows, null, seen(100), TERMS)).toThrow("no row can be judged");
    }
  });
});

describe("plausibleThresholds", () => {
  it("is where the lower end, the value and the upper end of F come within the acceptable loss", () => {
    const rows = [rowOf(7, 0.2), rowOf(10, 0.07), rowOf(14, 0.035), rowOf(21, 0.015), rowOf(30, 0.01)];
    // Lower ends .05 .0175 …, values .1 .035 .0175 …, upper ends .2 .07 .035 .015 …
    expect(plausibleThresholds(rows, 0.02)).toEqual({ lower: 10, value: 14, upper: 21 });
  });

  it("passes over what could not be judged, and is null where nothing is acceptable", () => {
    expect(plausibleThresholds([rowOf(7, 0.03, { missing: [LACK] }), rowOf(10, 0.03)], 0.02)).toEqual({
      lower: 10,
      value: 10,
      upper: null,
    });
  });
});

import { describe, expect, it } from "vitest";
import type { CandidateRow } from "../../lib/analytics/candidate-row.ts";
import type { Missing } from "../../lib/analytics/missing.ts";
import { plausibleThresholds } from "../../lib/analytics/plausible-thresholds.ts";
import { recommend } from "../../lib/analytics/recommendation.ts";

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

describe("recommend", () => {
  it("takes the smallest threshold whose upper end is within the acceptable loss, to the last digit", () => {
    const rows = [rowOf(7, 0.06), rowOf(14, 0.02), rowOf(21, 0.01)];
    expect(recommend(rows, 90, TERMS)).toMatchObject({ kind: "recommended", thresholdDays: 14, horizon: 90 });
    const above = [rowOf(7, 0.06), rowOf(14, 0.02 + Number.EPSILON), rowOf(21, 0.01)];
    expect(recommend(above, 90, TERMS)).toMatchObject({ kind: "recommended", thresholdDays: 21 });
  });

  it("says none is acceptable when all could be judged, and names the longest", () => {
    expect(recommend([rowOf(7, 0.06), rowOf(14, 0.04)], 90, TERMS)).toMatchObject({
      kind: "none-acceptable",
      thresholdDays: 14,
      shareGivenUp: { upper: 0.04 },
    });
  });

  it("names the shortest threshold that could not be judged when the others are not acceptable", () => {
    const rows = [rowOf(7, 0.06), rowOf(30, 0, { missing: [LACK] }), rowOf(45, 0, { missing: [{ ...LACK, age: 45 }] })];
    expect(recommend(rows, 90, TERMS)).toEqual({
      kind: "not-enough-data",
      thresholdDays: 30,
      missing: [LACK],
      ...TERMS,
    });
  });

  it("never recommends what could not be judged, however good it looks", () => {
    const rows = [rowOf(14, 0.001, { missing: [LACK] }), rowOf(21, 0.01)];
    expect(recommend(rows, 90, TERMS)).toMatchObject({ kind: "recommended", thresholdDays: 21 });
  });

  it("refuses rows that contradict themselves, and no rows at all", () => {
    expect(() => recommend([rowOf(14, 0, { shareGivenUp: null })], 90, TERMS)).toThrow("threshold 14 has no estimate");
    expect(() => recommend([], 90, TERMS)).toThrow(RangeError);
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

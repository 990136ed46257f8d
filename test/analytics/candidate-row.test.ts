import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CandidateRow, neverMoreForLonger } from "../../lib/analytics/candidate-row.ts";

/** A row of which the share given up and its upper end are all that matters; null: not defined. */
function row(thresholdDays: number, share: readonly [value: number, upper: number] | null): CandidateRow {
  const nothing = {
    lateAcceptances: null,
    stillPending: null,
    accepted: null,
    lateAcceptance: null,
    pendingSlots: null,
  };
  const estimate = share && { value: share[0], lower: 0, upper: share[1], basis: "bootstrap" as const };
  return {
    ...{ thresholdDays, atRiskBeyond: 0, ...nothing, slotsFreed: null, againstCurrent: null, missing: [] },
    shareGivenUp: estimate,
  };
}

const uppers = (rows: readonly CandidateRow[]) => rows.map(({ shareGivenUp }) => shareGivenUp?.upper ?? null);

describe("neverMoreForLonger", () => {
  it("takes an upper end down to that of any shorter wait", () => {
    // The table that was once shown: 3.3% at 7 days and 76.7% at 21.
    const rows = [row(7, [0.013, 0.033]), row(14, [0.01, 0.2]), row(21, [0.004, 0.767]), row(30, [0.001, 0.02])];
    expect(uppers(neverMoreForLonger(rows))).toEqual([0.033, 0.033, 0.033, 0.02]);
  });

  it("leaves values, lower ends and everything else as they are", () => {
    const [first, second] = [row(7, [0.2, 0.3]), row(14, [0.1, 0.5])];
    const [one, two] = neverMoreForLonger([first, second]);
    expect(one).toEqual(first);
    expect(two).toEqual({ ...second, shareGivenUp: { ...second.shareGivenUp, upper: 0.3 } });
    expect(second.shareGivenUp?.upper).toBe(0.5);
  });

  it("takes no upper end below its own value", () => {
    expect(uppers(neverMoreForLonger([row(7, [0.01, 0.02]), row(14, [0.05, 0.4])]))).toEqual([0.02, 0.05]);
  });

  it("passes over rows that say nothing, and keeps what stood before them", () => {
    const rows = [row(7, null), row(10, [0.1, 0.2]), row(14, null), row(21, [0.05, 0.6])];
    expect(uppers(neverMoreForLonger(rows))).toEqual([null, 0.2, null, 0.2]);
    expect(neverMoreForLonger([])).toEqual([]);
  });

  it("never lets an upper end rise where shares given up do not, and does nothing twice", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(share, share)), (pairs) => {
        const values = pairs.map(([value]) => value).sort((a, b) => b - a);
        const rows = pairs.map(([, above], n) => row(7 + n, [values[n] ?? 0, Math.max(values[n] ?? 0, above)]));
        const told = neverMoreForLonger(rows);
        const ends = uppers(told).map(Number);
        for (let n = 1; n < ends.length; n++) expect(ends[n]).toBeLessThanOrEqual(ends[n - 1] ?? 0);
        for (const [n, end] of ends.entries()) expect(end).toBeGreaterThanOrEqual(values[n] ?? 1);
        expect(neverMoreForLonger(told)).toEqual(told);
      }),
    );
  });
});

import { type Analysis, analyse } from "../../../lib/analytics/analyse.ts";
import type { Comparison } from "../../../lib/analytics/candidate-row.ts";
import { DayGrid } from "../../../lib/analytics/day-grid.ts";
import type { Drift } from "../../../lib/analytics/drift.ts";
import type { Estimate } from "../../../lib/analytics/estimate.ts";
import type { NotEnoughData, Recommendation, Recommended } from "../../../lib/analytics/recommendation.ts";

export const UNTIL = new Date("2026-11-22T10:00:00.000Z");

export const interval = (value: number, lower: number, upper: number): Estimate => ({
  ...{ value, lower, upper },
  basis: "bootstrap",
});

/** What was not seen, and is at most so much. */
export const atMost = (upper: number): Estimate => ({ value: 0, lower: 0, upper, basis: "rule-of-three" });

const EMPTY = analyse(new DayGrid(), { acceptableLoss: 0.05, currentThreshold: 21, sendsPerDay: 0, seed: 1 });

/** An analysis that says this; all else is as of nothing observed. */
export const anAnalysis = (over: Partial<Analysis>): Analysis => ({ ...EMPTY, ...over });

const SHORTER: Comparison = {
  ...{ direction: "shorter", acceptances: interval(0.012, 0.006, 0.021), slots: 37.6 },
  ...{ per100Slots: 3.14, per100Sent: 1.21 },
};

/** 14 days are recommended, 21 are in force, and this has been so for two weeks. */
export const aRecommendation = (over: Partial<Recommended> = {}): Recommended => ({
  ...{ kind: "recommended", acceptableLoss: 0.05, currentThreshold: 21, thresholdDays: 14, horizon: 45 },
  ...{ shareGivenUp: interval(0.018, 0.011, 0.0279), pendingSlots: 120.4, lateAcceptances: 23, standsForDays: 14 },
  againstCurrent: SHORTER,
  ...over,
});

export const longer = (over: Partial<Comparison> = {}): Recommended =>
  aRecommendation({ thresholdDays: 30, againstCurrent: { ...SHORTER, direction: "longer", ...over } });

export const shorter = (over: Partial<Comparison>): Recommended =>
  aRecommendation({ againstCurrent: { ...SHORTER, ...over } });

export const NOT_ENOUGH: NotEnoughData = {
  ...{ kind: "not-enough-data", acceptableLoss: 0.05, currentThreshold: 21, thresholdDays: 21 },
  missing: [{ what: "at-risk-beyond", age: 21, have: 95, need: 100, more: 5 }],
};

export const NONE_ACCEPTABLE: Extract<Recommendation, { readonly kind: "none-acceptable" }> = {
  ...{ kind: "none-acceptable", acceptableLoss: 0.02, currentThreshold: 21, thresholdDays: 45, horizon: 60 },
  shareGivenUp: interval(0.031, 0.022, 0.04),
};

export const DRIFT: Drift = {
  recentDays: 30,
  byDay: 7,
  before: 0.37,
  recent: 0.25,
  chance: 0.001,
  rings: true,
  sentSince: "2026-02-02",
};

export const SAYINGS: Readonly<Record<"keep" | "go" | "longer" | "not-yet" | "drift", Analysis>> = {
  keep: anAnalysis({ recommendation: aRecommendation({ thresholdDays: 21, againstCurrent: null }) }),
  go: anAnalysis({ recommendation: aRecommendation() }),
  longer: anAnalysis({ recommendation: longer() }),
  "not-yet": anAnalysis({
    recommendation: NOT_ENOUGH,
    rows: EMPTY.rows.map((row) => (row.thresholdDays === 21 ? { ...row, lateAcceptances: 3 } : row)),
    expected: { week: 9, holdoutShare: 0.2, withLargerHoldout: { share: 0.4, week: 7 } },
  }),
  drift: anAnalysis({ recommendation: aRecommendation(), drift: DRIFT, basis: "recent" }),
};

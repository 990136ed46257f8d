import { describe, expect, it } from "vitest";
import type { Estimate } from "../../lib/analytics/estimate.ts";
import type { Missing } from "../../lib/analytics/missing.ts";
import type { NotEnoughData, Recommended } from "../../lib/analytics/recommendation.ts";
import { sentence, waitSentence } from "../../lib/analytics/sentence.ts";

const interval = (value: number, lower: number, upper: number): Estimate => ({
  value,
  lower,
  upper,
  basis: "bootstrap",
});

const PRICE = { per100Slots: 12.5, per100Sent: 0.4 };

const SHORTER: Recommended = {
  kind: "recommended",
  acceptableLoss: 0.03,
  currentThreshold: 21,
  thresholdDays: 14,
  horizon: 60,
  shareGivenUp: interval(0.018, 0.011, 0.0279),
  pendingSlots: 120.4,
  lateAcceptances: 23,
  standsForDays: 14,
  againstCurrent: { direction: "shorter", acceptances: interval(0.012, 0.006, 0.021), slots: 37.6, ...PRICE },
};

function lacking(...missing: [Missing, ...Missing[]]): NotEnoughData {
  return { kind: "not-enough-data", acceptableLoss: 0.02, currentThreshold: 21, thresholdDays: 21, missing };
}

const AT_RISK: Missing = { what: "at-risk-beyond", age: 21, have: 36, need: 100, more: 64 };
const ACCEPTANCES: Missing = { what: "acceptances", age: null, have: 19, need: 20, more: 1 };

describe("waitSentence", () => {
  it("advises nothing, of the wait in force neither", () => {
    expect(waitSentence({ ...SHORTER, thresholdDays: 21, againstCurrent: null })).toBe(
      "Waiting 21 days gives up 1.8% (1.1–2.8%) of acceptances by day 60 and holds about 120 pending slots.",
    );
    expect(waitSentence(SHORTER)).toBe(sentence(SHORTER));
  });
});

describe("sentence", () => {
  it("puts a shorter wait against the one in force", () => {
    expect(sentence(SHORTER)).toBe(
      "Waiting 14 instead of 21 days would give up 1.2% (0.6–2.1%) of acceptances by day 60 and free about 38 pending slots.",
    );
  });

  it("puts a longer wait the other way round", () => {
    const againstCurrent = {
      direction: "longer" as const,
      acceptances: interval(0.031, 0.02, 0.044),
      slots: 1.2,
      ...PRICE,
    };
    expect(sentence({ ...SHORTER, thresholdDays: 30, againstCurrent })).toBe(
      "Waiting 30 instead of 21 days would win 3.1% (2–4.4%) of acceptances by day 60 and take about 1 pending slot.",
    );
  });

  it("says to stay with the wait in force when that is the answer", () => {
    expect(sentence({ ...SHORTER, thresholdDays: 21, againstCurrent: null })).toBe(
      "Keep waiting 21 days: that gives up 1.8% (1.1–2.8%) of acceptances by day 60 and holds about 120 pending slots.",
    );
  });

  it("speaks of the wait alone when the one in force lies beyond what was seen", () => {
    expect(sentence({ ...SHORTER, currentThreshold: 90, againstCurrent: null })).toBe(
      "Waiting 14 days gives up 1.8% (1.1–2.8%) of acceptances by day 60 and holds about 120 pending slots.",
    );
  });

  it("never says zero for what was not seen", () => {
    const acceptances: Estimate = { value: 0, lower: 0, upper: 0.0083, basis: "rule-of-three" };
    expect(
      sentence({ ...SHORTER, againstCurrent: { direction: "shorter", acceptances, slots: 38, ...PRICE } }),
    ).toContain("would give up at most 0.8% of acceptances by day 60");
  });

  it("never rounds something down to zero", () => {
    const acceptances = interval(0.0004, 0.0001, 0.0012);
    expect(
      sentence({ ...SHORTER, againstCurrent: { direction: "shorter", acceptances, slots: 38, ...PRICE } }),
    ).toContain("would give up under 0.1% (0–0.1%) of acceptances");
  });

  it("says how close the longest wait comes when none is acceptable", () => {
    const { acceptableLoss, currentThreshold, horizon } = SHORTER;
    const shareGivenUp = interval(0.031, 0.022, 0.04);
    expect(
      sentence({ kind: "none-acceptable", acceptableLoss, currentThreshold, horizon, thresholdDays: 45, shareGivenUp }),
    ).toBe(
      "No wait tested is sure enough to give up at most 3%: 45 days would give up 3.1% (2.2–4%) of acceptances by day 60.",
    );
  });

  it("says how much more is needed, of everything that is", () => {
    expect(sentence(lacking(AT_RISK))).toBe("Not enough data yet: 64 more invitations past day 21.");
    expect(sentence(lacking(ACCEPTANCES, { ...AT_RISK, more: 1 }))).toBe(
      "Not enough data yet: 1 more acceptance and 1 more invitation past day 21.",
    );
    expect(sentence(lacking({ what: "pending-on-day", age: 3, have: 0, need: 1, more: 1 }))).toBe(
      "Not enough data yet: 1 more invitation still pending after day 3.",
    );
  });
});

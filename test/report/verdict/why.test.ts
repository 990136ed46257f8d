import { describe, expect, it } from "vitest";
import type { Missing } from "../../../lib/analytics/missing.ts";
import { why } from "../../../lib/report/verdict/why.ts";
import {
  anAnalysis,
  aRecommendation,
  atMost,
  interval,
  longer,
  NONE_ACCEPTABLE,
  NOT_ENOUGH,
  shorter,
} from "./helpers.ts";

const of = (recommendation: Parameters<typeof anAnalysis>[0]["recommendation"] & object) =>
  why(anAnalysis({ recommendation }));
const lacking = (...missing: [Missing, ...Missing[]]) => of({ ...NOT_ENOUGH, missing });

describe("why", () => {
  it("puts a longer wait the other way round", () => {
    expect(of(longer({ slots: 1.2 }))).toBe(
      "Waiting 30 instead of 21 days wins 1.2% (0.6–2.1%) of acceptances by day 45 and takes about 1 pending slot; this rests on 23 late acceptances.",
    );
  });

  it("speaks of the wait alone where the one in force lies beyond what was seen", () => {
    expect(of(aRecommendation({ currentThreshold: 90, againstCurrent: null }))).toBe(
      "Waiting 14 days gives up 1.8% (1.1–2.8%) of acceptances by day 45 and holds about 120 pending slots; this rests on 23 late acceptances.",
    );
  });

  it("never says zero for what was not seen, nor for a part of a slot", () => {
    expect(of({ ...shorter({ acceptances: atMost(0.0083), slots: 0.3 }), lateAcceptances: 1 })).toBe(
      "Waiting 14 instead of 21 days gives up at most 0.8% of acceptances by day 45 and frees under 1 pending slot; this rests on 1 late acceptance.",
    );
  });

  it("says how close the longest wait comes where none is sure enough, and what that rests on", () => {
    const rows = anAnalysis({}).rows.map((row) => (row.thresholdDays === 45 ? { ...row, lateAcceptances: 12 } : row));
    const said =
      "No wait tried is sure enough to give up at most 2%: 45 days would give up 3.1% (2.2–4%) of acceptances by day 60";

    expect(why(anAnalysis({ recommendation: NONE_ACCEPTABLE, rows }))).toBe(
      `${said}; this rests on 12 late acceptances.`,
    );
    expect(of(NONE_ACCEPTABLE)).toBe(`${said}.`);
  });

  it("says of everything that is missing how much more it takes", () => {
    expect(
      lacking(
        { what: "acceptances", age: null, have: 19, need: 20, more: 1 },
        { what: "at-risk-beyond", age: 21, have: 0, need: 2_000, more: 2_000 },
      ),
    ).toBe(
      "A wait of 21 days comes nearest to an answer and needs 1 more acceptance and 2,000 more invitations watched past day 21.",
    );
    expect(lacking({ what: "pending-on-day", age: 3, have: 0, need: 1, more: 1 })).toMatch(
      / needs 1 more invitation still pending after day 3\.$/,
    );
  });

  it("says what the longest wait that can be judged gives up, on how many it rests, and what the next one lacks", () => {
    const judged = { missing: [], shareGivenUp: interval(0.023, 0, 0.117), lateAcceptances: 3 };
    const shorter = { missing: [], shareGivenUp: interval(0.1, 0.05, 0.2), lateAcceptances: 30 };
    const rows = anAnalysis({}).rows.map((row) => {
      if (row.thresholdDays === 14) return { ...row, ...judged };
      return row.thresholdDays < 14 ? { ...row, ...shorter } : row;
    });

    expect(why(anAnalysis({ recommendation: NOT_ENOUGH, rows, horizon: 45 }))).toBe(
      "No wait that can be judged is sure enough to give up at most 5%: 14 days would give up 2.3% (0–11.7%) of acceptances by day 45; this rests on 3 late acceptances, and 21 days needs 5 more invitations watched past day 21.",
    );
    const isSure = { ...NOT_ENOUGH, acceptableLoss: 0.12 };
    expect(why(anAnalysis({ recommendation: isSure, rows, horizon: 45 }))).toMatch(/^A wait of 21 days comes nearest/);
  });

  it("says that nothing can be expected within two years, and nothing of it where that is not known", () => {
    const expected = { week: null, holdoutShare: 0, withLargerHoldout: null };

    expect(why(anAnalysis({ recommendation: NOT_ENOUGH, expected }))).toMatch(
      /; at today's sends and holdout no answer can be expected within two years\.$/,
    );
    expect(of(NOT_ENOUGH)).not.toContain("two years");
  });
});

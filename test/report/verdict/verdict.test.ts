import { describe, expect, it } from "vitest";
import { verdictOf } from "../../../lib/report/verdict/verdict.ts";
import { anAnalysis, aRecommendation, DRIFT, longer, NONE_ACCEPTABLE, NOT_ENOUGH, SAYINGS, UNTIL } from "./helpers.ts";

const verdict = (analysis: Parameters<typeof verdictOf>[0]) => verdictOf(analysis, { binding: "slots", until: UNTIL });
const expecting = (week: number | null, larger: { share: number; week: number } | null) =>
  verdict(anAnalysis({ recommendation: NOT_ENOUGH, expected: { week, holdoutShare: 0.2, withLargerHoldout: larger } }));

describe("the verdict", () => {
  it("is to keep the wait in force where that is the advice: nothing to pay, nothing to run", () => {
    expect(verdict(SAYINGS.keep)).toEqual({
      kind: "keep",
      headline: "Keep 21 days",
      why: "Waiting 21 days gives up 1.8% (1.1–2.8%) of acceptances by day 45 and holds about 120 pending slots, and no shorter wait is sure enough to give up at most 5%; this rests on 23 late acceptances.",
      ...{ price: null, sooner: null, command: null, drift: null },
      standsSince: new Date("2026-11-08T00:00:00.000Z"),
    });
  });

  it("is to go to another one, with its price; the command waits for a target", () => {
    expect(verdict(SAYINGS.go)).toEqual({
      kind: "go",
      headline: "Go to 14 days",
      why: "Waiting 14 instead of 21 days gives up 1.2% (0.6–2.1%) of acceptances by day 45 and frees about 38 pending slots; this rests on 23 late acceptances.",
      price: "It costs 3.1 acceptances a month for every 100 slots freed.",
      ...{ sooner: null, command: null, drift: null },
      standsSince: new Date("2026-11-08T00:00:00.000Z"),
    });
    expect(verdict(anAnalysis({ recommendation: longer() }))).toMatchObject({ kind: "go", headline: "Go to 30 days" });
  });

  it("is to go to a shorter wait, without a price, where the one in force lies beyond what was seen", () => {
    const recommendation = aRecommendation({ currentThreshold: 90, againstCurrent: null });

    expect(verdict(anAnalysis({ recommendation }))).toMatchObject({
      kind: "go",
      headline: "Go to 14 days",
      price: null,
    });
  });

  it("is not yet while data lack, with the week in which an answer can be expected, and what would bring it sooner", () => {
    expect(verdict(SAYINGS["not-yet"])).toEqual({
      kind: "not-yet",
      headline: "Not yet: about week 9",
      why: "A wait of 21 days comes nearest to an answer and needs 5 more invitations watched past day 21; 3 late acceptances have been seen so far.",
      sooner: "A holdout of 40% would bring it about week 7.",
      ...{ price: null, command: null, drift: null, standsSince: null },
    });
  });

  it("names no week that nobody knows, and no holdout that would not help", () => {
    expect(verdict(anAnalysis({ recommendation: NOT_ENOUGH }))).toMatchObject({ headline: "Not yet", sooner: null });
    expect(expecting(9, null)).toMatchObject({ headline: "Not yet: about week 9", sooner: null });
    expect(expecting(null, { share: 0.5, week: 80 })).toMatchObject({
      headline: "Not yet",
      sooner: "A holdout of 50% would bring an answer about week 80.",
    });
  });

  it("is not yet, and never to keep, where no wait tried is sure enough", () => {
    const recommendation = NONE_ACCEPTABLE;
    const expected = { week: 12, holdoutShare: 0.2, withLargerHoldout: null };

    expect(verdict(anAnalysis({ recommendation }))).toMatchObject({ kind: "not-yet", headline: "Not yet" });
    expect(verdict(anAnalysis({ recommendation, expected })).headline).toBe("Not yet: about week 12");
  });

  it("stands since the end of what was watched when it is new", () => {
    const recommendation = aRecommendation({ standsForDays: 0 });

    expect(verdict(anAnalysis({ recommendation })).standsSince).toEqual(UNTIL);
  });

  it("has acceptance that has changed beside it, with what all figures rest on", () => {
    expect(verdict(SAYINGS.drift).drift).toBe(
      "Acceptance has changed: 25% in the last 30 days against 37% before (by day 7). Everything below rests on those sent since 2026-02-02 alone.",
    );
    expect(verdict(anAnalysis({ drift: DRIFT, basis: "all" })).drift).toMatch(/ rests on all days together\.$/);
  });

  it("is silent about a change that may be chance", () => {
    expect(verdict(anAnalysis({ drift: { ...DRIFT, rings: false } })).drift).toBeNull();
  });
});

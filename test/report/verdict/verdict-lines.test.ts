import { describe, expect, it } from "vitest";
import { verdictOf } from "../../../lib/report/verdict/verdict.ts";
import { verdictLines } from "../../../lib/report/verdict/verdict-lines.ts";
import { anAnalysis, aRecommendation, SAYINGS, UNTIL } from "./helpers.ts";

const linesOf = (analysis: Parameters<typeof verdictOf>[0], command: string | null = null) =>
  verdictLines({ ...verdictOf(analysis, { binding: "slots", until: UNTIL }), command }, UNTIL);

describe("the lines of a verdict", () => {
  it("are the headline, why, the price, since when, and the command", () => {
    expect(linesOf(SAYINGS.go, "sweeper threshold set 14")).toEqual([
      "Go to 14 days",
      "Waiting 14 instead of 21 days gives up 1.2% (0.6–2.1%) of acceptances by day 45 and frees about 38 pending slots; this rests on 23 late acceptances.",
      "It costs 3.1 acceptances a month for every 100 slots freed.",
      "It has stood since 2026-11-08.",
      "To set it: sweeper threshold set 14",
    ]);
  });

  it("begin with drift, before all else", () => {
    expect(linesOf(SAYINGS.drift).slice(0, 3)).toEqual([
      "Acceptance has changed: 25% in the last 30 days against 37% before (by day 7). Everything below rests on those sent since 2026-02-02 alone.",
      "",
      "Go to 14 days",
    ]);
  });

  it("say what a larger holdout would change, and nothing of since when, while there is no advice", () => {
    const lines = linesOf(SAYINGS["not-yet"]);

    expect([lines[0], ...lines.slice(2)]).toEqual([
      "Not yet: about week 9",
      "A holdout of 40% would bring it about week 7.",
    ]);
  });

  it("say of an advice of today that it is new", () => {
    const recommendation = aRecommendation({ standsForDays: 0 });

    expect(linesOf(anAnalysis({ recommendation })).at(-1)).toBe("It is new today.");
  });
});

import { describe, expect, it } from "vitest";
import type { BacklogEstimate } from "../../lib/domain/drain.ts";
import { backlogInWords, catchUpInWords } from "../../lib/report/backlog-in-words.ts";

const AT = new Date("2026-11-02T09:00:00.000Z");
const ESTIMATE: BacklogEstimate = {
  ...{ eligible: 1300, days: 84, from: 80, to: 89, dailyInflow: 9.5, steadyLevel: 10, cap: 25, runCapLeaves: null },
  ...{ countsAcceptances: true, steadyAt: AT, advice: { dailyCap: 53, days: 30 } },
};

describe("a backlog in words", () => {
  it("says pace, inflow, days with their range, and what would help", () => {
    expect(backlogInWords(ESTIMATE)).toBe(
      "at 25 a day, with 9.5 a day becoming stale, the backlog takes 84 days (80 to 89); dailyCap=53 would take about 30 days",
    );
  });

  it("says never, at this cap", () => {
    const never = { ...ESTIMATE, days: null, from: null, to: null, steadyAt: null, advice: null };

    expect(backlogInWords(never)).toBe(
      "at 25 a day, with 9.5 a day becoming stale, the backlog ends never, at this cap",
    );
  });

  it("says what the run's cap leaves, and that acceptances are not counted", () => {
    const text = backlogInWords({ ...ESTIMATE, runCapLeaves: 10, countsAcceptances: false, advice: null });

    expect(text).toContain("at 10 a day, which is what runCap leaves of 25,");
    expect(text).toContain("; acceptances are not counted, so it is rather less");
  });
});

describe("a catch-up in words", () => {
  const policy = { dailyCap: 25, catchUp: { dailyCap: 60, until: "steady" } };

  it.each([
    [{ kind: "on" }, "catch-up: 60 a day until the backlog is steady, then 25 a day again"],
    [{ kind: "ended", at: AT }, "catch-up ended on 2026-11-02: back to 25 a day"],
    [
      { kind: "refused", until: AT },
      "catch-up rests until 2026-11-02 09:00 UTC, 24 hours after a limit or a refusal: 25 a day",
    ],
    [{ kind: "refused", until: null }, "catch-up rests until a person has looked: 25 a day"],
    [{ kind: "not-known" }, "catch-up waits for a list that tells how large the backlog is: 25 a day"],
    [{ kind: "none" }, null],
  ] as const)("%j", (status, words) => {
    expect(catchUpInWords(policy, status)).toBe(words);
  });
});

import { describe, expect, it } from "vitest";
import { startOfWeek } from "../../lib/analytics/cohorts.ts";
import { decide } from "../../lib/analytics/decide.ts";
import type { Observation } from "../../lib/analytics/observation.ts";
import { standingAdvice } from "../../lib/analytics/standing-advice.ts";
import { type StratumTable, sumOf } from "../../lib/analytics/strata.ts";
import { times } from "./helpers/observations.ts";
import { stratumOf } from "./helpers/tables.ts";

const TERMS = { acceptableLoss: 0.05, currentThreshold: 21 };
const WEEKS = 20;

/** So many weeks of sending like this one, each watched until the end of the last and for 40 days at most. */
function sent(week: readonly Observation[]): StratumTable[] {
  const weeks = Array.from({ length: WEEKS }, (_, sentIn) => {
    const watched = (WEEKS - sentIn - 1) * 7;
    const cut = week.flatMap((one): Observation[] =>
      one.entryAge >= watched
        ? []
        : one.exitAge < watched
          ? [one]
          : [{ ...one, ending: "censored", exitAge: watched - 1 }],
    );
    return [sentIn, cut] as const;
  });
  return [stratumOf("anna", Object.fromEntries(weeks.filter(([, cut]) => cut.length > 0)))];
}

function advice(strata: StratumTable[], until = startOfWeek(WEEKS)) {
  const all = sumOf(strata.map(({ table }) => table));
  const now = { strata, all, reach: all };
  return {
    now: decide(now, TERMS),
    standing: standingAdvice(now, { strata, pool: strata, until }, TERMS),
  };
}

describe("looks replayed from the data", () => {
  // 60 of 150 a week are accepted at once, all others are held for 40 days.
  const steady = [...times(60, "accepted", 1), ...times(90, "censored", 40)];

  it("know since when the advice stands", () => {
    // 100 have reached the end of day 28 once two weeks of sending have: weeks 0 and 1, whose youngest are 29 days old in
    // week 6. The look at the end of week 6 is the first that asks for 7 days (at most 5.298 late beside 120 of each 300);
    // the one at the end of week 7 confirms it.
    const { now, standing } = advice(sent(steady));
    expect(now).toBe(7);
    expect(standing).toEqual({ thresholdDays: 7, standsForDays: (WEEKS - 8) * 7 });
  });

  it("are the same on every day of a week: those of Mondays", () => {
    const since = [0, 1, 4, 6].map((day) => {
      const until = startOfWeek(WEEKS) + day * 86_400_000;
      const { standing } = advice(sent(steady), until);
      return until - (standing?.standsForDays ?? 0) * 86_400_000;
    });
    expect(since).toEqual(since.map(() => startOfWeek(8)));
  });

  it("say nothing across a bridge of one, at any time", () => {
    // All but one are censored on day 10; a backlog is first listed at 30 days.
    const bridge = [...times(60, "accepted", 1), ...times(90, "censored", 10), ...times(90, "censored", 40, 30)];
    const strata = sent(bridge);
    const [one] = strata;
    const withOne = [stratumOf("anna", { 0: times(1, "censored", 120) })];
    const all = one === undefined ? [] : [{ ...one, table: sumOf([one.table, ...withOne.map(({ table }) => table)]) }];
    expect(advice(all)).toEqual({ now: null, standing: null });
  });

  it("are none before there are data", () => {
    expect(advice([])).toEqual({ now: null, standing: null });
    expect(advice([stratumOf("anna", { [WEEKS]: times(1, "censored", 0) })]).standing).toBeNull();
  });
});

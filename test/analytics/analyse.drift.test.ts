import { describe, expect, it } from "vitest";
import { type AnalysisOptions, analyse } from "../../lib/analytics/analyse.ts";
import { inputOfCohorts } from "../../lib/analytics/analysis-input.ts";
import { Cohorts, startOfWeek } from "../../lib/analytics/cohorts.ts";

const DAY = 86_400_000;
const WEEKS = 26;
const UNTIL = startOfWeek(WEEKS);
const OPTIONS: AnalysisOptions = {
  ...{ acceptableLoss: 0.07, currentThreshold: 21, sendsPerDay: 20, seed: 1, replicates: 50 },
};

/**
 * Half a year of 300 a week, of whom so many are accepted on day 1, three more or fewer each other week; all others are
 * watched to the end, for 40 days at most.
 */
function halfAYear(acceptedIn: (week: number) => number): Cohorts {
  const cohorts = new Cohorts();
  for (let week = 0; week < WEEKS; week++) {
    const accepted = acceptedIn(week) + (week % 2 === 0 ? 3 : -3);
    for (let n = 0; n < 300; n++) {
      const sentAt = startOfWeek(week) + (n % 7) * DAY;
      const watched = Math.min(40, (UNTIL - sentAt) / DAY - 1);
      const isAccepted = n < accepted && watched >= 1;
      const exitAge = isAccepted ? 1 : watched;
      const ending = isAccepted ? ("accepted" as const) : ("censored" as const);
      const endedAt = sentAt + exitAge * DAY;
      cohorts.add({ observation: { entryAge: 0, exitAge, ending }, sentAt, endedAt }, ANNA);
    }
  }
  return cohorts;
}

const ANNA = { identityId: "anna", thresholdDays: 45 };

const analysed = (acceptedIn: (week: number) => number) =>
  analyse(inputOfCohorts(halfAYear(acceptedIn), UNTIL), OPTIONS);

describe("an analysis of acceptance that has changed", () => {
  it("rests on those sent since, and on nobody sent before", () => {
    const { drift, basis, curve, counts } = analysed((week) => (week < 20 ? 120 : 60));

    // The recent days begin in week 21, so those sent in the weeks from 22 on are wholly of them: from 1 June 1970.
    expect(drift).toMatchObject({ rings: true, recentDays: 30, sentSince: "1970-06-01" });
    expect(basis).toBe("recent");
    // 63, 57, 63 and 57 of 300; of the last day's sends nobody has been watched on day 1.
    expect(curve[1]?.acceptedShare.value).toBeCloseTo(0.2, 2);
    expect(counts.observed).toBe(WEEKS * 300);
  });

  it("goes back further where more weeks are like the recent ones", () => {
    const { drift, curve, horizon } = analysed((week) => (week < 10 ? 120 : 60));

    // The division is at week 10, told two weeks later: from 23 March 1970.
    expect(drift).toMatchObject({ rings: true, sentSince: "1970-03-23" });
    expect(curve[1]?.acceptedShare.value).toBeCloseTo(0.2, 2);
    expect(horizon).toBe(40);
  });

  it("refuses a threshold that those sent since were not watched up to", () => {
    const { recommendation, horizon } = analysed((week) => (week < 20 ? 120 : 60));

    // Four weeks of sending: 100 of the 1,200 were watched for 27 days at the longest.
    expect(horizon).toBeLessThan(28);
    expect(recommendation.kind).toBe("not-enough-data");
  });

  it("rests on all while nothing has changed", () => {
    const { drift, basis, curve } = analysed(() => 90);

    expect(drift).toMatchObject({ rings: false, sentSince: null });
    expect(basis).toBe("all");
    expect(curve[1]?.acceptedShare.value).toBeCloseTo(0.3, 2);
  });
});

import { describe, expect, it } from "vitest";
import { analyse } from "../../lib/analytics/analyse.ts";
import { inputOfCohorts } from "../../lib/analytics/analysis-input.ts";
import { Cohorts, startOfWeek } from "../../lib/analytics/cohorts.ts";
import { createRandom } from "../../lib/analytics/random.ts";
import { stillPendingByAge } from "../../lib/analytics/still-pending.ts";

const DAY = 86_400_000;
const WEEKS = 26;
const UNTIL = startOfWeek(WEEKS);
const OPTIONS = { acceptableLoss: 0.07, currentThreshold: 21, sendsPerDay: 20, seed: 1, replicates: 10 };

/** Two identities, 200 a week each, watched to the end; so many of 200 are accepted on a day of their own. */
function halfAYear(acceptedIn: (week: number) => number, seed: number): Cohorts {
  const random = createRandom(seed);
  const cohorts = new Cohorts();
  for (let week = 0; week < WEEKS; week++) {
    for (let n = 0; n < 400; n++) {
      const sentAt = startOfWeek(week) + (n % 7) * DAY;
      const watched = Math.floor(Math.min(40, (UNTIL - sentAt) / DAY - 1));
      const day = 1 + Math.floor(random() * 20);
      const isAccepted = n % 200 < acceptedIn(week) && day <= watched;
      const exitAge = isAccepted ? day : watched;
      const ending = isAccepted ? ("accepted" as const) : ("censored" as const);
      const who = { identityId: n < 200 ? "anna" : "ben", thresholdDays: 45 };
      cohorts.add({ observation: { entryAge: 0, exitAge, ending }, sentAt, endedAt: sentAt + exitAge * DAY }, who);
    }
  }
  return cohorts;
}

describe("the share still pending by age", () => {
  it.each([
    ["of a log that stays as it is", () => 60, "all"],
    ["of a log in which acceptance has changed", (week: number) => (week < 20 ? 120 : 40), "recent"],
  ] as const)("is the curve of the whole analysis up to the horizon, %s", (_, acceptedIn, basis) => {
    const input = inputOfCohorts(halfAYear(acceptedIn, 7), UNTIL);
    const analysis = analyse(input, OPTIONS);

    const curve = stillPendingByAge(input);

    expect(analysis.basis).toBe(basis);
    expect(curve).toHaveLength((analysis.horizon ?? Number.NaN) + 1);
    expect(curve).toEqual(analysis.curve.slice(0, curve?.length).map(({ stillPending }) => stillPending.value));
  });

  it("is none of an empty log", () => {
    expect(stillPendingByAge(inputOfCohorts(new Cohorts(), UNTIL))).toBeNull();
  });
});

import { describe, expect, it } from "vitest";
import { hazardsAt } from "../../lib/analytics/hazards.ts";
import type { LifeTable } from "../../lib/analytics/life-table.ts";
import type { Observation } from "../../lib/analytics/observation.ts";
import { createRandom } from "../../lib/analytics/random.ts";
import { survival } from "../../lib/analytics/survival.ts";
import { tableOf } from "./helpers/tables.ts";

const DAY = 1_440;
const PER_HOUR = 0.002;
/** The chance of a day of age: not to be accepted for 24 hours in a row. */
const PER_DAY = 1 - (1 - PER_HOUR) ** 24;
const COUNT = 40_000;

/**
 * Invitations with the same chance of acceptance in each hour of age, first seen at any minute of days 1 and 2 and censored
 * at any minute of the four days after that.
 */
function world(seed: number): Observation[] {
  const random = createRandom(seed);
  const seen: Observation[] = [];
  for (let n = 0; n < COUNT; n++) {
    const entry = Math.floor(DAY + random() * 2 * DAY);
    const end = Math.floor(entry + 1 + random() * 4 * DAY);
    const accepted = entry + Math.floor((60 * Math.log(random())) / Math.log(1 - PER_HOUR));
    const exit = Math.min(accepted, end);
    seen.push({
      ...{ entryAge: Math.floor(entry / DAY), entryMinute: entry % DAY, exitAge: Math.floor(exit / DAY) },
      ...(accepted < end ? { ending: "accepted" } : { ending: "censored", exitMinute: exit % DAY }),
    });
  }
  return seen;
}

/** The estimate of the chance of a day, less the truth, in standard deviations of the number of events behind it. */
function deviation(table: LifeTable, age: number): number {
  const { accepted } = hazardsAt(table, age);
  return (accepted - PER_DAY) / (accepted / Math.sqrt(table.accepted[age] ?? 0));
}

const wholeDays = ({ entryAge, exitAge, ending }: Observation): Observation => ({ entryAge, exitAge, ending });

describe("the chance of a day, of invitations that come and go within days", () => {
  // Days 1 and 2 are entry days, on 3 to 5 many leave.
  const ages = [1, 2, 3, 4, 5];

  it.each([11, 12, 13])("is what it is in truth on every day (seed %i)", (seed) => {
    const table = tableOf(world(seed));
    for (const age of ages) expect(Math.abs(deviation(table, age)), `day ${age}`).toBeLessThan(3.3);
  });

  it("would be too small by a third and more on entry days, were they counted as whole days", () => {
    const table = tableOf(world(11).map(wholeDays));
    for (const age of ages) expect(deviation(table, age), `day ${age}`).toBeLessThan(-5);
    expect(hazardsAt(table, 1).accepted).toBeLessThan(0.67 * PER_DAY);
  });

  it("leaves the share still pending right where whole days would be off by points", () => {
    // From day 1 on, five days.
    const truth = (1 - PER_DAY) ** 5;
    const observations = world(14);
    expect(Math.abs((survival(tableOf(observations)).estimate[5] ?? 0) - truth)).toBeLessThan(0.01);
    expect(survival(tableOf(observations.map(wholeDays))).estimate[5]).toBeGreaterThan(truth + 0.03);
  });
});

/**
 * The same chance in each hour of leaving unanswered, which the next of its daily lists finds. First seen at any minute of days 1
 * and 2; the last list is one of the five after that.
 */
function leavingWorld(seed: number): Observation[] {
  const random = createRandom(seed);
  return Array.from({ length: COUNT }, () => {
    // Not at minute 0: that is a whole day.
    const [entryAge, entryMinute] = [1 + Math.floor(2 * random()), 1 + Math.floor((DAY - 1) * random())];
    // The list that finds it gone comes that many days after the first.
    const found = 1 + Math.floor(Math.log(random()) / Math.log(1 - PER_HOUR) / 24);
    const last = 1 + Math.floor(random() * 5);
    return found <= last
      ? { entryAge, entryMinute, exitAge: entryAge + found, ending: "gone" }
      : { entryAge, entryMinute, exitAge: entryAge + last, exitMinute: entryMinute, ending: "censored" };
  });
}

describe("the chance of being found gone by the list of a day", () => {
  const deviationOf = (table: LifeTable, age: number) => {
    const { gone } = hazardsAt(table, age);
    return (gone - PER_DAY) / (gone / Math.sqrt(table.gone[age] ?? 0));
  };

  it.each([21, 22])("is what it is in truth on every day after the first entries (seed %i)", (seed) => {
    const table = tableOf(leavingWorld(seed));
    // On day 1 all are listed for the first time.
    expect([table.atRiskOfGone[1], hazardsAt(table, 1).gone]).toEqual([0, 0]);
    for (const age of [2, 3, 4, 5, 6]) expect(Math.abs(deviationOf(table, age)), `day ${age}`).toBeLessThan(3.3);
  });

  it("would be too small, were those counted that the list of the day shows for the first time", () => {
    expect(deviationOf(tableOf(leavingWorld(21).map(wholeDays)), 2)).toBeLessThan(-10);
  });
});

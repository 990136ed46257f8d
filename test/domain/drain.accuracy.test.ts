import { describe, expect, it } from "vitest";
import { drainWorlds, playDrain } from "./helpers/drains.ts";
import { identityPolicy } from "./helpers/records.ts";

const WORLDS = 100;

describe("the estimate of a backlog's days", () => {
  it(`is within 10% of the days played, or one run, in each of ${WORLDS} worlds`, { timeout: 300_000 }, () => {
    const wrong = drainWorlds(WORLDS).flatMap((world) => {
      const { estimate, days } = playDrain(world);
      // From Friday's run to Monday's are three days.
      const oneRun = world.policy.workingHours === null ? 1 : 3;
      const isClose = days !== null && Math.abs((estimate.days ?? 9999) - days) <= Math.max(oneRun, days / 10);
      return isClose ? [] : [{ seed: world.seed, days, estimated: estimate.days }];
    });

    expect(wrong).toEqual([]);
  });
});

describe("1,500 pending, 1,300 of them stale, with 9.5 a day becoming stale", () => {
  const world = {
    seed: 7,
    backlog: 1_300,
    sendsPerDay: 9.5,
    acceptedShare: 0,
    restsAtWeekends: false,
    knowsCurve: false,
  };
  const played = (dailyCap: number | null) =>
    playDrain({
      ...world,
      policy: identityPolicy({ catchUp: dailyCap === null ? null : { dailyCap, until: "steady" } }),
    }).days;

  it("are steady in 20 days or fewer with a catch-up at 100 a day, and in 30 at 60 a day", { timeout: 60_000 }, () => {
    expect(played(100)).toBeLessThanOrEqual(20);
    expect(played(60)).toBeLessThanOrEqual(30);
  });
});

import { describe, expect, it } from "vitest";
import { QUIET } from "./quiet.ts";
import type { Scenario } from "./scenario.ts";
import { simulate } from "./simulate.ts";

async function violationIn(scenario: Partial<Scenario>): Promise<string | null> {
  const { violation } = await simulate({ ...QUIET, ...scenario });
  return violation === null ? null : `${violation.invariant}: ${violation.what}`;
}

/** Found by the simulation, allowed and counted there until it is decided. Each of these fails the day it is put right. */
describe("known, and not as it should be", () => {
  it("keeps its promises where nothing happens", async () => {
    expect(await violationIn({})).toBeNull();
  });

  it.fails("an identity is swept on after its owner withdrew most of 20 or more by hand", async () => {
    const doings = [{ kind: "clean-up-by-hand", identity: 0, day: 0, minutes: 60 }] as const;

    expect(await violationIn({ days: 2, policy: { mode: "dry-run" }, doings })).toBeNull();
  });

  it.fails("an unconfirmed withdrawal that an old list shows once more keeps its lost answer", async () => {
    const scenario: Partial<Scenario> = {
      extraRuns: [{ day: 0, minutes: 58, sameTime: false }],
      policy: {
        ...{ mode: "live", thresholdDays: 21 },
        workingHours: { timezone: "UTC", start: "06:00", end: "07:00", days: ["mon", "tue", "wed", "thu", "fri"] },
      },
      callFaults: [
        { of: "withdraw", nth: 1, more: 0, fault: { kind: "answer", fault: { kind: "drop-after-effect" } } },
        { of: "list", nth: 2, more: 0, fault: { kind: "stale-list" } },
      ],
    };

    expect(await violationIn(scenario)).toBeNull();
  });

  it.fails("a sweep that waits for withdrawals under way gets its turn before its receives are used up", async () => {
    const [ana] = QUIET.identities;
    if (ana === undefined) throw new Error("one identity");
    const scenario: Partial<Scenario> = {
      // With most seeds it gets its turn after 3 to 15 receives; with this one it does not.
      seed: 17,
      identities: [{ ...ana, backlog: 60, backlogDays: 40 }],
      policy: { mode: "live", thresholdDays: 7, dailyCap: 100, gapSeconds: { min: 300, max: 600 } },
      // It dies when all withdrawals are queued and comes again while they are at work.
      stepFaults: [{ of: "sweep", step: "runs.recordSweep", nth: 1, fault: { kind: "kill", when: "before" } }],
    };

    expect(await violationIn(scenario)).toBeNull();
  });
});

import { expect, it } from "vitest";
import { QUIET } from "./quiet.ts";
import type { Scenario } from "./scenario.ts";
import { simulate } from "./simulate.ts";

it("a function held up after it has taken the gate makes no call when its lease is over", async () => {
  const held = { kind: "slow", when: "after", ms: 200_000 } as const;
  const stepFaults = [{ of: "withdraw", step: "identities.replaceGate", nth: 1, fault: held }] as const;
  const dropped = { kind: "answer", fault: { kind: "drop-before-effect" } } as const;
  const callFaults = [{ of: "withdraw", nth: 1, more: 0, fault: dropped }] as const;
  const violations: unknown[] = [];

  // Whether the function lives on for long enough after its time-out, and meets nobody, is the seed's doing.
  for (let seed = 0; seed < 24; seed += 1) {
    const { violation } = await simulate({ ...QUIET, seed, stepFaults, callFaults });
    if (violation !== null) violations.push({ seed, ...violation });
  }

  expect(violations).toEqual([]);
});

it("a day's cap is used on every day while there is more than that to withdraw", async () => {
  const policy = { mode: "live", thresholdDays: 7, dailyCap: 4 };
  const { trace } = await simulate({ ...QUIET, days: 3, policy }, { trace: true });

  const days = trace.filter((line) => / ends \d+ as withdrawn$/.test(line)).map((line) => line.slice(0, 5));
  const withdrawnOn = (day: number) => days.filter((one) => one === `day ${day}`).length;
  expect([withdrawnOn(0), withdrawnOn(1), withdrawnOn(2)]).toEqual([4, 4, 4]);
});

const [ONE] = QUIET.identities as readonly [Scenario["identities"][number]];

async function violationIn(scenario: Partial<Scenario>): Promise<string | null> {
  const { violation } = await simulate({ ...QUIET, ...scenario });
  return violation === null ? null : `${violation.invariant}: ${violation.what}`;
}

it("an unconfirmed withdrawal that an old list shows once more keeps its lost answer", async () => {
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

it("a sweep that waits for withdrawals under way gets its turn before its receives are used up", async () => {
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

it("a gap counts from the answer that was heard, when a proxy has doubled the call and the other copy takes longer", async () => {
  const identities = { of: "identities", more: 0 } as const;
  const limited = { kind: "answer", fault: { kind: "rate-limited", retryAfterSeconds: 20 } } as const;
  const scenario: Partial<Scenario> = {
    seed: 1_632_665_888,
    identities: [{ ...ONE, backlog: 1, backlogDays: 24 }],
    policy: { mode: "live", thresholdDays: 7, gapSeconds: { min: 60, max: 60 } },
    days: 3,
    extraRuns: [
      { day: 2, minutes: 9, sameTime: false },
      { day: 0, minutes: 0, sameTime: false },
      { day: 2, minutes: 11, sameTime: false },
    ],
    callFaults: [
      { ...identities, nth: 4, fault: { kind: "answer", fault: { kind: "label", label: "LK_ERROR", status: 424 } } },
      { ...identities, nth: 5, more: 7, fault: limited },
      { ...identities, nth: 2, more: 1, fault: { kind: "answer", fault: { kind: "session-expired" } } },
      { of: "withdraw", nth: 1, more: 0, fault: { kind: "twice", seconds: 0, answer: "second" } },
      { ...identities, nth: 1, more: 1, fault: { kind: "no-answer" } },
    ],
    strict: false,
  };

  expect(await violationIn(scenario)).toBeNull();
});

it("a flag that waits by an address outlives an id that nobody had been listed under yet", async () => {
  const at = { day: 0, minutes: 0 };
  const scenario: Partial<Scenario> = {
    identities: [{ ...ONE, backlog: 1, backlogDays: 24 }],
    doings: [
      { kind: "flag", identity: 0, pick: 0, as: "customer", by: "address", ...at },
      { kind: "unflag", pick: 0, by: "id", ...at },
    ],
  };

  expect(await violationIn(scenario)).toBeNull();
});

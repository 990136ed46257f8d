import { describe, expect, it } from "vitest";
import { planSweep } from "../../../lib/domain/plan.ts";
import { DEFAULT_POLICY, type Policy, policyFor } from "../../../lib/domain/policy.ts";
import { DAY_MS, HOUR_MS, later } from "../../../lib/domain/time.ts";
import { holdoutStanding } from "../../../lib/report/holdout/held-out.ts";
import { holdoutText } from "../../../lib/report/holdout/holdout-text.ts";
import { HoldoutLearner } from "../../../lib/report/holdout/lesson.ts";
import { readHoldout } from "../../../lib/report/holdout/read-holdout.ts";
import { ledgerOf } from "../helpers/log-ledger.ts";
import { day } from "../helpers/records.ts";
import { relativelyDated } from "../helpers/relative-dates.ts";
import { simulateLog } from "../helpers/simulated-log.ts";

const HOLDOUT = { share: 0.3, maxAgeDays: 60 };
const POLICY: Policy = { ...DEFAULT_POLICY, holdout: HOLDOUT };

describe("an invitation's standing in the holdout", () => {
  it("is held exactly when the plan keeps it as held out", () => {
    const policy = policyFor(POLICY, "a");
    const now = day(100);
    const invitations = Array.from({ length: 2_000 }, (_, index) => ({
      ...{ invitationId: String(7_000_000 + index), urn: "", personId: "1", kind: "CONNECTION" },
      ...{ isRequested: false, isDuplicate: false, isSurplus: false, isKeptBesideOlder: false },
      ...{ sentFrom: null, ageFrom: "date" as const, datesDisagree: false, isContradicting: false, isUndecided: false },
      ...{ restsUntil: null, isFaultOver: false, lastTriedAt: null, announcement: null },
      sentAt: later(now, -((index % 80) + 0.5) * DAY_MS),
    }));

    const planned = new Map(
      planSweep(invitations, new Map(), policy, now).map(({ invitation, reason }) => [invitation.invitationId, reason]),
    );
    const standings = invitations.map((one) => holdoutStanding(one, policy, now).standing === "held");

    expect(standings).toEqual(invitations.map(({ invitationId }) => planned.get(invitationId) === "held-out"));
    expect(standings.filter((held) => held).length).toBeGreaterThan(200);
  });

  it("is told with the day it ends, and before it begins as coming", () => {
    const policy = policyFor({ ...POLICY, holdout: { share: 1, maxAgeDays: 60 } }, "a");
    const of = (age: number) => holdoutStanding({ invitationId: "7", sentAt: day(0) }, policy, day(age));

    expect(of(20)).toEqual({ standing: "coming", ageDays: 20, until: day(60) });
    expect(of(21)).toEqual({ standing: "held", ageDays: 21, until: day(60) });
    expect(of(60)).toEqual({ standing: "none", ageDays: 60, until: null });
    expect(
      holdoutStanding({ invitationId: "7", sentAt: day(0) }, policyFor(DEFAULT_POLICY, "a"), day(30)).until,
    ).toBeNull();
  });
});

describe("what the holdout has shown", () => {
  const held = { sentAt: +day(0), firstSeenAt: +day(1), watchedFrom: +day(1), state: "pending" } as const;

  it("is nothing while nobody has been on a list past the threshold", () => {
    const learner = new HoldoutLearner();
    learner.add({ ...held, lastListingAt: day(20.9) }, 21);

    expect(learner.lesson(day(0))).toMatchObject({ heldInAll: 1, byDay: null, accepted: null, acceptedAtMost: null });
  });

  it("is a bound of 3/n when none was accepted, n being those held throughout", () => {
    const learner = new HoldoutLearner();
    // To the very end of day 50.
    for (let one = 0; one < 100; one++) learner.add({ ...held, lastListingAt: day(51) }, 21);

    const { byDay, watched, accepted, acceptedAtMost } = learner.lesson(day(0));

    expect({ byDay, watched, accepted }).toEqual({ byDay: 50, watched: 100, accepted: 0 });
    expect(acceptedAtMost).toBeCloseTo(3 / 100, 10);
  });

  it("is less when most were held for a day only: 3/n is wider then", () => {
    const learner = new HoldoutLearner();
    for (let one = 0; one < 90; one++) learner.add({ ...held, lastListingAt: day(22) }, 21);
    for (let one = 0; one < 10; one++) learner.add({ ...held, lastListingAt: day(51) }, 21);

    const { heldInAll, watched, acceptedAtMost } = learner.lesson(day(0));

    expect(heldInAll).toBe(100);
    // One day of 100 and 29 days of 10.
    expect(watched).toBeCloseTo((100 + 29 * 10) / 30, 10);
    expect(acceptedAtMost).toBeCloseTo(3 / 13, 10);
  });

  it("leaves out what happened before the threshold, and counts what came after", () => {
    const learner = new HoldoutLearner();
    for (let one = 0; one < 8; one++) learner.add({ ...held, lastListingAt: day(50) }, 21);
    for (let one = 0; one < 2; one++) learner.add({ ...held, state: "accepted", connectedAt: day(30) }, 21);

    const { accepted, acceptedAtMost, ended } = learner.lesson(day(0));

    expect(accepted).toBeCloseTo(0.2, 10);
    expect(acceptedAtMost).toBeGreaterThan(0.4);
    expect(ended.accepted).toBe(2);
  });

  it("counts the last day of all to its end", () => {
    const learner = new HoldoutLearner();
    for (let one = 0; one < 9; one++) learner.add({ ...held, lastListingAt: day(41) }, 21);
    learner.add({ ...held, state: "accepted", connectedAt: day(40.9) }, 21);

    const { byDay, accepted } = learner.lesson(day(0));

    expect(byDay).toBe(40);
    expect(accepted).toBeCloseTo(0.1, 10);
  });

  it("agrees with the chances of the world it was held out in", async () => {
    const chance = 0.004;
    const log = simulateLog({
      chances: { acceptance: (age) => (age < 21 ? 0.02 : chance), departure: () => 0.002 },
      seed: 12,
      firstListing: day(0),
      listings: 150,
      sendsPerDay: 40,
      backlogDays: 30,
      thresholdDays: 21,
      holdout: HOLDOUT,
    });

    const { learned, identities } = await readHoldout(
      ledgerOf([log]),
      { policy: POLICY, version: 1 },
      later(log.lastListing, HOUR_MS),
    );

    let [pending, truth] = [1, 0];
    for (let age = 21; age <= 60; age++) {
      truth += pending * chance;
      pending *= 1 - chance - 0.002;
    }
    expect(learned.byDay).toBeGreaterThanOrEqual(60);
    expect(learned.byDay).toBeLessThanOrEqual(61);
    expect(learned.acceptedAtMost).toBeGreaterThan(truth);
    expect(Math.abs((learned.accepted ?? 0) - truth)).toBeLessThan(0.04);
    expect(learned.heldInAll).toBeGreaterThan(500);
    expect(identities[0]?.held).toBeGreaterThan(100);
  });
});

describe("a holdout whose dates are vague", () => {
  const options = { seed: 3, firstListing: day(0), listings: 90, sendsPerDay: 20, backlogDays: 30, thresholdDays: 21 };
  const chances = { acceptance: () => 0.01, departure: () => 0.002 };
  const log = relativelyDated(simulateLog({ ...options, chances, holdout: HOLDOUT }));
  const read = (trials: number) =>
    readHoldout(
      ledgerOf([log], { trials, misses: 0, firstMiss: null }),
      { policy: POLICY, version: 1 },
      later(log.lastListing, HOUR_MS),
    );

  it("teaches nothing while no age is known, and all it can once ids are believed", async () => {
    const vague = (await read(0)).learned;
    const known = (await read(20)).learned;

    expect(vague.heldInAll).toBeGreaterThan(100);
    expect(vague).toMatchObject({ byDay: null, watched: 0, accepted: null });
    expect(known.heldInAll).toBe(vague.heldInAll);
    expect(known.byDay).toBeGreaterThan(40);
    expect(known.accepted).toBeGreaterThan(0);
  });
});

describe("the holdout in words", () => {
  const policy = { version: 2, thresholdDays: 21, holdout: HOLDOUT };
  const ended = { withdrawn: 0, accepted: 0, gone: 0, failed: 0 };
  const learned = { since: day(0), heldInAll: 0, ended, byDay: null, watched: 0, accepted: null, acceptedAtMost: null };

  it("never says that nothing is accepted late, only how much it can be at most", () => {
    const none = { ...learned, heldInAll: 40, byDay: 60, watched: 20, accepted: 0, acceptedAtMost: 0.15 };

    const text = holdoutText({ madeAt: day(90), policy, identities: [], learned: none });

    expect(text).toContain("40, all still pending.");
    expect(text).toContain("worth 20 watched to day 60: at most 15% of those still pending are accepted by then (3/n)");
  });

  it("says so while there is nothing to learn from", () => {
    const text = holdoutText({ madeAt: day(90), policy, identities: [], learned });

    expect(text).toContain("Nothing has been held out past the threshold yet.");
  });
});

import { describe, expect, it } from "vitest";
import {
  DEFAULT_POLICY,
  type Policy,
  pauseOf,
  policyFor,
  staleAfterDays,
  THRESHOLD_FLOOR_DAYS,
} from "../../lib/domain/policy.ts";

const GENERAL: Policy = {
  mode: "live",
  thresholdDays: 30,
  identities: "all",
  paused: [],
  dailyCap: 40,
  gapSeconds: { min: 70, max: 130 },
  workingHours: { timezone: "Europe/Zurich", start: "08:00", end: "18:00", days: ["mon"] },
  keepPendingBelow: 300,
  runCap: 900,
  holdout: { share: 0.1, maxAgeDays: 60 },
  acceptableLoss: 0.03,
  binding: "invitations",
  reinviteCooldownDays: 28,
  maxUnreadableShare: 0.05,
  ageFromIds: "off",
  catchUp: { dailyCap: 60, until: "steady" },
  noticeDays: 3,
  maxShare: 0.5,
  kinds: ["CONNECTION", "EVENT"],
};

const listed = (identities: Exclude<Policy["identities"], "all">): Policy => ({ ...GENERAL, identities });

describe("the default policy", () => {
  it("is the documented one", () => {
    expect(DEFAULT_POLICY).toEqual({
      mode: "dry-run",
      thresholdDays: 21,
      identities: "all",
      paused: [],
      dailyCap: 25,
      gapSeconds: { min: 60, max: 120 },
      workingHours: null,
      keepPendingBelow: null,
      runCap: 500,
      holdout: null,
      acceptableLoss: 0.07,
      binding: "slots",
      reinviteCooldownDays: 21,
      maxUnreadableShare: 0.01,
      ageFromIds: "auto",
      catchUp: null,
      noticeDays: 0,
      maxShare: null,
      kinds: ["CONNECTION"],
    });
  });

  it("has a floor of seven days in code", () => {
    expect(THRESHOLD_FLOOR_DAYS).toBe(7);
  });
});

describe("staleAfterDays", () => {
  it.each([
    [3, 7],
    [7, 7],
    [21, 21],
  ])("is the threshold, and never under the floor: %d gives %d", (thresholdDays, days) => {
    const stale = staleAfterDays({ thresholdDays });

    expect(stale).toBe(days);
  });
});

describe("policyFor", () => {
  const { identities: _all, paused: _nobody, ...general } = GENERAL;

  it("gives everybody the general values when all identities are meant", () => {
    const policy = policyFor(GENERAL, "anybody");

    expect(policy).toEqual({ ...general, paused: false });
  });

  it("gives a listed identity the general values where its entry has none", () => {
    const policy = policyFor(listed([{ id: "a" }]), "a");

    expect(policy).toEqual({ ...general, paused: false });
  });

  it("lays an identity's own values over the general ones", () => {
    const policy = policyFor(listed([{ id: "a", thresholdDays: 14, dailyCap: 10, paused: true }]), "a");

    expect(policy).toEqual({ ...general, thresholdDays: 14, dailyCap: 10, paused: true });
  });

  it("lays over one value without the others", () => {
    const policies = listed([
      { id: "a", thresholdDays: 14 },
      { id: "b", dailyCap: 10 },
      { id: "c", paused: true },
      { id: "d", thresholdDays: undefined, dailyCap: undefined, paused: undefined },
    ]);

    const laid = ["a", "b", "c", "d"].map((id) => {
      const { thresholdDays, dailyCap, paused } = policyFor(policies, id);
      return { thresholdDays, dailyCap, paused };
    });

    expect(laid).toEqual([
      { thresholdDays: 14, dailyCap: 40, paused: false },
      { thresholdDays: 30, dailyCap: 10, paused: false },
      { thresholdDays: 30, dailyCap: 40, paused: true },
      { thresholdDays: 30, dailyCap: 40, paused: false },
    ]);
  });

  it("never gives an identity another one's values", () => {
    const policy = policyFor(listed([{ id: "a", thresholdDays: 7, dailyCap: 1 }, { id: "aa" }]), "aa");

    expect(policy).toEqual({ ...general, paused: false });
  });

  it.each(["b", "A", "", "__proto__", "constructor"])("pauses an identity that the list leaves out: %j", (id) => {
    const policy = policyFor(listed([{ id: "a", paused: false }]), id);

    expect(policy).toEqual({ ...general, paused: true });
  });

  it("pauses everybody when the list is empty", () => {
    const policy = policyFor(listed([]), "a");

    expect(policy.paused).toBe(true);
  });
});

describe("a person's pause", () => {
  const ana = { id: "a", since: "2026-11-02T09:00:00.000Z", reason: "on holiday" };
  const everybody = { id: "all" };

  it.each([
    ["all identities are meant", { ...GENERAL, paused: [ana] }],
    ["its entry says otherwise", { ...listed([{ id: "a", paused: false }, { id: "b" }]), paused: [ana] }],
  ])("stops the identity it names and no other, although %s", (_, policy) => {
    const paused = ["a", "b"].map((id) => policyFor(policy, id).paused);

    expect(paused).toEqual([true, false]);
  });

  it("of everybody stops identities nobody has seen yet", () => {
    const { paused } = policyFor({ ...GENERAL, paused: [everybody] }, "a new one");

    expect(paused).toBe(true);
  });

  it("leaves everything else of an identity's policy as it is", () => {
    const { paused: _paused, ...rest } = policyFor({ ...GENERAL, paused: [everybody, ana] }, "a");
    const { identities: _identities, paused: _pauses, ...general } = GENERAL;

    expect(rest).toEqual(general);
  });

  it("is told with its own words before everybody's", () => {
    const policy = { paused: [everybody, ana] };

    expect([pauseOf(policy, "a"), pauseOf(policy, "b"), pauseOf({ paused: [ana] }, "b")]).toEqual([
      ana,
      everybody,
      null,
    ]);
  });
});

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { capOf, catchUpStatus, endingOfCatchUp, type StaleBacklog, withCatchUp } from "../../lib/domain/catch-up.ts";
import { releaseGate } from "../../lib/domain/gate.ts";
import { DAY_MS, later } from "../../lib/domain/time.ts";
import { at, gate, gateRelease, identityPolicy } from "./helpers/records.ts";

const NOW = at("2026-11-02T09:00:00.000Z");
const BACKLOG: StaleBacklog = { at: NOW, eligible: 400, dailyInflow: 9.5, steadyLevel: 10, catchUpEnded: null };
const catchUp = { dailyCap: 60, until: "steady" };
const POLICY = identityPolicy({ catchUp });
const FACTS = { gate: gate(), backlog: BACKLOG };
const hoursAgo = (hours: number): Date => later(NOW, (-hours * DAY_MS) / 24);

describe("the cap of an identity", () => {
  it("is the catch-up's while a backlog stands", () => {
    expect(capOf(POLICY, FACTS, NOW)).toBe(60);
    expect(withCatchUp(POLICY, FACTS, NOW)).toEqual({ ...POLICY, dailyCap: 60 });
  });

  it("is its own without a catch-up", () => {
    expect(capOf(identityPolicy(), FACTS, NOW)).toBe(25);
  });

  it.each([60, 61])("is its own of %d where that is no lower", (dailyCap) => {
    expect(capOf(identityPolicy({ catchUp, dailyCap }), FACTS, NOW)).toBe(dailyCap);
  });

  it("is its own while it was never listed", () => {
    expect(catchUpStatus(POLICY, { ...FACTS, backlog: null }, NOW)).toEqual({ kind: "not-known" });
    expect(capOf(POLICY, { ...FACTS, backlog: null }, NOW)).toBe(25);
  });

  it.each([
    ["a week old", later(NOW, -7 * DAY_MS), 25],
    ["less than a week old", later(NOW, -7 * DAY_MS + 1), 60],
    ["ahead, by a wrong clock", later(NOW, DAY_MS), 25],
  ])("goes by no list that is %s", (_age, seenAt, cap) => {
    expect(capOf(POLICY, { ...FACTS, backlog: { ...BACKLOG, at: seenAt } }, NOW)).toBe(cap);
  });

  it("is never more than 100, whatever a policy got past its checks", () => {
    expect(capOf(identityPolicy({ catchUp: { dailyCap: 500, until: "steady" } }), FACTS, NOW)).toBe(100);
  });

  it("is its own for 24 hours after a limit or a refusal, and then the catch-up's again", () => {
    const refused = (hours: number) => ({ ...FACTS, gate: gate({ lastRefusedAt: hoursAgo(hours) }) });

    expect(capOf(POLICY, refused(0), NOW)).toBe(25);
    expect(catchUpStatus(POLICY, refused(23), NOW)).toEqual({ kind: "refused", until: later(NOW, DAY_MS / 24) });
    expect(capOf(POLICY, refused(24), NOW)).toBe(60);
  });

  it("is its own after a stop, and while it needs a person", () => {
    const stop = { runId: "run-1", since: hoursAgo(3), why: "GENERIC_ERROR", ref: null, runs: 1 };
    const needsPerson = { since: hoursAgo(90), why: "AUTH_EXPIRED", ref: null };

    expect(capOf(POLICY, { ...FACTS, gate: gate({ stop }) }, NOW)).toBe(25);
    expect(catchUpStatus(POLICY, { ...FACTS, gate: gate({ needsPerson }) }, NOW)).toEqual({
      ...{ kind: "refused", until: null },
    });
  });
});

describe("what turns an identity away", () => {
  const failed = { label: "STATUS_403", ref: null, at: NOW, invitationId: "7001", runId: "run-1" };
  const turnedAway = (changes: Parameters<typeof gateRelease>[0]) =>
    releaseGate(gate({ lastRefusedAt: null }), gateRelease(changes), NOW).lastRefusedAt;

  it.each([
    ["a limit", { block: { until: later(NOW, DAY_MS), why: "LIMIT_REACHED", ref: null } }],
    ["a limit of its list", { action: "list", block: { until: later(NOW, DAY_MS), why: "STATUS_429", ref: null } }],
    ["a lost connection", { needsPerson: { since: NOW, why: "AUTH_EXPIRED", ref: null } }],
    ["a refusal", { outcome: { kind: "failed", failed, isTransient: false } }],
  ] as const)("is %s", (_what, changes) => {
    expect(turnedAway(changes)).toEqual(NOW);
  });

  it.each([
    ["a success", { outcome: { kind: "success", recoveredFrom: null } }],
    ["an answer that is not known", { outcome: { kind: "failed", failed, isTransient: true } }],
    ["what stops the workspace", {}],
  ] as const)("is not %s", (_what, changes) => {
    expect(turnedAway(changes)).toBeNull();
  });

  it("is the failure that stops it, and is kept by the next success", () => {
    const streak = ["1", "2"].map((invitationId) => ({ ...failed, invitationId, label: "GENERIC_ERROR" }));
    const last = { ...failed, invitationId: "3", label: "GENERIC_ERROR" };
    const outcome = { kind: "failed", failed: last, isTransient: true } as const;

    const stopped = releaseGate(gate({ unknownOutcomes: streak }), gateRelease({ outcome }), NOW);
    const success = { kind: "success", recoveredFrom: null } as const;
    const recovered = releaseGate(stopped, gateRelease({ outcome: success }), later(NOW, 1));

    expect(stopped.lastRefusedAt).toEqual(NOW);
    expect(recovered.lastRefusedAt).toEqual(NOW);
  });
});

describe("the end of a catch-up", () => {
  const level = { ...BACKLOG, eligible: 10 };
  const ended = { dailyCap: 60, at: hoursAgo(30) };

  it("is the first list with no more than the steady level", () => {
    expect(endingOfCatchUp(POLICY, { ...BACKLOG, eligible: 11 }, null)).toBeNull();
    expect(endingOfCatchUp(POLICY, level, null)).toEqual({ dailyCap: 60, at: NOW });
  });

  it("stays although the backlog grows again", () => {
    const before = { ...BACKLOG, catchUpEnded: ended };

    expect(endingOfCatchUp(POLICY, BACKLOG, before)).toEqual(ended);
    expect(capOf(POLICY, { ...FACTS, backlog: before }, NOW)).toBe(25);
    expect(catchUpStatus(POLICY, { ...FACTS, backlog: before }, NOW)).toEqual({ kind: "ended", at: ended.at });
  });

  it("is over with another catch-up, or none", () => {
    const before = { ...BACKLOG, catchUpEnded: ended };
    const other = identityPolicy({ catchUp: { dailyCap: 80, until: "steady" } });

    expect(endingOfCatchUp(other, BACKLOG, before)).toBeNull();
    expect(capOf(other, { ...FACTS, backlog: before }, NOW)).toBe(80);
    expect(endingOfCatchUp(identityPolicy(), BACKLOG, before)).toBeNull();
  });

  it("is the end of its day, UTC, where it has one, whatever the level", () => {
    const policy = identityPolicy({ catchUp: { dailyCap: 60, until: "2026-11-02" } });
    const facts = { ...FACTS, backlog: { ...BACKLOG, catchUpEnded: ended } };

    expect(capOf(policy, facts, at("2026-11-02T23:59:59.999Z"))).toBe(60);
    expect(capOf(policy, facts, at("2026-11-03T00:00:00.000Z"))).toBe(25);
    expect(endingOfCatchUp(policy, level, null)).toBeNull();
  });
});

it("a cap is never above the higher of the two, nor above 100, whatever is known", () => {
  const when = fc.integer({ min: -40 * 24, max: 40 * 24 }).map((hours) => hoursAgo(hours));
  const backlog = fc.option(
    fc.record({
      ...{ at: when, eligible: fc.nat(2000), dailyInflow: fc.nat(50), steadyLevel: fc.nat(60) },
      catchUpEnded: fc.option(fc.record({ dailyCap: fc.integer({ min: 1, max: 100 }), at: when })),
    }),
  );
  const until = fc.constantFrom("steady", "2026-11-01", "2026-11-02", "2026-12-31", "not a day");
  const caps = fc.record({ own: fc.integer({ min: 1, max: 100 }), high: fc.integer({ min: 1, max: 400 }), until });
  void fc.assert(
    fc.property(caps, backlog, fc.option(when), ({ own, high, until }, known, lastRefusedAt) => {
      const policy = identityPolicy({ dailyCap: own, catchUp: { dailyCap: high, until } });
      const facts = { gate: gate({ lastRefusedAt }), backlog: known };
      const cap = capOf(policy, facts, NOW);
      const isRecent = lastRefusedAt !== null && lastRefusedAt > hoursAgo(24);
      expect(cap === own || (cap === Math.min(100, high) && high > own)).toBe(true);
      if (isRecent || known === null || until === "not a day" || until === "2026-11-01") expect(cap).toBe(own);
    }),
  );
});

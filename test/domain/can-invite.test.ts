import { describe, expect, it } from "vitest";
import { obstaclesToInviting } from "../../lib/domain/can-invite.ts";
import type { FlagKind } from "../../lib/domain/rule.ts";
import type { Ending, Outcome } from "../../lib/domain/tracked-invitation.ts";
import { anEnding } from "../helpers/dynamo-records.ts";
import { at, tracked } from "./helpers/records.ts";

const NOW = at("2026-11-23T12:00:00.000Z");
const POLICY = { reinviteCooldownDays: 21 };
const none: ReadonlySet<FlagKind> = new Set();

const ended = (outcome: Outcome, over: Partial<Ending> = {}) =>
  tracked({
    state: outcome,
    ending: anEnding({ outcome, endedAt: at("2026-11-10T12:00:00.000Z"), reinviteAfter: null, ...over }),
  });

const whys = (...given: Parameters<typeof obstaclesToInviting>) => obstaclesToInviting(...given).map(({ why }) => why);

describe("whether somebody may be invited", () => {
  it("is yes for whoever nobody has invited, and for whoever declined or let it expire", () => {
    expect(obstaclesToInviting([], none, POLICY, NOW)).toEqual([]);
    expect(obstaclesToInviting([ended("gone")], none, POLICY, NOW)).toEqual([]);
  });

  it("is no while any identity has one pending, is connected, or has given one up that may be pending still", () => {
    expect(whys([tracked()], none, POLICY, NOW)).toEqual(["pending"]);
    expect(whys([tracked({ state: "withdrawing" })], none, POLICY, NOW)).toEqual(["pending"]);
    expect(whys([ended("accepted")], none, POLICY, NOW)).toEqual(["connected"]);
    expect(whys([ended("failed")], none, POLICY, NOW)).toEqual(["given-up"]);
  });

  it("is no for 21 days after a withdrawal, to the instant, and for longer where the policy says so", () => {
    const withdrawn = [ended("withdrawn")];
    const end = at("2026-12-01T12:00:00.000Z");

    expect(obstaclesToInviting(withdrawn, none, POLICY, NOW)).toMatchObject([{ why: "withdrawn", until: end }]);
    expect(obstaclesToInviting(withdrawn, none, POLICY, end)).toEqual([]);
    expect(obstaclesToInviting(withdrawn, none, { reinviteCooldownDays: 60 }, end)).toMatchObject([
      { until: at("2027-01-09T12:00:00.000Z") },
    ]);
  });

  it("keeps to the cooldown that was in force at the withdrawal when that was longer", () => {
    const longer = ended("withdrawn", { reinviteAfter: at("2027-02-01T00:00:00.000Z") });

    expect(obstaclesToInviting([longer], none, POLICY, NOW)).toMatchObject([{ until: at("2027-02-01T00:00:00.000Z") }]);
  });

  it("is no for as long after an invitation was gone of which a call may have reached LinkedIn", () => {
    const end = at("2026-12-01T12:00:00.000Z");
    for (const tried of [{ attempts: 1, lostAnswers: 1 }, { attempts: 1 }, { attempts: 4, lostAnswers: 2 }]) {
      const gone = [{ ...ended("gone"), ...tried }];

      expect(obstaclesToInviting(gone, none, POLICY, NOW)).toMatchObject([{ why: "maybe-withdrawn", until: end }]);
      expect(obstaclesToInviting(gone, none, POLICY, end)).toEqual([]);
      expect(whys(gone, none, { reinviteCooldownDays: 60 }, end)).toEqual(["maybe-withdrawn"]);
    }
  });

  it("is no for as long after a withdrawal that only its effect has shown", () => {
    const unconfirmed = { ...ended("withdrawn", { confirmed: false }), attempts: 1, lostAnswers: 1 };

    expect(obstaclesToInviting([unconfirmed], none, POLICY, NOW)).toMatchObject([
      { why: "withdrawn", until: at("2026-12-01T12:00:00.000Z") },
    ]);
  });

  it("counts from the last call where the list that missed it had begun before", () => {
    const lastError = { label: "LK_524", ref: null, at: at("2026-11-10T15:00:00.000Z") };
    for (const outcome of ["gone", "withdrawn"] as const) {
      const one = { ...ended(outcome, { confirmed: false }), attempts: 1, lastError };

      expect(obstaclesToInviting([one], none, POLICY, NOW)).toMatchObject([{ until: at("2026-12-01T15:00:00.000Z") }]);
    }
  });

  it("is no for ever for whoever asked not to be contacted, and tells the worst first", () => {
    const flags = new Set<FlagKind>(["do-not-contact"]);

    expect(whys([ended("withdrawn")], flags, POLICY, NOW)).toEqual(["do-not-contact", "withdrawn"]);
    expect(whys([], new Set<FlagKind>(["customer", "protected"]), POLICY, NOW)).toEqual([]);
  });
});

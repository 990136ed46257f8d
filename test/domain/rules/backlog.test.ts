import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeFault } from "../../../lib/domain/document-fault.ts";
import { planSweep, verdictOn } from "../../../lib/domain/plan.ts";
import { DEFAULT_POLICY, policyFor } from "../../../lib/domain/policy.ts";
import { readPolicy } from "../../../lib/domain/policy-faults.ts";
import type { FlagKind, PlanInput } from "../../../lib/domain/rule.ts";
import { isInHoldout } from "../../../lib/domain/rules/held-out.ts";
import { at, identityPolicy, NO_FLAGS, planInput } from "../helpers/records.ts";

const NOW = at("2026-03-30T00:00:00Z");
const ago = (days: number): Date => new Date(NOW.getTime() - days * 86_400_000);
const aged = (...days: (number | null)[]): PlanInput[] =>
  days.map((age, index) =>
    planInput({
      invitationId: String(7_000 + index),
      personId: String(500 + index),
      sentAt: age === null ? null : ago(age),
    }),
  );
const reasonsOf = (invitations: readonly PlanInput[], policy = {}, flags = NO_FLAGS) =>
  planSweep(invitations, flags, identityPolicy(policy), NOW).map(({ ageDays, reason }) => [ageDays, reason]);

describe("keepPendingBelow", () => {
  it("takes the oldest that are too young, until as many are left as the owner wants", () => {
    expect(reasonsOf(aged(8, 20, 12, 15, 9), { keepPendingBelow: 3 })).toEqual([
      [20, "backlog"],
      [15, "backlog"],
      [12, "too-young"],
      [9, "too-young"],
      [8, "too-young"],
    ]);
  });

  it("counts what goes for another reason as gone already", () => {
    expect(reasonsOf(aged(30, 25, 20, 15, 12), { keepPendingBelow: 3 }).map(([, reason]) => reason)).toEqual([
      ...["stale", "stale", "too-young", "too-young", "too-young"],
    ]);
  });

  it.each([5, 6, 30_000])("takes nothing when no more than %d are pending", (keepPendingBelow) => {
    const reasons = reasonsOf(aged(8, 20, 12, 15, 9), { keepPendingBelow }).map(([, reason]) => reason);

    expect(new Set(reasons)).toEqual(new Set(["too-young"]));
  });

  it("never reaches below seven days, however many are pending", () => {
    expect(reasonsOf(aged(6, 5, 1, 0, 7), { keepPendingBelow: 1 })).toEqual([
      [7, "backlog"],
      ...[6, 5, 1, 0].map((age) => [age, "too-young"]),
    ]);
  });

  it("counts who is protected, held out or unreadable as pending, and takes others in their place", () => {
    const policy = { keepPendingBelow: 4, holdout: { share: 0.5, maxAgeDays: 60 } };
    const invitations = aged(...Array.from({ length: 10 }, (_, index) => 8 + index), 25, 25, 25, null);
    const flags = new Map([["505", new Set<FlagKind>(["protected"])]]);
    const left = planSweep(invitations, flags, identityPolicy(policy), NOW).filter(({ verdict }) => verdict === "keep");
    const untouchable = invitations.filter(
      ({ invitationId, personId, sentAt }) => personId === "505" || sentAt === null || isInHoldout(invitationId, 0.5),
    );

    expect(left.map(({ invitation }) => invitation.invitationId)).toEqual(
      expect.arrayContaining(untouchable.map(({ invitationId }) => invitationId)),
    );
    expect(left).toHaveLength(Math.max(4, untouchable.length));
  });

  it("leaves alone whom the holdout will want to see past the threshold", () => {
    const policy = { keepPendingBelow: 1, holdout: { share: 1, maxAgeDays: 60 } };

    expect(reasonsOf(aged(20, 15, 10), policy).map(([, reason]) => reason)).toEqual([
      ...["too-young", "too-young", "too-young"],
    ]);
  });

  it("hands back the invitations as they were given", () => {
    const invitations = aged(20, 15);

    const plan = planSweep(invitations, NO_FLAGS, identityPolicy({ keepPendingBelow: 1 }), NOW);

    expect(plan.map(({ invitation }) => invitation)).toEqual(invitations);
  });

  it("takes exactly as many as are needed and may go, the oldest of them, whatever the list", () => {
    const invitation = fc.record({
      age: fc.option(fc.integer({ min: 0, max: 40 }), { nil: null, freq: 8 }),
      isProtected: fc.boolean(),
      isRequested: fc.boolean(),
    });
    const holdouts = fc.constantFrom(null, { share: 0.3, maxAgeDays: 60 });
    fc.assert(
      fc.property(
        fc.array(invitation, { maxLength: 30 }),
        fc.integer({ min: 1, max: 20 }),
        holdouts,
        (list, keepPendingBelow, holdout) => {
          const invitations = list.map(({ age, isRequested }, index) => ({
            ...planInput({ invitationId: String(7_000 + index), personId: String(index) }),
            ...{ sentAt: age === null ? null : ago(age), isRequested },
          }));
          const flags = new Map(
            list.flatMap(({ isProtected }, index): [string, Set<FlagKind>][] =>
              isProtected ? [[String(index), new Set(["protected"])]] : [],
            ),
          );
          const without = planSweep(invitations, flags, identityPolicy({ holdout }), NOW);

          const plan = planSweep(invitations, flags, identityPolicy({ holdout, keepPendingBelow }), NOW);

          const mayGo = without.filter(
            ({ reason, ageDays, invitation: { invitationId } }) =>
              reason === "too-young" && Number(ageDays) >= 7 && !(holdout !== null && isInHoldout(invitationId, 0.3)),
          );
          const surplus = Math.max(0, without.filter(({ verdict }) => verdict === "keep").length - keepPendingBelow);
          const expected = new Set(mayGo.slice(0, surplus).map((planned) => planned.invitation.invitationId));
          for (const [index, planned] of plan.entries()) {
            if (expected.has(planned.invitation.invitationId)) {
              expect(planned).toMatchObject({ verdict: "withdraw", reason: "backlog" });
            } else expect(planned).toEqual(without[index]);
          }
        },
      ),
    );
  });
});

describe("the backlog rule right before a call", () => {
  const surplus = planInput({ isSurplus: true, sentAt: ago(10) });

  it("speaks while the owner wants fewer", () => {
    const planned = verdictOn(surplus, NO_FLAGS, identityPolicy({ keepPendingBelow: 5 }), NOW);

    expect(planned).toMatchObject({ verdict: "withdraw", reason: "backlog" });
  });

  it("is silent once the owner wants no such limit any more", () => {
    expect(verdictOn(surplus, NO_FLAGS, identityPolicy(), NOW)).toMatchObject({ verdict: "keep", reason: "too-young" });
  });

  it("leaves what has become stale meanwhile to staleness", () => {
    const old = planInput({ isSurplus: true, sentAt: ago(21) });

    expect(verdictOn(old, NO_FLAGS, identityPolicy({ keepPendingBelow: 5 }), NOW).reason).toBe("stale");
  });
});

describe("keepPendingBelow in the policy", () => {
  const policy = {
    ...DEFAULT_POLICY,
    keepPendingBelow: 300,
    identities: [{ id: "own", keepPendingBelow: 50 }, { id: "none", keepPendingBelow: null }, { id: "silent" }],
  };

  it.each([
    ["own", 50],
    ["none", null],
    ["silent", 300],
  ])("of the entry %s is %s", (id, expected) => {
    expect(policyFor(policy, id).keepPendingBelow).toBe(expected);
  });

  it.each([null, 1, 30_000])("may be %s", (keepPendingBelow) => {
    const reading = readPolicy({ keepPendingBelow, identities: [{ id: "a", keepPendingBelow }] });

    expect(reading).toMatchObject({ valid: true, policy: { keepPendingBelow } });
  });

  it.each([0, -1, 1.5, 30_001, "300", true, [300], {}])("may not be %j, and the fault says what may", (value) => {
    const reading = readPolicy({ keepPendingBelow: value, identities: [{ id: "a", keepPendingBelow: value }] });

    const lines = reading.valid ? [] : reading.faults.map(describeFault);
    expect(lines.toSorted()).toEqual(
      ["identities[0].keepPendingBelow", "keepPendingBelow"].map(
        (path) => `policy.${path}: found ${JSON.stringify(value)}; accepted: a whole number from 1 to 30000`,
      ),
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planSweep, tooManyUnreadable, verdictOn } from "../../../lib/domain/plan.ts";
import { FLAG_KINDS, type FlagKind, type Flags } from "../../../lib/domain/rule.ts";
import { at, identityPolicy, planInput } from "../helpers/records.ts";

const NOW = at("2026-03-30T00:00:00Z");
const DAY = 86_400_000;
const ago = (days: number): Date => new Date(NOW.getTime() - days * DAY);
const flagged = (...kinds: FlagKind[]): Flags => new Map([["501", new Set(kinds)]]);
const WITHDRAWING = FLAG_KINDS.filter((kind) => kind !== "protected");

describe("a protected person", () => {
  it("keeps an invitation that is stale", () => {
    const planned = verdictOn(planInput({ sentAt: ago(100) }), flagged("protected"), identityPolicy(), NOW);

    expect(planned).toMatchObject({ verdict: "keep", reason: "protected", ageDays: 100 });
  });

  it("is always kept, whatever else is said of them, at any age, under any policy", () => {
    const others = fc.subarray([...WITHDRAWING]);
    const ages = fc.option(fc.integer({ min: -1, max: 400 }), { nil: null });
    const changes = fc.record({
      thresholdDays: fc.integer({ min: -5, max: 60 }),
      holdout: fc.option(fc.record({ share: fc.constantFrom(0, 0.5, 1), maxAgeDays: fc.integer({ min: 0, max: 90 }) })),
    });

    fc.assert(
      fc.property(others, ages, changes, (kinds, age, change) => {
        const invitation = planInput({ sentAt: age === null ? null : ago(age) });

        const planned = verdictOn(invitation, flagged(...kinds, "protected"), identityPolicy(change), NOW);

        expect(planned).toMatchObject({ verdict: "keep", reason: "protected" });
      }),
    );
  });
});

describe.each(WITHDRAWING)("a person flagged %s", (kind) => {
  it.each([
    ["sent today", ago(0)],
    ["younger than the floor", ago(6)],
    ["young", ago(20)],
    ["stale", ago(21)],
    ["without a date that can be read", null],
  ])("has an invitation that is %s withdrawn for that reason", (_, sentAt) => {
    const planned = verdictOn(planInput({ sentAt }), flagged(kind), identityPolicy(), NOW);

    expect(planned).toMatchObject({ verdict: "withdraw", reason: kind });
  });

  it("is not held out", () => {
    const everyone = identityPolicy({ holdout: { share: 1, maxAgeDays: 60 } });

    expect(verdictOn(planInput({ sentAt: ago(30) }), flagged(kind), everyone, NOW).reason).toBe(kind);
  });

  it("changes nothing for anybody else", () => {
    const other = planInput({ personId: "502", sentAt: ago(3) });

    expect(verdictOn(other, flagged(kind), identityPolicy(), NOW)).toMatchObject({
      verdict: "keep",
      reason: "too-young",
    });
  });
});

it("a person with several flags is withdrawn for the first in the list, the request not to be contacted before all", () => {
  const reasonOf = (...kinds: FlagKind[]) => verdictOn(planInput(), flagged(...kinds), identityPolicy(), NOW).reason;

  expect(reasonOf("icp-mismatch", "customer", "do-not-contact")).toBe("do-not-contact");
  expect(reasonOf("icp-mismatch", "customer")).toBe("customer");
});

it("an unreadable date counts against the share of them although a flag speaks for the invitation", () => {
  const invitations = [planInput({ invitationId: "1", sentAt: null }), planInput({ invitationId: "2", sentAt: null })];

  const plan = planSweep(invitations, flagged("customer"), identityPolicy(), NOW);

  expect(plan.map(({ reason }) => reason)).toEqual(["customer", "customer"]);
  expect(tooManyUnreadable(plan, 0.01)).toBe(true);
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { verdictOn } from "../../../lib/domain/plan.ts";
import { FLAG_KINDS, type FlagKind, type Flags } from "../../../lib/domain/rule.ts";
import { at, identityPolicy, NO_FLAGS, planInput } from "../helpers/records.ts";

const NOW = at("2026-03-30T00:00:00Z");
const ago = (days: number): Date => new Date(NOW.getTime() - days * 86_400_000);
const flagged = (...kinds: FlagKind[]): Flags => new Map([["501", new Set(kinds)]]);
const EVERYONE_HELD_OUT = identityPolicy({ holdout: { share: 1, maxAgeDays: 60 } });

describe.each([
  ["requested", { isRequested: true }],
  ["duplicate", { isDuplicate: true }],
] as const)("an invitation that is %s", (reason, mark) => {
  it.each([
    ["sent today", 0],
    ["younger than the floor", 6],
    ["young", 20],
    ["stale", 21],
    ["without a date that can be read", null],
  ])("is withdrawn for that when %s", (_, age) => {
    const planned = verdictOn(
      planInput({ ...mark, sentAt: age === null ? null : ago(age) }),
      NO_FLAGS,
      identityPolicy(),
      NOW,
    );

    expect(planned).toMatchObject({ verdict: "withdraw", reason, ageDays: age });
  });

  it("is not held out", () => {
    expect(verdictOn(planInput({ ...mark, sentAt: ago(30) }), NO_FLAGS, EVERYONE_HELD_OUT, NOW).reason).toBe(reason);
  });

  it("is kept when the person is protected, whatever else is said", () => {
    const kinds = fc.subarray(FLAG_KINDS.filter((kind) => kind !== "protected"));
    const ages = fc.option(fc.integer({ min: -1, max: 400 }), { nil: null });

    fc.assert(
      fc.property(kinds, ages, (others, age) => {
        const invitation = planInput({ ...mark, isSurplus: true, sentAt: age === null ? null : ago(age) });

        const planned = verdictOn(
          invitation,
          flagged(...others, "protected"),
          identityPolicy({ keepPendingBelow: 1 }),
          NOW,
        );

        expect(planned).toMatchObject({ verdict: "keep", reason: "protected" });
      }),
    );
  });

  it.each(["do-not-contact", "customer", "icp-mismatch"] as const)(
    "goes as %s when the person is flagged so",
    (kind) => {
      const planned = verdictOn(planInput({ ...mark, sentAt: ago(3) }), flagged(kind), identityPolicy(), NOW);

      expect(planned).toMatchObject({ verdict: "withdraw", reason: kind });
    },
  );

  it("is not that when the mark says no", () => {
    const unmarked = { isRequested: false, isDuplicate: false, sentAt: ago(3) };

    expect(verdictOn(planInput(unmarked), NO_FLAGS, identityPolicy(), NOW).reason).toBe("too-young");
  });
});

it("an invitation that is both asked for and a duplicate goes as asked for", () => {
  const planned = verdictOn(planInput({ isRequested: true, isDuplicate: true }), NO_FLAGS, identityPolicy(), NOW);

  expect(planned.reason).toBe("requested");
});

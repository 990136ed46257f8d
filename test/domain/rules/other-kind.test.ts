import { expect, test } from "vitest";
import { planSweep, verdictOn } from "../../../lib/domain/plan.ts";
import { FLAG_KINDS } from "../../../lib/domain/rule.ts";
import { at, identityPolicy, NO_FLAGS, planInput } from "../helpers/records.ts";

const NOW = at("2026-03-30T00:00:00Z");
const old = at("2026-01-01T00:00:00Z");

test.each(["EVENT", "PAGE", "NEWSLETTER", "FOLLOWER", "HOLIDAY", "(unprintable)", ""])(
  "an invitation of kind %j is kept, whatever else speaks for withdrawing it",
  (kind) => {
    const one = planInput({ kind, sentAt: old, isRequested: true, isDuplicate: true, isSurplus: true });
    const flags = new Map([["501", new Set(FLAG_KINDS.filter((flag) => flag !== "protected"))]]);

    expect(verdictOn(one, flags, identityPolicy(), NOW)).toMatchObject({ verdict: "keep", reason: "other-kind" });
  },
);

test("a kind that the policy names is judged as any other invitation", () => {
  const policy = identityPolicy({ kinds: ["EVENT"] });

  expect(verdictOn(planInput({ kind: "EVENT", sentAt: old }), NO_FLAGS, policy, NOW)).toMatchObject({
    reason: "stale",
  });
  expect(verdictOn(planInput({ sentAt: old }), NO_FLAGS, policy, NOW)).toMatchObject({ reason: "other-kind" });
});

test("what is kept for its kind takes no place among those that the owner wants pending", () => {
  const young = ["1", "2", "3"].map((invitationId) => planInput({ invitationId, sentAt: at("2026-03-15T00:00:00Z") }));
  const others = ["4", "5", "6"].map((invitationId) => planInput({ invitationId, kind: "PAGE", sentAt: old }));

  const plan = planSweep([...young, ...others], NO_FLAGS, identityPolicy({ keepPendingBelow: 3 }), NOW);

  expect(plan.filter(({ verdict }) => verdict === "withdraw")).toEqual([]);
});

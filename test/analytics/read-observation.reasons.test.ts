import { expect, it } from "vitest";
import { readObservation, WITHDRAWAL_REASONS } from "../../lib/analytics/read-observation.ts";
import { DEFAULT_POLICY, policyFor } from "../../lib/domain/policy.ts";
import { FLAG_KINDS, type PlanInput, type RuleContext } from "../../lib/domain/rule.ts";
import { RULES } from "../../lib/domain/rules/index.ts";
import { planInput } from "../domain/helpers/records.ts";

const OLD = 400;

/** Everything at once that a rule may withdraw for, and the same without any of it but the age. */
const EVERYTHING = { isRequested: true, isDuplicate: true, isSurplus: true } as const satisfies Partial<PlanInput>;

/** What a rule says of an invitation, its neighbours apart: `isSurplus` is the place in the order of ages. */
function withdraws(
  rule: (typeof RULES)[number],
  input: Partial<PlanInput>,
  flagged: boolean,
  ageDays: number,
): boolean {
  const invitation = planInput(input);
  const flags: RuleContext["flags"] = flagged ? new Map([[invitation.personId ?? "", new Set(FLAG_KINDS)]]) : new Map();
  const policy = { ...policyFor(DEFAULT_POLICY, "identity-a"), keepPendingBelow: 0 };
  return rule.decide(invitation, { flags, policy, ageDays }) === "withdraw";
}

it("every rule that withdraws says whether age alone picks, and no other does", () => {
  const withdrawing = RULES.filter((rule) => withdraws(rule, EVERYTHING, true, OLD)).map(({ reason }) => reason);

  expect(Object.keys(WITHDRAWAL_REASONS).sort()).toEqual([...withdrawing].sort());
});

it("what age alone picks goes whatever is known of the person, and never young", () => {
  const byAge = RULES.filter((rule) => withdraws(rule, { isSurplus: true }, false, OLD)).map(({ reason }) => reason);
  const young = RULES.filter((rule) => withdraws(rule, { isSurplus: true }, false, 6)).map(({ reason }) => reason);

  expect(young).toEqual([]);
  const said = Object.entries(WITHDRAWAL_REASONS).flatMap(([reason, by]) => (by === "age" ? [reason] : []));
  expect(said.sort()).toEqual([...byAge].sort());
});

it("only what more than age picks is marked as informative", () => {
  for (const [reason, by] of Object.entries(WITHDRAWAL_REASONS)) {
    const endedAt = 1.5 * 86_400_000;
    const read = readObservation({ sentAt: 0, firstSeenAt: 0, state: "withdrawn", reason, endedAt });

    const informative = by === "age" ? {} : { informative: true };
    expect(read).toMatchObject({
      kind: "observed",
      observation: { entryAge: 0, exitAge: 1, ending: "censored", ...informative },
    });
    if (by === "age") expect(read).not.toHaveProperty("observation.informative");
  }
});

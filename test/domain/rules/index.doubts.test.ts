import { describe, expect, it } from "vitest";
import { verdictOn } from "../../../lib/domain/plan.ts";
import { FLAG_KINDS, type PlanInput } from "../../../lib/domain/rule.ts";
import { at, identityPolicy, planInput } from "../helpers/records.ts";

const NOW = at("2026-03-30T00:00:00Z");
const STALE = planInput({ sentAt: at("2026-01-01T00:00:00Z") });
const YOUNG = planInput({ sentAt: at("2026-03-20T00:00:00Z") });
const fewer = { keepPendingBelow: 1 };
const verdict = (input: PlanInput, policy = {}, kinds: readonly (typeof FLAG_KINDS)[number][] = []) => {
  const { verdict: what, reason } = verdictOn(input, new Map([["501", new Set(kinds)]]), identityPolicy(policy), NOW);
  return [what, reason];
};

describe("an invitation in doubt", () => {
  it("is kept for items that contradict each other, whatever else speaks for withdrawing it", () => {
    const doubtful = { ...STALE, isContradicting: true, isRequested: true, isDuplicate: true, isSurplus: true };
    const kinds = FLAG_KINDS.filter((kind) => kind !== "protected");

    expect(verdict(doubtful, fewer, kinds)).toEqual(["keep", "contradicting-items"]);
    expect(verdict(doubtful, fewer, ["protected"])).toEqual(["keep", "protected"]);
  });

  it("is kept for dates that disagree where only age speaks against it", () => {
    const doubtful = { ...STALE, datesDisagree: true };

    expect(verdict({ ...doubtful, isSurplus: true }, fewer)).toEqual(["keep", "dates-disagree"]);
    expect(verdict({ ...doubtful, isRequested: true })).toEqual(["withdraw", "requested"]);
    expect(verdict(doubtful, {}, ["do-not-contact"])).toEqual(["withdraw", "do-not-contact"]);
  });

  it("is kept beside another of which nobody can tell the order, until age alone decides", () => {
    expect(verdict({ ...YOUNG, isUndecided: true, isSurplus: true }, fewer)).toEqual(["keep", "duplicate-undecided"]);
    expect(verdict({ ...YOUNG, isSurplus: true }, fewer)).toEqual(["withdraw", "backlog"]);
    expect(verdict({ ...STALE, isUndecided: true })).toEqual(["withdraw", "stale"]);
  });
});

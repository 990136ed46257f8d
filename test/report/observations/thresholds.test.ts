import { describe, expect, it } from "vitest";
import { DEFAULT_POLICY, policyFor } from "../../../lib/domain/policy.ts";
import { Thresholds } from "../../../lib/report/observations/thresholds.ts";
import { day } from "../helpers/records.ts";

function thresholds(...lines: readonly (readonly [id: string, days: number, at: Date | null, times: number])[]) {
  const all = new Thresholds();
  for (const [id, days, at, times] of lines) for (let one = 0; one < times; one++) all.add(id, days, at);
  return all;
}

const policyOf = (all: Thresholds, over = {}) => all.policy(day(100), over);

describe("the policy of a file", () => {
  it("has the threshold of most of the latest lines, not of most lines", () => {
    const all = thresholds(["ana", 30, day(10), 50], ["ana", 21, day(90), 5], ["ana", 14, null, 3]);

    expect(policyOf(all)).toEqual({ ...DEFAULT_POLICY, thresholdDays: 21 });
  });

  it("has the longer of two that are equally frequent", () => {
    expect(policyOf(thresholds(["ana", 14, day(90), 3], ["ana", 21, day(95), 3])).thresholdDays).toBe(21);
  });

  it("has an identity's own where it differs, the last one where nothing of it is recent", () => {
    const all = thresholds(
      ["ana", 21, day(90), 5],
      ["bob", 30, day(99), 2],
      ["eve", 10, day(5), 9],
      ["eve", 12, day(20), 1],
    );
    const policy = policyOf(all);

    const own = ["ana", "bob", "eve", "new"].map((id) => policyFor(policy, id).thresholdDays);
    expect(own).toEqual([21, 30, 12, 21]);
  });

  it("has the default without any, and what is asked for above all", () => {
    const all = thresholds(["ana", 14, day(90), 5], ["bob", 30, day(99), 2]);

    expect(policyOf(thresholds())).toEqual(DEFAULT_POLICY);
    const asked = policyOf(all, { thresholdDays: 18, acceptableLoss: 0.1 });
    expect(asked).toEqual({ ...DEFAULT_POLICY, thresholdDays: 18, acceptableLoss: 0.1 });
  });
});

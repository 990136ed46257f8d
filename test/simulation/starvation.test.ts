import { describe, expect, it } from "vitest";
import { QUIET } from "./quiet.ts";
import type { Scenario } from "./scenario.ts";
import { simulate } from "./simulate.ts";

const [ONE] = QUIET.identities as readonly [Scenario["identities"][number]];

/** `count` identities with more to withdraw than a cap of `runCap` a day lets through in the days there are. */
function crowd(count: number, runCap: number, seed: number): Scenario {
  const identities = Array.from({ length: count }, (_, index) => ({
    ...ONE,
    ...{ uid: `${index + 1}1111111-1111-4111-8111-111111111111`, backlog: 20 },
  }));
  return { ...QUIET, seed, identities, days: 12, policy: { mode: "live", thresholdDays: 7, runCap } };
}

describe("a run's cap that is far too small", () => {
  it.each([
    ["fewer places than identities", 6, 1],
    ["a place for each, and not two", 5, 7],
  ])("starves nobody: %s", async (_, count, runCap) => {
    for (const seed of [1, 2]) {
      const { violation, counts } = await simulate(crowd(count, runCap, seed));

      expect(violation).toBeNull();
      if (runCap < count) expect(counts.get("an identity got nothing of the run's cap")).toBeGreaterThan(0);
    }
  });
});

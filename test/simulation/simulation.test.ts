import { describe, expect, it } from "vitest";
import { explore, scenarioOf } from "./explore.ts";
import { told } from "./report.ts";
import { simulate } from "./simulate.ts";

/** Enough for every fault to be met many times; `npm run simulate -- --seeds 10000` plays more. */
const SEEDS = 200;

describe("the sweeper under faults", () => {
  it(`keeps every promise over ${SEEDS} seeds`, async () => {
    const { failure } = await explore({ from: 1, seeds: SEEDS });

    if (failure !== null) throw new Error(told(failure));
  });

  it("is played the same way every time", async () => {
    for (const seed of [3, 14, 15]) {
      const first = await simulate(scenarioOf(seed), { trace: true });
      const second = await simulate(scenarioOf(seed), { trace: true });

      expect(first.trace.length).toBeGreaterThan(100);
      expect(second.trace).toEqual(first.trace);
    }
  });
});

import { describe, expect, it } from "vitest";
import { type ScaleOptions, simulateScale } from "./simulate-scale.ts";

/**
 * 400 identities with 20 a day each, beside a window of 1,200 messages: as 20,000 with 50 a day are beside one of 120,000,
 * six to eight times as much as a FIFO queue looks through. Concurrency is scaled down with it.
 */
const SMALL: ScaleOptions = {
  ...{ plan: "titanium", identities: 400, pending: 100, daily: 20, window: 1_200 },
  concurrency: { sweep: 2, withdraw: 8 },
};

describe("a run at scale", () => {
  it("reaches everybody within a day, fed in waves", async () => {
    const { sweeps, withdrawals, complete, starved, expired, deadLetters, limits } = await simulateScale(SMALL);

    expect({ sweeps, withdrawals, complete, starved, deadLetters }).toEqual({
      ...{ sweeps: 400, withdrawals: 8_000, complete: 400, starved: 0, deadLetters: 0 },
    });
    expect(expired).toEqual({ sweeps: 0, withdrawals: 0, dropped: 0 });
    expect(limits.get("the FIFO window") ?? 0).toBe(0);
  });

  it("comes up against the FIFO window without waves", async () => {
    const { limits } = await simulateScale({ ...SMALL, waves: false });

    expect(limits.get("the FIFO window")).toBeGreaterThan(60);
  });

  it("goes on tomorrow with whom it does not reach today, where the API is too slow for all in a day", async () => {
    // Two calls at once of 25 s each are 5,700 in 20 hours, and 12,000 are wanted.
    const { complete, longestWaitDays, expired } = await simulateScale({
      ...{ plan: "trial", identities: 120, pending: 400, daily: 100, window: 12_000, days: 4, callSeconds: 25 },
    });

    expect(complete).toBe(0);
    expect(longestWaitDays).toBeLessThanOrEqual(2);
    expect(expired.sweeps).toBe(0);
  });

  it("shares a cap out that is a tenth of what is needed, so that each gets its part every day", async () => {
    const { withdrawals, longestWaitDays } = await simulateScale({ ...SMALL, identities: 100, runCap: 200, days: 3 });

    expect({ withdrawals, longestWaitDays }).toEqual({ withdrawals: 600, longestWaitDays: 0 });
  });

  it("serves everybody once before anybody twice, where the cap has fewer places than there are identities", async () => {
    const { withdrawals, longestWaitDays } = await simulateScale({ ...SMALL, identities: 100, runCap: 20, days: 10 });

    expect({ withdrawals, longestWaitDays }).toEqual({ withdrawals: 200, longestWaitDays: 4 });
  });
});

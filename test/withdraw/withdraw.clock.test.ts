import { expect, it } from "vitest";
import { DAY_MS, HOUR_MS } from "../../lib/domain/time.ts";
import { ANA, type TestBed, testBedFor } from "../helpers/test-bed.ts";

/** A bed whose client says of our clock that it is so far off once the API has answered a first withdrawal. */
async function offAfterACall(offsetMs: number): Promise<TestBed> {
  let known: number | null = null;
  return testBedFor({
    isOnlyClock: false,
    edges: (real) => ({
      ...real,
      async withdrawInvitation(order) {
        known = offsetMs;
        return real.withdrawInvitation(order);
      },
      clockOffsetMs: () => known,
    }),
  });
}

it.each([14 * HOUR_MS, -10 * DAY_MS])(
  "a clock that an answer shows to be %i ms off makes no further call, and the rest is put off to the next run",
  async (offsetMs) => {
    const bed = await offAfterACall(offsetMs);

    const sweep = (await bed.run()).sweeps.get(ANA);

    expect(bed.withdrawCalls()).toHaveLength(1);
    expect(sweep?.deferred["clock-wrong"]).toHaveLength((sweep?.queued ?? 0) - 1);
    expect(sweep?.queued).toBeGreaterThan(1);
  },
);

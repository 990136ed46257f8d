import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { later } from "../../lib/domain/time.ts";
import { createFastForwardClock } from "../../lib/local/fast-forward-clock.ts";
import { type LongWait, withLongWaitsTold } from "../../lib/local/long-waits.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-11-02T09:00:00.000Z") });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A clock that tells, and what it has told. */
function tellingClock() {
  const told: LongWait[] = [];
  return { told, clock: withLongWaitsTold(createFastForwardClock(), (wait) => void told.push(wait)) };
}

describe("a clock that tells of long waits", () => {
  it("says why and until when, soon after a wait of more than 30 seconds has begun", async () => {
    const { told, clock } = tellingClock();
    const slept = clock.sleep(45_000, "the API asks for it");

    await vi.advanceTimersByTimeAsync(1000);

    expect(told).toEqual([{ until: new Date("2026-11-02T09:00:45.000Z"), why: "the API asks for it" }]);
    await vi.advanceTimersByTimeAsync(44_000);
    await slept;
    expect(told).toHaveLength(1);
  });

  it("says nothing of 30 seconds", async () => {
    const { told, clock } = tellingClock();
    const slept = clock.sleep(30_000);

    await vi.advanceTimersByTimeAsync(30_000);

    await slept;
    expect(told).toEqual([]);
  });

  it("says nothing of a wait that is jumped over", async () => {
    const { told, clock } = tellingClock();
    const slept = clock.sleep(3_600_000);

    clock.advance(later(clock.now(), 3_600_000));
    await slept;
    await vi.advanceTimersByTimeAsync(5000);

    expect(told).toEqual([]);
  });
});

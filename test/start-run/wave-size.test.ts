import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HOUR_MS } from "../../lib/domain/time.ts";
import { type WaveFacts, waveSize } from "../../lib/start-run/wave-size.ts";

const facts = (change: Partial<WaveFacts> = {}): WaveFacts => ({
  ...{ total: 20_000, left: 20_000, waiting: { sweeps: 0, withdrawals: 0 } },
  ...{ room: { sweeps: 10_000, withdrawals: 100_000 }, perSweep: 50, capLeft: 1_000_000 },
  ...{ elapsedMs: 0, spreadMs: 0 },
  ...change,
});

const anyFacts = fc
  .record({
    ...{ total: fc.nat(30_000), sent: fc.nat(30_000), perSweep: fc.nat(100), capLeft: fc.nat(1_000_000) },
    ...{ sweeps: fc.nat(20_000), withdrawals: fc.nat(150_000) },
    ...{ elapsedMs: fc.nat(30 * HOUR_MS), spreadMs: fc.oneof(fc.constant(0), fc.nat(12 * HOUR_MS)) },
  })
  .map(({ total, sent, sweeps, withdrawals, ...rest }) =>
    facts({ ...rest, total, left: Math.max(0, total - sent), waiting: { sweeps, withdrawals } }),
  );

describe("a wave", () => {
  it.each<[string, Partial<WaveFacts>, number]>([
    ["is everybody where all fits", { left: 300, total: 300 }, 300],
    ["is as many as the withdrawals have room for", {}, 2_000],
    ["counts the sweeps that wait for all they may queue", { waiting: { sweeps: 600, withdrawals: 50_000 } }, 400],
    ["is nobody while the queues are full", { waiting: { sweeps: 0, withdrawals: 100_000 } }, 0],
    ["looks at no withdrawals in a dry run", { perSweep: 0, waiting: { sweeps: 0, withdrawals: 100_000 } }, 10_000],
    ["looks at no withdrawals where the run's cap has room", { capLeft: 500 }, 10_000],
    ["leaves the sweep queue what it can work off", { perSweep: 0, waiting: { sweeps: 9_990, withdrawals: 0 } }, 10],
    ["is a minute's share of the window at first", { perSweep: 0, spreadMs: 100 * 60_000 }, 200],
    ["is what is due by then", { perSweep: 0, spreadMs: 100 * 60_000, elapsedMs: 9 * 60_000, left: 19_000 }, 1_000],
    ["is the rest once the window is over", { perSweep: 0, spreadMs: HOUR_MS, elapsedMs: HOUR_MS, left: 700 }, 700],
    ["is one at least where nothing waits", { room: { sweeps: 0, withdrawals: 10 } }, 1],
  ])("%s", (_, change, size) => {
    expect(waveSize(facts(change))).toBe(size);
  });

  it("never takes a queue over its room, and is a whole number of those left", () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const size = waveSize(given);
        const { left, waiting, room, perSweep, capLeft } = given;

        expect(Number.isInteger(size) && size >= 0 && size <= left).toBe(true);
        if (size === 0 || (size === 1 && waiting.sweeps + waiting.withdrawals === 0)) return;
        expect(waiting.sweeps + size).toBeLessThanOrEqual(room.sweeps);
        const queuedAtMost = Math.min(capLeft, (waiting.sweeps + size) * perSweep);
        if (queuedAtMost > 0) expect(waiting.withdrawals + queuedAtMost).toBeLessThanOrEqual(room.withdrawals);
      }),
    );
  });

  it("comes to an end: with queues that are worked off, everybody is sent in time", () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        let { left, elapsedMs } = given;
        for (let look = 0; left > 0 && look < 35_000; look++) {
          left -= waveSize({ ...given, waiting: { sweeps: 0, withdrawals: 0 }, left, elapsedMs });
          elapsedMs += 60_000;
        }
        expect(left).toBe(0);
      }),
      { numRuns: 50 },
    );
  });
});

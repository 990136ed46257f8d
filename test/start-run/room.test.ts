import { expect, it } from "vitest";
import { concurrencyFor } from "../../lib/config/concurrency.ts";
import { SWEEP_QUEUE, WITHDRAW_QUEUE } from "../../lib/contract/queues.ts";
import { EDGES_PLANS } from "../../lib/edges/plan-rates.ts";
import { roomFor } from "../../lib/start-run/room.ts";

it.each(EDGES_PLANS)("on %s no queue holds more than it works off in half of a message's life", (plan) => {
  const concurrency = concurrencyFor(plan);
  const { sweeps, withdrawals } = roomFor(concurrency);

  expect((sweeps * 60) / concurrency.sweep).toBeLessThanOrEqual(SWEEP_QUEUE.retentionSeconds / 2);
  expect((withdrawals * 2.5) / concurrency.withdraw).toBeLessThanOrEqual(WITHDRAW_QUEUE.retentionSeconds / 2);
  // 120,000 is where a FIFO queue stops looking.
  expect(Math.max(sweeps, withdrawals)).toBeLessThanOrEqual(100_000);
  expect(Math.min(sweeps, withdrawals)).toBeGreaterThanOrEqual(1_000);
});

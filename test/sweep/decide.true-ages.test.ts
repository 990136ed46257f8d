import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Collaborators } from "../../lib/collaborators.ts";
import { parseSweepMessage, parseWithdrawMessage } from "../../lib/contract/messages.ts";
import { THRESHOLD_FLOOR_DAYS } from "../../lib/domain/policy.ts";
import { DAY_MS } from "../../lib/domain/time.ts";
import { parsePolicyText } from "../../lib/settings/policy-source.ts";
import { startRun } from "../../lib/start-run/start-run.ts";
import { sweepTogether } from "../../lib/sweep/sweep-together.ts";
import { withdraw } from "../../lib/withdraw/withdraw.ts";
import { keepingQueue } from "../helpers/hand-delivery.ts";
import { createModelLedger } from "../simulation/model/ledger.ts";
import {
  BEGIN,
  type Call,
  type DatedWorld,
  datedApi,
  datedWorlds,
  identityOf,
  idOf,
  RUNS,
  sentAtOf,
} from "./helpers/dated-worlds.ts";

/** More, and others, with `WORLDS=10000 SEED=7`. */
const WORLDS = Number(process.env.WORLDS ?? 5_000);
const SEED = Number(process.env.SEED ?? 20_261_128);

/** Every call of four daily live runs, with the rule that spoke for it. */
async function play(world: DatedWorld): Promise<(Call & { readonly reason: string | null })[]> {
  let now = BEGIN.getTime();
  const clock = {
    now: () => new Date(now),
    async sleep(ms: number) {
      now += ms;
    },
  };
  const ledger = createModelLedger({ now: clock.now });
  await ledger.ids.add({ trials: world.trials, misses: 0, firstMiss: null });
  const edges = datedApi(world, () => now);
  const document = { mode: "live", dailyCap: 100, maxUnreadableShare: 1, ...world.policy };
  const policy = parsePolicyText(JSON.stringify(document), "the test");
  let ids = 0;
  for (let day = 0; day < RUNS; day += 1) {
    now = Math.max(now, BEGIN.getTime() + day * DAY_MS);
    const queues = { sweep: keepingQueue(), withdraw: keepingQueue() };
    const c: Collaborators = {
      ...{ clock, ledger, edges, queues, random: () => 0.5, newId: () => `id-${++ids}` },
      ...{ log: { info() {}, warn() {}, error() {} }, metrics: { count() {} } },
      policy: { read: async () => ({ policy, version: 1 }) },
    };
    await startRun(c, clock.now());
    let messages = queues.sweep.sent.map(({ body }) => parseSweepMessage(body));
    while (messages.length > 0) {
      const options = { width: 1, leaseMs: 300_000, agreed: null, stopped: () => false };
      const left = await sweepTogether(c, messages, options);
      if (left.length === messages.length) now += 60_000;
      messages = [...left];
    }
    for (const { body } of queues.withdraw.sent) {
      for (;;) {
        const result = await withdraw(c, parseWithdrawMessage(body));
        if (result.kind === "ack") break;
        now = Math.max(now, result.at.getTime());
      }
    }
  }
  return Promise.all(
    edges.calls.map(async (call) => {
      const found = await ledger.invitations.find(identityOf(call.one.identity), idOf(world, call.one));
      return { ...call, reason: found?.ending?.reason ?? null };
    }),
  );
}

describe(`in ${WORLDS} worlds with dates of every form and people whom several have invited`, () => {
  it("no truly younger duplicate goes for being the older, and nobody truly too young goes for age", async () => {
    const seen: Record<string, number> = {};
    await fc.assert(
      fc.asyncProperty(datedWorlds, async (world) => {
        for (const { one, at, others, reason } of await play(world)) {
          seen[reason ?? "none"] = (seen[reason ?? "none"] ?? 0) + 1;
          if (reason === "duplicate") {
            expect(others.filter((other) => sentAtOf(other) > sentAtOf(one))).not.toEqual([]);
          } else {
            const least = reason === "backlog" ? THRESHOLD_FLOOR_DAYS : world.policy.thresholdDays;
            expect(at - sentAtOf(one)).toBeGreaterThanOrEqual(least * DAY_MS);
          }
        }
      }),
      { numRuns: WORLDS, seed: SEED },
    );
    // Worlds in which nothing goes would prove nothing.
    expect(Object.keys(seen).sort()).toEqual(["backlog", "duplicate", "stale"]);
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(WORLDS / 20);
  }, 600_000);
});

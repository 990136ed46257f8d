import { describe, expect, it } from "vitest";
import type { Collaborators } from "../../lib/collaborators.ts";
import { parseSweepMessage } from "../../lib/contract/messages.ts";
import { DAY_MS, later } from "../../lib/domain/time.ts";
import { parsePolicyText } from "../../lib/settings/policy-source.ts";
import { startRun } from "../../lib/start-run/start-run.ts";
import { sweepTogether } from "../../lib/sweep/sweep-together.ts";
import { keepingQueue } from "../helpers/hand-delivery.ts";
import { createModelLedger } from "../simulation/model/ledger.ts";
import { apiOf, BEGIN, identityOf, type World } from "./helpers/worlds.ts";

/** Identities with so many stale invitations each, and daily runs of which nothing is ever withdrawn. */
function daily(backlogs: readonly number[], runCap: number) {
  let now = BEGIN;
  const clock = { now: () => now, sleep: async () => {} };
  const world: World = {
    ...{ identities: backlogs.length, flags: [], partial: [], needsPerson: [] },
    invitations: backlogs.flatMap((backlog, identity) =>
      Array.from({ length: backlog }, (_, index) => ({
        ...{ identity, person: identity * 100 + index, ageDays: 40, hours: 6 },
        ...({ form: "iso", before: "nothing" } as const),
      })),
    ),
    policy: { dailyCap: 6, runCap, keepPendingBelow: null, holdout: null, maxUnreadableShare: 1 },
  };
  const policy = parsePolicyText(JSON.stringify({ mode: "live", ...world.policy }), "the test");
  const ledger = createModelLedger({ now: clock.now });
  let ids = 0;
  const common = {
    ...{ clock, ledger, edges: apiOf(world), random: () => 0.5, newId: () => `id-${++ids}` },
    ...{ log: { info() {}, warn() {}, error() {} }, metrics: { count() {} } },
    policy: { read: async () => ({ policy, version: 1 }) },
  };
  /** How many of each identity are queued. */
  return async (): Promise<number[]> => {
    const queues = { sweep: keepingQueue(), withdraw: keepingQueue() };
    const c: Collaborators = { ...common, queues };
    await startRun(c, now);
    const messages = queues.sweep.sent.map(({ body }) => parseSweepMessage(body));
    await sweepTogether(c, messages, { width: 1, leaseMs: 300_000, agreed: null, stopped: () => false });
    now = later(now, DAY_MS);
    return backlogs.map((_, index) => queues.withdraw.sent.filter(({ group }) => group === identityOf(index)).length);
  };
}

describe("a run's cap on one machine", () => {
  it("is shared out by need, whoever is listed first", async () => {
    const run = daily([9, 1, 9], 7);

    expect(await run()).toEqual([3, 1, 3]);
  });

  it("gives what is left to whoever has waited longest", async () => {
    const run = daily([9, 9, 9], 4);

    const first = await run();

    expect(first.toSorted()).toEqual([1, 1, 2]);
  });

  it("with fewer places than identities goes round", async () => {
    const run = daily([9, 9, 9], 1);
    const days = [await run(), await run(), await run()];

    expect([0, 1, 2].map((index) => days.reduce((sum, day) => sum + (day[index] ?? 0), 0))).toEqual([1, 1, 1]);
  });
});

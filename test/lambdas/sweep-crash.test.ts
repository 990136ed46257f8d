import { describe, expect, it } from "vitest";
import type { Collaborators } from "../../lambdas/collaborators.ts";
import { sweep } from "../../lambdas/sweep/sweep.ts";
import { SWEEP_TIMEOUT_MS } from "../../lib/contract/functions.ts";
import { parseWithdrawMessage } from "../../lib/contract/messages.ts";
import { SWEEP_QUEUE } from "../../lib/contract/queues.ts";
import { later } from "../../lib/core/time.ts";
import { crashPlan, dying } from "../helpers/crash.ts";
import { collaborators, deliverByHand } from "../helpers/hand-delivery.ts";
import { ANA, account, idOf, type Stage, stageFor, staleAt } from "../helpers/stage.ts";

/** Takes the run's lock, as start-run does before it sends any message. */
const begin = (stage: Stage, runId: string) =>
  stage.workspace.ledger.runs.begin({
    ...{ runId, scheduledAt: stage.now(), startedAt: stage.now(), mode: "live", policyVersion: 1 },
  });

const sweepOf = (c: Collaborators, runId: string, deadline: Date) =>
  sweep(c, { v: 1, kind: "sweep", runId, identityId: ANA, connected: true }, deadline);

describe.each(["before", "after"] as const)("a sweep function that dies %s any one of its steps", (when) => {
  it("is healed by redelivery: every stale invitation is queued, once by its deduplication id", async () => {
    const wrong: unknown[] = [];
    let finished = false;
    for (let step = 1; step <= 40 && !finished; step += 1) {
      const stage = await stageFor({ identities: [account({ backlog: 5, backlogDays: 90 })] });
      const plan = crashPlan(step, when);
      const c = collaborators(stage);
      const { ledger, edges, queues } = c;
      const runId = `run-${step}`;
      await begin(stage, runId);
      const mortal: Collaborators = {
        ...c,
        ledger: dying(ledger, plan, "ledger."),
        edges: dying(edges, plan, "edges."),
        queues: dying(queues, plan, "queues."),
      };

      await deliverByHand(stage.workspace.clock, SWEEP_QUEUE, () =>
        sweepOf(mortal, runId, later(stage.now(), SWEEP_TIMEOUT_MS)),
      );

      finished = plan.diedAt === null;
      const stale = staleAt(stage.truth(), stage.now()).map(({ urn }) => idOf(urn));
      const sent = new Set(queues.withdraw.sent.map(({ dedup }) => dedup));
      const ids = new Set(queues.withdraw.sent.map(({ body }) => parseWithdrawMessage(body).invitationId));
      const record = await ledger.runs.findSweep(runId, ANA);
      const fits = sent.size === stale.length && stale.every((id) => ids.has(id)) && record?.trust === "believed";
      if (!fits) wrong.push({ diedAt: plan.diedAt, sent: sent.size, stale: stale.length, record });
    }

    expect(finished).toBe(true);
    expect(wrong).toEqual([]);
  });
});

describe("a sweep message that comes twice", () => {
  it("does nothing the second time", async () => {
    const stage = await stageFor();
    const c = collaborators(stage);
    const deadline = later(stage.now(), SWEEP_TIMEOUT_MS);
    await begin(stage, "run-1");
    await sweepOf(c, "run-1", deadline);
    const calls = stage.sandbox.world.calls().length;
    const sent = c.queues.withdraw.sent.length;

    await sweepOf(c, "run-1", deadline);

    expect(stage.sandbox.world.calls()).toHaveLength(calls);
    expect(c.queues.withdraw.sent).toHaveLength(sent);
  });
});

describe("two sweeps of one identity", () => {
  it("of two runs at the same time wait for each other", async () => {
    const stage = await stageFor();
    const c = collaborators(stage);
    const { clock } = stage.workspace;
    const deadline = later(stage.now(), SWEEP_TIMEOUT_MS);
    await begin(stage, "run-1");
    await begin(stage, "run-2");

    const [first, second] = await Promise.all([sweepOf(c, "run-1", deadline), sweepOf(c, "run-2", deadline)]);

    const kinds = [first.kind, second.kind].toSorted();
    const waiting = first.kind === "again" ? first : second;
    const waitMs = waiting.kind === "again" ? waiting.at.getTime() - clock.now().getTime() : Number.NaN;
    expect(kinds).toEqual(["again", "done"]);
    expect(waitMs).toBeGreaterThan(0);
    expect(stage.sandbox.world.violations()).toEqual([]);
  });
});

describe("a listing that takes longer than the function has", () => {
  it("is gone on with from its cursor, and no page is listed twice", async () => {
    const stage = await stageFor({ identities: [account({ backlog: 250, backlogDays: 15 })] });
    const c = collaborators(stage);
    const { clock } = stage.workspace;
    await begin(stage, "run-1");

    // Time for one page only: with less than 100 s left no further one is begun.
    const receives = await deliverByHand(clock, SWEEP_QUEUE, () => sweepOf(c, "run-1", later(stage.now(), 90_000)));

    const record = await c.ledger.runs.findSweep("run-1", ANA);
    const lists = stage.sandbox.world.calls().filter(({ action }) => action === "list");
    expect(receives).toBe(3);
    expect(lists).toHaveLength(3);
    expect(record).toMatchObject({ listing: "complete", trust: "believed", listed: 250, appeared: 250, pages: 3 });
    expect(stage.sandbox.world.violations()).toEqual([]);
  });
});

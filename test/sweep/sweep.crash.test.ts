import { describe, expect, it } from "vitest";
import type { Collaborators } from "../../lib/collaborators.ts";
import { SWEEP_TIMEOUT_MS } from "../../lib/contract/functions.ts";
import { parseWithdrawMessage } from "../../lib/contract/messages.ts";
import { SWEEP_QUEUE } from "../../lib/contract/queues.ts";
import { later } from "../../lib/domain/time.ts";
import { sweep } from "../../lib/sweep/sweep.ts";
import { crashPlan, dying } from "../helpers/crash.ts";
import { collaborators, deliverByHand } from "../helpers/hand-delivery.ts";
import { ANA, account, idOf, staleAt, type TestBed, testBedFor } from "../helpers/test-bed.ts";

/** Takes the run's lock, as start-run does before it sends any message. */
const begin = (bed: TestBed, runId: string) =>
  bed.workspace.ledger.runs.begin({
    ...{ runId, scheduledAt: bed.now(), startedAt: bed.now(), mode: "live", policyVersion: 1 },
  });

const sweepOf = (c: Collaborators, runId: string, deadline: Date) =>
  sweep(c, { v: 1, kind: "sweep", runId, identityId: ANA, connected: true }, deadline);

describe.each(["before", "after"] as const)("a sweep function that dies %s any one of its steps", (when) => {
  it("is healed by redelivery: every stale invitation is queued, once by its deduplication id", async () => {
    const wrong: unknown[] = [];
    let finished = false;
    for (let step = 1; step <= 40 && !finished; step += 1) {
      const bed = await testBedFor({ identities: [account({ backlog: 5, backlogDays: 90 })] });
      const plan = crashPlan(step, when);
      const c = collaborators(bed);
      const { ledger, edges, queues } = c;
      const runId = `run-${step}`;
      await begin(bed, runId);
      const mortal: Collaborators = {
        ...c,
        ledger: dying(ledger, plan, "ledger."),
        edges: dying(edges, plan, "edges."),
        queues: dying(queues, plan, "queues."),
      };

      await deliverByHand(bed.workspace.clock, SWEEP_QUEUE, () =>
        sweepOf(mortal, runId, later(bed.now(), SWEEP_TIMEOUT_MS)),
      );

      finished = plan.diedAt === null;
      const stale = staleAt(bed.truth(), bed.now()).map(({ urn }) => idOf(urn));
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
    const bed = await testBedFor();
    const c = collaborators(bed);
    const deadline = later(bed.now(), SWEEP_TIMEOUT_MS);
    await begin(bed, "run-1");
    await sweepOf(c, "run-1", deadline);
    const calls = bed.sandbox.world.calls().length;
    const sent = c.queues.withdraw.sent.length;

    await sweepOf(c, "run-1", deadline);

    expect(bed.sandbox.world.calls()).toHaveLength(calls);
    expect(c.queues.withdraw.sent).toHaveLength(sent);
  });
});

describe("two sweeps of one identity", () => {
  it("of two runs at the same time wait for each other", async () => {
    const bed = await testBedFor();
    const c = collaborators(bed);
    const { clock } = bed.workspace;
    const deadline = later(bed.now(), SWEEP_TIMEOUT_MS);
    await begin(bed, "run-1");
    await begin(bed, "run-2");

    const [first, second] = await Promise.all([sweepOf(c, "run-1", deadline), sweepOf(c, "run-2", deadline)]);

    const kinds = [first.kind, second.kind].toSorted();
    const waiting = first.kind === "retry" ? first : second;
    const waitMs = waiting.kind === "retry" ? waiting.at.getTime() - clock.now().getTime() : Number.NaN;
    expect(kinds).toEqual(["ack", "retry"]);
    expect(waitMs).toBeGreaterThan(0);
    expect(bed.sandbox.world.violations()).toEqual([]);
  });
});

describe("a listing that takes longer than the function has", () => {
  it("is gone on with from its cursor, and no page is listed twice", async () => {
    const bed = await testBedFor({ identities: [account({ backlog: 250, backlogDays: 15 })] });
    const c = collaborators(bed);
    const { clock } = bed.workspace;
    await begin(bed, "run-1");

    // Time for one page only: with less than 100 s left no further one is begun.
    const receives = await deliverByHand(clock, SWEEP_QUEUE, () => sweepOf(c, "run-1", later(bed.now(), 90_000)));

    const record = await c.ledger.runs.findSweep("run-1", ANA);
    const lists = bed.sandbox.world.calls().filter(({ action }) => action === "list");
    expect(receives).toBe(3);
    expect(lists).toHaveLength(3);
    expect(record).toMatchObject({ listing: "complete", trust: "believed", listed: 250, appeared: 250, pages: 3 });
    expect(bed.sandbox.world.violations()).toEqual([]);
  });
});

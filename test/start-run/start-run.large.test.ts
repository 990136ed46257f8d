import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HOUR_MS, later, MINUTE_MS } from "../../lib/domain/time.ts";
import { AT, deathIn, idsOf, type VirtualStartOptions, virtualStart } from "./helpers/virtual-start.ts";

const RUN = AT.toISOString();
const groups = ({ deliveries }: ReturnType<typeof virtualStart>) => deliveries.map(({ group }) => group);

describe("a run of 20,000 identities", () => {
  it("is listed at the plan's rate and sent in several invocations, each identity once", async () => {
    const v = virtualStart({ ids: idsOf(20_000), pageMs: 2_500, sendMs: 100 });

    await v.schedule();
    await v.untilIdle();

    expect(v.invocations()).toBeGreaterThan(1);
    expect(v.longestMs()).toBeLessThan(5 * MINUTE_MS);
    expect(groups(v).toSorted()).toEqual(idsOf(20_000));
    expect(await v.ledger.runs.find(RUN)).toMatchObject({ state: "started", identities: 20_000 });
    expect(v.metrics.get("RunStarted")).toBe(1);
  });

  it("takes no more than its first invocation where the API and SQS are quick", async () => {
    const v = virtualStart({ ids: idsOf(20_000), pageMs: 100 });

    const started = await v.schedule();

    expect(started).toMatchObject({ state: "started", left: 0, alreadyStarted: false });
    expect(v.own).toEqual([]);
    expect(v.now().getTime() - AT.getTime()).toBeLessThan(2 * MINUTE_MS);
  });
});

describe("130 pages", () => {
  it.each([
    ["silver", 100],
    ["titanium", 50],
    ["trial", 1_000],
  ] as const)("on %s begin %i ms after each other", async (plan, intervalMs) => {
    const v = virtualStart({ ids: idsOf(130), pageSize: 1, plan, pageMs: 20 });

    await v.schedule();
    await v.untilIdle();

    const gaps = v.pageStarts.slice(1, 100).map((at, index) => at.getTime() - (v.pageStarts[index]?.getTime() ?? 0));
    expect(new Set(gaps)).toEqual(new Set([intervalMs]));
    expect(groups(v).toSorted()).toEqual(idsOf(130));
  });

  it("are not asked for again when a later page fails, not even in a redrive", async () => {
    const v = virtualStart({ ids: idsOf(700), fault: (n) => (n >= 7 && n <= 9 ? { status: 500 } : null) });
    await expect(v.schedule()).rejects.toThrow("status 500");
    const before = v.pageStarts.length;

    await v.schedule();

    expect(before).toBe(9);
    // Page 7, and the empty one behind it.
    expect(v.pageStarts.length - before).toBe(2);
    expect(groups(v).toSorted()).toEqual(idsOf(700));
  });
});

it("waits out a rate limit over several invocations, and gives a page up that never comes", async () => {
  const limited = (times: number): VirtualStartOptions => ({
    ids: idsOf(300),
    pageMs: 20_000,
    fault: (n) => (n > 2 && n <= 2 + times ? { status: 429, retryAfter: 60 } : null),
  });
  const patient = virtualStart(limited(2));
  await patient.schedule();
  await patient.untilIdle();
  const hopeless = virtualStart(limited(1_000));

  expect(groups(patient).toSorted()).toEqual(idsOf(300));
  await expect(hopeless.schedule()).rejects.toThrow("429");
  expect(await hopeless.ledger.runs.find(RUN)).toMatchObject({
    state: "starting",
    startFailed: { label: "status-429" },
  });
});

describe("a start that dies", () => {
  const world: VirtualStartOptions = {
    ...{ ids: idsOf(1_300), disconnected: new Set(idsOf(1_300).slice(0, 300)), pageMs: 20_000 },
    ...{ room: { sweeps: 600, withdrawals: 100_000 } },
  };
  const wanted = idsOf(1_300).slice(300);

  it("goes on where it stopped, whatever it died at, and leaves nobody out", async () => {
    const undisturbed = virtualStart(world);
    await undisturbed.schedule();
    await undisturbed.untilIdle();
    const steps = undisturbed.steps();
    expect(groups(undisturbed).toSorted()).toEqual(wanted);

    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: steps }),
        fc.constantFrom("before" as const, "after" as const),
        async (step, when) => {
          const v = virtualStart({ ...world, dieAt: { step, when } });
          try {
            await v.schedule();
          } catch (error) {
            if (!deathIn(error)) throw error;
            // Lambda puts it into the dead letters; a person redrives it.
            await v.schedule();
          }
          await v.untilIdle();
          // 500 at most are sent once more, and are the same to the queue, or to the sweep that finds a record.
          expect(new Set(groups(v))).toEqual(new Set(wanted));
          expect(v.deliveries.length).toBeLessThanOrEqual(wanted.length + 500);
          expect(new Set(v.deliveries.map(({ dedup }) => dedup)).size).toBe(wanted.length);
          const run = await v.ledger.runs.find(RUN);
          expect(run).toMatchObject({ state: "started", identities: 1_000, notConnectedCount: 300 });
        },
      ),
      { numRuns: 80 },
    );
  });

  it("reads no more than 500 identities again", async () => {
    const pages = (v: ReturnType<typeof virtualStart>) => v.pageStarts.length;
    const undisturbed = virtualStart({ ...world, pageMs: 100 });
    await undisturbed.schedule();
    // Its ninth step comes after two saves of the list.
    const v = virtualStart({ ...world, pageMs: 100, dieAt: { step: 9, when: "before" } });
    await v.schedule().catch(() => v.schedule());

    expect(pages(v)).toBeLessThanOrEqual(pages(undisturbed) + 5);
  });

  it("steps back when another invocation has gone on with the run meanwhile, and its message comes again", async () => {
    const v = virtualStart({ ids: idsOf(900) });
    let isFirst = true;
    v.queue.beforeSend = async () => {
      if (!isFirst) return;
      isFirst = false;
      await v.schedule();
    };

    const slower = await v.message();
    const again = await v.message();

    expect(slower).toEqual({ batchItemFailures: [{ itemIdentifier: "m" }] });
    expect(again).toEqual({ batchItemFailures: [] });
    expect(new Set(groups(v))).toEqual(new Set(idsOf(900)));
    expect(await v.ledger.runs.find(RUN)).toMatchObject({ state: "started", identities: 900 });
    expect(v.metrics.get("RunStarted")).toBe(1);
  });
});

describe("waves", () => {
  it("keep the queues within their room, with what a sweep may queue, and go on until everybody has a message", async () => {
    const v = virtualStart({
      ids: idsOf(20_000),
      policy: { dailyCap: 50, runCap: 100_000 },
      room: { sweeps: 10_000, withdrawals: 20_000 },
    });
    let last = AT;
    let [peakWithdrawals, queuedInAll] = [0, 0];
    // 40 sweeps and 960 withdrawals a minute; each sweep queues its share of the run's cap, five.
    v.queue.workOff = ({ sweeps, withdrawals }, now) => {
      const minutes = (now.getTime() - last.getTime()) / MINUTE_MS;
      last = now;
      const swept = Math.min(sweeps, Math.floor(40 * minutes));
      const added = Math.min(swept * 5, 100_000 - queuedInAll);
      queuedInAll += added;
      peakWithdrawals = Math.max(peakWithdrawals, withdrawals + added);
      return { sweeps: sweeps - swept, withdrawals: Math.max(0, withdrawals + added - Math.floor(960 * minutes)) };
    };

    const first = await v.schedule();
    await v.untilIdle();

    expect(first).toMatchObject({ state: "starting", left: 16_000 });
    expect(first.identities).toHaveLength(4_000);
    expect(groups(v).toSorted()).toEqual(idsOf(20_000));
    expect(peakWithdrawals).toBeLessThanOrEqual(20_000);
    expect(v.metrics.get("RunStarted")).toBe(1);
  });

  it("are not needed where the run's cap fits into the room, however many identities there are", async () => {
    const v = virtualStart({
      ids: idsOf(9_000),
      policy: { dailyCap: 50, runCap: 500 },
      room: { sweeps: 10_000, withdrawals: 20_000 },
    });

    expect(await v.schedule()).toMatchObject({ state: "started" });
    expect(v.own).toEqual([]);
  });

  it("spread the starts evenly over the window", async () => {
    const v = virtualStart({ ids: idsOf(1_200), spreadMs: 2 * HOUR_MS, pageMs: 50 });
    const sentBy = new Map<number, number>();
    await v.schedule();
    while (v.own.length > 0) {
      sentBy.set(Math.floor((v.now().getTime() - AT.getTime()) / MINUTE_MS), v.deliveries.length);
      const [message] = v.own.splice(0, 1);
      if (message === undefined) break;
      v.advance(Math.max(0, message.at.getTime() - v.now().getTime()));
      await v.schedule();
    }

    expect(v.deliveries).toHaveLength(1_200);
    for (const [minute, sent] of sentBy) expect(Math.abs(sent - 10 * (minute + 1))).toBeLessThanOrEqual(20);
    expect(v.now().getTime()).toBeGreaterThan(later(AT, 115 * MINUTE_MS).getTime());
  });

  it("end when a newer run has begun: nobody gets a message of the older one any more", async () => {
    const v = virtualStart({ ids: idsOf(2_000), room: { sweeps: 300, withdrawals: 100_000 } });
    v.queue.workOff = (waiting) => waiting;
    await v.schedule();
    v.advance(24 * HOUR_MS);
    const next = later(AT, 24 * HOUR_MS);
    v.queue.workOff = () => ({ sweeps: 0, withdrawals: 0 });
    await v.schedule(next);
    const before = v.deliveries.length;

    const ended = await v.schedule();

    expect(ended).toMatchObject({ state: "overtaken", left: 1_700 });
    expect(v.deliveries).toHaveLength(before);
    expect(await v.ledger.runs.find(RUN)).toMatchObject({ state: "started", identities: 2_000 });
  });

  it("end when a person switches off", async () => {
    const v = virtualStart({ ids: idsOf(900), room: { sweeps: 300, withdrawals: 100_000 } });
    await v.schedule();
    v.setPolicy({ mode: "off" });

    await v.untilIdle();

    expect(v.deliveries).toHaveLength(300);
    expect(await v.ledger.runs.find(RUN)).toMatchObject({ state: "started", identities: 900 });
  });
});

it("records a run that leaves 12,000 identities out", async () => {
  const v = virtualStart({ ids: idsOf(12_001), disconnected: new Set(idsOf(12_000)), pageMs: 10 });

  await v.schedule();

  const run = await v.ledger.runs.find(RUN);
  expect(run).toMatchObject({ state: "started", identities: 1, notConnectedCount: 12_000 });
  expect(v.metrics.get("IdentitiesNeedingAPerson")).toBe(12_000);
  expect(run === null ? null : await v.ledger.runs.allNotConnected(run)).toEqual(idsOf(12_000));
});

import { describe, expect, it } from "vitest";
import { parseSweepMessage } from "../../lib/contract/messages.ts";
import { EdgesError } from "../../lib/edges/errors.ts";
import { PolicyError } from "../../lib/settings/policy-error.ts";
import { onSchedule } from "../../lib/start-run/on-schedule.ts";
import { startRun as startRunInTime } from "../../lib/start-run/start-run.ts";
import { collaborators, withoutWaiting } from "../helpers/hand-delivery.ts";
import { ANA, account, BEN, CLEO, type TestBed, testBedFor } from "../helpers/test-bed.ts";

const AT = new Date("2026-11-22T06:00:00.000Z");
const TEAM = [account(), account({ uid: BEN }), account({ uid: CLEO, connected: false })];

/** The pages of the identities and the tries for each lie seconds apart. */
const startRun = (bed: TestBed, c: Parameters<typeof startRunInTime>[0], at: Date) =>
  withoutWaiting(bed, startRunInTime(c, at));

const sweptBy = (c: ReturnType<typeof collaborators>) =>
  c.queues.sweep.sent.map(({ body }) => parseSweepMessage(body).identityId);

describe("starting a run", () => {
  it("sends one message to each connected identity, in a group of its own", async () => {
    const bed = await testBedFor({ identities: TEAM });
    const c = collaborators(bed);

    const started = await startRun(bed, c, AT);

    const { sent } = c.queues.sweep;
    expect(started).toMatchObject({
      runId: AT.toISOString(),
      identities: expect.arrayContaining([ANA, BEN]),
      notConnected: [CLEO],
    });
    expect(sent.map(({ group }) => group).toSorted()).toEqual([ANA, BEN]);
    expect(new Set(sent.map(({ dedup }) => dedup)).size).toBe(2);
    expect(sent.every(({ dedup }) => dedup.length <= 128)).toBe(true);
    expect(parseSweepMessage(sent[0]?.body ?? "")).toMatchObject({ runId: AT.toISOString(), connected: true });
  });

  it("does nothing the second time for the same scheduled time", async () => {
    const bed = await testBedFor({ identities: TEAM });
    const c = collaborators(bed);
    await startRun(bed, c, AT);

    const again = await startRun(bed, c, AT);

    expect(again).toMatchObject({ alreadyStarted: true, notConnected: [CLEO] });
    expect(sweptBy(c).toSorted()).toEqual([ANA, BEN]);
  });

  it("sends all of it when it had died half-way, with the same deduplication ids", async () => {
    const bed = await testBedFor({ identities: TEAM });
    const c = collaborators(bed);
    const broken = { ...c.queues.sweep, send: async () => Promise.reject(new Error("SQS is down")) };
    await expect(startRun(bed, { ...c, queues: { ...c.queues, sweep: broken } }, AT)).rejects.toThrow("SQS is down");

    const resumed = await startRun(bed, c, AT);

    expect(resumed).toMatchObject({ alreadyStarted: false, identities: expect.arrayContaining([ANA, BEN]) });
    expect(sweptBy(c).toSorted()).toEqual([ANA, BEN]);
    expect((await c.ledger.runs.find(AT.toISOString()))?.state).toBe("started");
  });

  it("in mode off records the run, asks nobody and sends nothing", async () => {
    const bed = await testBedFor({ identities: TEAM });
    const c = collaborators(bed, { mode: "off" });

    const started = await startRun(bed, c, AT);

    expect(started).toMatchObject({ mode: "off", identities: [] });
    expect(sweptBy(c)).toEqual([]);
    expect(bed.sandbox.world.calls()).toEqual([]);
    expect(await c.ledger.runs.find(AT.toISOString())).toMatchObject({ state: "started", identities: 0 });
  });

  it("takes a list at its word: those only, without the paused ones", async () => {
    const bed = await testBedFor({ identities: TEAM });
    const c = collaborators(bed, { identities: [{ id: BEN }, { id: ANA, paused: true }, { id: CLEO }] });

    const started = await startRun(bed, c, AT);

    expect(sweptBy(c)).toEqual([BEN]);
    expect(started.notConnected).toEqual([CLEO]);
  });

  it("sweeps a list even when Edges cannot say who is connected", async () => {
    const faults = [{ kind: "status", status: 503, action: "identities", times: 5 }] as const;
    const bed = await testBedFor({ identities: TEAM, faults });
    const c = collaborators(bed, { identities: [{ id: ANA }, { id: BEN, paused: true }] });

    await startRun(bed, c, AT);

    expect(sweptBy(c)).toEqual([ANA]);
    expect(parseSweepMessage(c.queues.sweep.sent[0]?.body ?? "").connected).toBe(false);
  });

  it('throws when "all" cannot be resolved, and can be called again for the same time', async () => {
    const faults = [{ kind: "status", status: 503, action: "identities", times: 3 }] as const;
    const bed = await testBedFor({ identities: TEAM, faults });
    const c = collaborators(bed);

    const failed = startRun(bed, c, AT);

    await expect(failed).rejects.toThrow(EdgesError);
    expect(sweptBy(c)).toEqual([]);
    const run = { state: "starting", startFailed: { label: "status-503", ref: null } };
    expect(await c.ledger.runs.find(AT.toISOString())).toMatchObject(run);
    bed.sandbox.faults.clear();
    expect(await startRun(bed, c, AT)).toMatchObject({ identities: expect.arrayContaining([ANA, BEN]) });
    expect(await c.ledger.runs.find(AT.toISOString())).toMatchObject({ state: "started", startFailed: null });
  });

  it("stops the workspace when the key is refused, and lets it go when it is accepted again", async () => {
    const faults = [{ kind: "status", status: 401, action: "identities", times: 5 }] as const;
    const bed = await testBedFor({ identities: TEAM, faults });
    const c = collaborators(bed, { identities: [{ id: ANA }] });

    await expect(startRun(bed, c, AT)).rejects.toThrow(EdgesError);
    const stopped = await c.ledger.identities.workspaceBlock();
    bed.sandbox.faults.clear();
    await startRun(bed, c, new Date(AT.getTime() + 60_000));

    expect(stopped?.until.getTime()).toBeGreaterThan(bed.now().getTime());
    expect(await c.ledger.runs.find(AT.toISOString())).toMatchObject({ startFailed: { label: "status-401" } });
    expect(await c.ledger.identities.workspaceBlock()).toBeNull();
    expect(sweptBy(c)).toEqual([ANA]);
  });

  it("neither takes the lock nor calls anybody when the policy cannot be read", async () => {
    const bed = await testBedFor({ identities: TEAM });
    const policy = { read: async () => Promise.reject(new PolicyError("unreadable")) };

    const started = startRun(bed, { ...collaborators(bed), policy }, AT);

    await expect(started).rejects.toThrow(PolicyError);
    expect(await bed.workspace.ledger.runs.find(AT.toISOString())).toBeNull();
    expect(bed.sandbox.world.calls()).toEqual([]);
  });

  it.each([{}, { scheduledTime: "" }, { scheduledTime: "soon" }])("refuses the event %j", async (event) => {
    const bed = await testBedFor();

    const started = onSchedule(collaborators(bed), event as { scheduledTime: string });

    await expect(started).rejects.toThrow(/scheduledTime/);
  });
});

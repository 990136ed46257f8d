import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../lib/domain/time.ts";
import type { FaultSpec } from "../../lib/sandbox/faults.ts";
import { ANA, BEN, clientOf, identity, manualClock, NOBODY, pendingUrns, sandboxFor, type Told } from "./helpers.ts";

const START = "/actions/linkedin-withdraw-invitation/run/async";
const bodyOf = (urns: readonly string[], id = ANA) => ({
  ...{ identity_ids: [id], identity_mode: "direct" },
  inputs: urns.map((urn) => ({ linkedin_invitation_urn: urn })),
});
const fieldOf = ({ json }: Told, field: string) => (json as Record<string, unknown>)[field];

/** A world of one identity whose invitations nobody answers, and the first urns of its backlog. */
async function begun(
  count: number,
  options: { faults?: readonly FaultSpec[]; limit?: number; dataFile?: string } = {},
) {
  const clock = manualClock();
  const sandbox = await sandboxFor({
    clock,
    identities: [identity({ backlog: 40, withdrawLimitPerDay: options.limit ?? 100 }), identity({ uid: BEN })],
    fates: { acceptedShare: 0, declinedShare: 0, declinesOverDays: 60 },
    faults: options.faults,
    dataFile: options.dataFile,
  });
  const client = clientOf(sandbox);
  const urns = pendingUrns(sandbox).slice(-count);
  const started = await client.post(START, bodyOf(urns));
  const runUid = String(fieldOf(started, "run_uid"));
  const status = async () => fieldOf(await client.get(`/runs/${runUid}`), "status");
  const outputs = async () => (await client.get(`/runs/${runUid}/outputs`)).json as Record<string, unknown>[];
  const inputs = async () => (await client.get(`/runs/${runUid}/inputs`)).json as Record<string, unknown>[];
  const calls = () => sandbox.world.calls().filter((call) => call.action === "withdraw" && call.runUid !== null);
  return { sandbox, client, clock, urns, started, runUid, status, outputs, inputs, calls };
}

describe("a run", () => {
  it("is taken, waits, and takes its invitations back one a minute or so", async () => {
    const { started, status, outputs, calls, clock, urns, sandbox, runUid } = await begun(3);
    expect(started).toMatchObject({ status: 200, json: { status: "pending" } });
    expect(await status()).toBe("QUEUED");
    clock.advance(30 * SECOND_MS);
    expect(await status()).toBe("RUNNING");
    expect(calls()).toEqual([]);
    clock.advance(10 * MINUTE_MS);
    expect(await status()).toBe("SUCCEEDED");
    expect((await outputs()).map((output) => output.linkedin_invitation_urn)).toEqual(urns);
    expect(calls().map(({ urn, tookEffect, runUid: by }) => ({ urn, tookEffect, by }))).toEqual(
      urns.map((urn) => ({ urn, tookEffect: true, by: runUid })),
    );
    const times = calls().map(({ startedAt }) => startedAt);
    for (const [index, at] of times.slice(1).entries()) {
      expect(at - (times[index] ?? 0)).toBeGreaterThanOrEqual(MINUTE_MS);
      expect(at - (times[index] ?? 0)).toBeLessThanOrEqual(75 * SECOND_MS);
    }
    // The truth changed at the instant of each call, whenever somebody looks.
    expect(urns.map((urn) => sandbox.world.fateOf(urn, clock.now())?.endedAt)).toEqual(times);
    expect(sandbox.world.violations()).toEqual([]);
  });

  it("is worked off alike in one step of time and in many", async () => {
    const once = await begun(5);
    once.clock.advance(HOUR_MS);
    await once.status();
    const often = await begun(5);
    for (let minute = 0; minute < 60; minute += 1) {
      often.clock.advance(MINUTE_MS);
      await often.status();
    }
    expect(often.calls().map(({ urn, startedAt }) => ({ urn, startedAt }))).toEqual(
      once.calls().map(({ urn, startedAt }) => ({ urn, startedAt })),
    );
  });

  it("waits for the limit, blocked, and goes on when it frees", async () => {
    const { status, calls, clock } = await begun(4, { limit: 3 });
    clock.advance(HOUR_MS);
    expect(await status()).toBe("BLOCKED");
    expect(calls()).toHaveLength(3);
    clock.advance(24 * HOUR_MS);
    expect(await status()).toBe("SUCCEEDED");
    const [first, , , fourth] = calls().map(({ startedAt }) => startedAt);
    expect(fourth).toBe((first ?? 0) + 24 * HOUR_MS);
  });

  it("holds its identity, and no other, until its last call", async () => {
    const { client, clock, sandbox, urns, status } = await begun(2);
    clock.advance(MINUTE_MS);
    expect(await client.list()).toMatchObject({ status: 409, label: "LIMIT_REACHED" });
    expect(await client.withdraw(urns[1] ?? "")).toMatchObject({ status: 409 });
    expect(await client.post(START, bodyOf([urns[0] ?? ""]))).toMatchObject({ status: 409 });
    expect((await client.list(BEN)).status).toBe(200);
    expect(sandbox.world.violations().map(({ kind }) => kind)).toEqual(Array(3).fill("parallel-call"));
    clock.advance(10 * MINUTE_MS);
    expect(await status()).toBe("SUCCEEDED");
    expect((await client.list()).status).toBe(200);
    expect(sandbox.world.calls().filter(({ tookEffect }) => tookEffect)).toHaveLength(2);
  });

  it("counts what is no longer pending as success without data", async () => {
    const { client, clock, sandbox } = await begun(1);
    clock.advance(HOUR_MS);
    const [gone, pending] = [
      sandbox.world.trueStates(ANA, clock.now()).find(({ state }) => state === "withdrawn")?.urn,
      pendingUrns(sandbox)[20],
    ];
    const second = fieldOf(await client.post(START, bodyOf([gone ?? "", pending ?? ""])), "run_uid");
    clock.advance(HOUR_MS);
    expect(fieldOf(await client.get(`/runs/${second}`), "status")).toBe("SUCCEEDED");
    expect((await client.get(`/runs/${second}/outputs`)).json).toMatchObject([{ linkedin_invitation_urn: pending }]);
    expect((await client.get(`/runs/${second}/inputs`)).json).toMatchObject([
      { status: "SUCCEEDED", output_count: 0, input_data: { linkedin_invitation_urn: gone } },
      { status: "SUCCEEDED", output_count: 1 },
    ]);
  });

  it("fails where the account is disconnected", async () => {
    const { sandbox, clock, status, inputs, calls } = await begun(2);
    sandbox.world.setConnected(ANA, false, clock.now());
    clock.advance(HOUR_MS);
    expect(await status()).toBe("FAILED");
    expect(await inputs()).toMatchObject(Array(2).fill({ last_error: { label: "NO_VALID_ACCOUNT_CONFIGURED" } }));
    expect(calls().some(({ tookEffect }) => tookEffect)).toBe(false);
  });

  it.each([
    ["`input`", { input: {} }, 400],
    ["no inputs", { inputs: [] }, 400],
    ["what is no urn", { inputs: [{ linkedin_invitation_urn: "7" }] }, 400],
    ["what is no input", { inputs: [null] }, 400],
    ["more than 100", { inputs: Array(101).fill({ linkedin_invitation_urn: "urn:li:fsd_invitation:1" }) }, 400],
  ])("is refused with %s", async (_what, body, status) => {
    const sandbox = await sandboxFor();
    const answer = await clientOf(sandbox).post(START, { identity_ids: [ANA], identity_mode: "direct", ...body });
    expect(answer).toMatchObject({ status, label: expect.stringMatching(/^(BAD_INPUT|MISSING_PARAMETER)$/) });
    expect(sandbox.world.runs(sandbox.clock.now())).toEqual([]);
  });

  it("is refused for an identity that is not there, and unknown under any other uid", async () => {
    const client = clientOf(await sandboxFor());
    const answer = await client.post(START, bodyOf(["urn:li:fsd_invitation:1"], NOBODY));
    expect(answer.label).toBe("NO_VALID_ACCOUNT_CONFIGURED");
    expect(await client.get(`/runs/${NOBODY}`)).toMatchObject({ status: 404, label: "STATUS_404" });
    expect((await client.post(`/runs/${NOBODY}`, {})).status).toBe(405);
  });
});

describe("a run in a folder", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "sandbox-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("goes on after a restart where it was, and does nothing twice", async () => {
    const dataFile = join(folder, "sandbox.ndjson");
    const whole = await begun(4, { faults: [{ kind: "unnamed-output" }] });
    whole.clock.advance(HOUR_MS);
    await whole.status();
    const before = await begun(4, { dataFile, faults: [{ kind: "unnamed-output" }] });
    before.clock.advance(150 * SECOND_MS);
    await before.status();
    const done = before.calls().length;
    expect(done).toBe(2);
    await before.sandbox.close();
    // What comes due after the end is not done by looking.
    expect(before.sandbox.world.runs(before.clock.now() + HOUR_MS)).toMatchObject([{ steps: { length: done } }]);

    const clock = manualClock(before.clock.now());
    const ITS_OWN = { seed: undefined, epoch: undefined, identities: undefined };
    const after = await sandboxFor({ ...ITS_OWN, dataFile, clock });
    clock.advance(HOUR_MS);
    const [run] = after.world.runs(clock.now());
    expect(run).toMatchObject({ runUid: before.runUid, status: "SUCCEEDED", urns: before.urns });
    expect(run?.steps).toEqual(whole.sandbox.world.runs(whole.clock.now())[0]?.steps);
    const outputs = (await clientOf(after).get(`/runs/${before.runUid}/outputs`)).json;
    expect(outputs).toEqual(await whole.outputs());
    expect(after.world.calls().filter(({ tookEffect }) => tookEffect)).toHaveLength(4 - done);
  });
});

describe("a fault of a run", () => {
  const over = async (faults: readonly FaultSpec[], count = 5) => {
    const world = await begun(count, { faults });
    world.clock.advance(HOUR_MS);
    return world;
  };

  it("forgotten-run: it is unknown, and goes on", async () => {
    const { client, runUid, urns, sandbox, clock } = await over([{ kind: "forgotten-run" }]);
    for (const part of ["", "/outputs", "/inputs"]) {
      expect(await client.get(`/runs/${runUid}${part}`)).toMatchObject({ status: 404 });
    }
    expect(urns.map((urn) => sandbox.world.fateOf(urn, clock.now())?.state)).toEqual(Array(5).fill("withdrawn"));
  });

  it("stuck-run: it shows RUNNING for ever, after so many", async () => {
    const { status, calls, client } = await over([{ kind: "stuck-run", after: 2 }]);
    expect(await status()).toBe("RUNNING");
    expect(calls()).toHaveLength(2);
    expect((await client.list()).status).toBe(200);
  });

  it("invalid-run: it does nothing", async () => {
    const { status, calls } = await over([{ kind: "invalid-run" }]);
    expect(await status()).toBe("INVALID");
    expect(calls()).toEqual([]);
  });

  it("lost-outputs: of some inputs nothing is listed, although they took effect", async () => {
    const { outputs, inputs, calls } = await over([{ kind: "lost-outputs", inputs: 2 }]);
    expect([(await outputs()).length, (await inputs()).length, calls().length]).toEqual([3, 3, 5]);
    const listed = await over([{ kind: "lost-outputs", inputs: 2, listedAsInputs: true }]);
    expect([(await listed.outputs()).length, (await listed.inputs()).length]).toEqual([3, 5]);
  });

  it("unnamed-output: some outputs name nobody", async () => {
    const { outputs } = await over([{ kind: "unnamed-output", inputs: 2 }]);
    expect((await outputs()).filter((output) => output.linkedin_invitation_urn === undefined)).toHaveLength(2);
  });

  it.each([
    [{ label: "LK_ERROR" }, "PARTIAL_SUCCEEDED", 4],
    [{ label: "LK_524", takesEffect: true }, "PARTIAL_SUCCEEDED", 5],
    [{ label: "STATUS_404" }, "SUCCEEDED", 4],
    [{ label: "LK_ERROR", inputs: 5 }, "FAILED", 0],
  ] as const)("input-label: %o", async (fault, status, took) => {
    const world = await over([{ kind: "input-label", ...fault }]);
    expect(await world.status()).toBe(status);
    expect(world.calls().filter(({ tookEffect }) => tookEffect)).toHaveLength(took);
    const shown = (await world.inputs()).filter(({ last_error }) => last_error !== null);
    expect(shown[0]).toMatchObject({ last_error: { label: fault.label }, output_count: 0 });
  });

  it("status-word: so many answers have a word that nobody has listed", async () => {
    const { status } = await over([{ kind: "status-word", times: 2 }]);
    expect([await status(), await status(), await status()]).toEqual([
      "AWAITING_REVIEW",
      "AWAITING_REVIEW",
      "SUCCEEDED",
    ]);
  });

  it("drop-after-effect: the start's answer is lost, and the run goes on", async () => {
    const clock = manualClock();
    const sandbox = await sandboxFor({ clock, faults: [{ kind: "drop-after-effect", action: "start-run" }] });
    const urns = pendingUrns(sandbox).slice(0, 2);
    await expect(clientOf(sandbox).post(START, bodyOf(urns))).rejects.toThrow();
    clock.advance(HOUR_MS);
    expect(sandbox.world.runs(clock.now())).toMatchObject([{ urns, steps: { length: 2 } }]);
  });

  it("label: a start is refused, and nothing begins", async () => {
    const refused = { kind: "label", action: "start-run", label: "LIMIT_REACHED", status: 429 } as const;
    const { started, sandbox, clock } = await begun(2, { faults: [refused] });
    expect(started).toMatchObject({ status: 429, label: "LIMIT_REACHED" });
    expect(sandbox.world.runs(clock.now())).toEqual([]);
  });

  it("broken-json and empty-answer: the page of outputs is broken, or empty", async () => {
    const faults = (["broken-json", "empty-answer"] as const).map((kind) => ({ kind, action: "run-outputs" }) as const);
    const { client, runUid, outputs } = await over(faults);
    expect((await client.get(`/runs/${runUid}/outputs`)).json).toBeUndefined();
    expect(await outputs()).toEqual([]);
    expect(await outputs()).toHaveLength(5);
  });

  it("comes one of a kind a run, the next one with the next run", async () => {
    const faults = [
      { kind: "input-label", label: "LK_ERROR" },
      { kind: "input-label", label: "LK_524" },
    ] as const;
    const { inputs, sandbox } = await over(faults, 1);
    expect(await inputs()).toMatchObject([{ last_error: { label: "LK_ERROR" } }]);
    expect(sandbox.faults.queued()).toMatchObject([{ label: "LK_524", left: 1 }]);
  });

  it("is not one of a call", async () => {
    const client = clientOf(await sandboxFor());
    expect((await client.admin("POST", "/faults", { kind: "stuck-run", action: "withdraw" })).status).toBe(400);
    expect((await client.admin("POST", "/faults", { kind: "input-label", label: "no label" })).status).toBe(400);
    expect((await client.admin("POST", "/faults", { kind: "stuck-run", after: 3 })).status).toBe(200);
  });
});

describe("the admin", () => {
  it("shows the runs as they are", async () => {
    const { client, clock, runUid } = await begun(2);
    clock.advance(HOUR_MS);
    const { json } = await client.admin("GET", "/runs");
    expect(json).toMatchObject([{ runUid, status: "SUCCEEDED", steps: [{ took: true }, { took: true }] }]);
  });
});

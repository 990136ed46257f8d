import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DAY_MS, later } from "../../../lib/domain/time.ts";
import { runOnce } from "../../../lib/local/run.ts";
import { openWorkspace, type Workspace } from "../../../lib/local/workspace.ts";
import type { FaultSpec } from "../../../lib/sandbox/faults.ts";
import { liveForNow } from "../../../lib/settings/live-override.ts";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";
import { keepsLedgersOnDisk, partsOfTests } from "../../helpers/memory-folders.ts";
import { ANA, account, BEN, NOBODY_ANSWERS } from "../../helpers/test-bed.ts";

const identities = [account(), account({ uid: BEN, name: "Ben" })];
const NOTHING_KNOWN: readonly FaultSpec[] = [
  { kind: "unknown-label", action: "withdraw", identityId: ANA, times: 100 },
];

/** A folder as the commands find it, opened by the test itself; `work` is done while it is open. */
async function inFolder<Result>(
  data: string,
  work: (workspace: Workspace) => Promise<Result>,
  faults: readonly FaultSpec[] = [],
): Promise<Result> {
  const workspace = await openWorkspace({
    root: data,
    edges: { kind: "sandbox", options: { identities, fates: NOBODY_ANSWERS, seed: 7, faults } },
    policySeed: { document: {}, where: "the test" },
    parts: partsOfTests(),
  });
  try {
    return await work(workspace);
  } finally {
    await workspace.close();
  }
}

const liveRun = (workspace: Workspace) =>
  runOnce(workspace, { policy: liveForNow(workspace.policy), fastForward: true });

const withdrawCallsOf = ({ sandbox }: Workspace, id: string) =>
  sandbox?.world.calls().filter(({ action, identityId }) => action === "withdraw" && identityId === id) ?? [];

/** With `NOTHING_KNOWN` two runs, a day apart: the second one in a row that is refused needs a person. */
async function aRunFolder(faults: readonly FaultSpec[] = []): Promise<string> {
  const data = temporaryFolder();
  const work = async (workspace: Workspace) => {
    await liveRun(workspace);
    if (faults !== NOTHING_KNOWN) return;
    workspace.clock.advance(later(workspace.clock.now(), DAY_MS));
    await liveRun(workspace);
  };
  await inFolder(data, work, faults);
  return data;
}

const pausesIn = (data: string) => JSON.parse(readFileSync(join(data, "sandbox", "stops.json"), "utf8")).pauses;
const policyIn = (data: string) => JSON.parse(readFileSync(join(data, "sandbox", "policy.json"), "utf8")).policy;
const lines = async (data: string) => JSON.parse((await sweeper(["identities", "--json", "--data", data])).out);
const lineOf = async (data: string, id: string) =>
  (await lines(data)).find(({ identityId }: { identityId: string }) => identityId === id);

describe("pause, while a run has the ledger open", () => {
  keepsLedgersOnDisk();

  it.each([ANA, "all"])("of %s stops the next call, and the run ends by itself", async (whom) => {
    const data = temporaryFolder();

    const { calls, paused, sweeps } = await inFolder(data, async (workspace) => {
      let answer: Awaited<ReturnType<typeof sweeper>> | null = null;
      const edges: Workspace["edges"] = {
        ...workspace.edges,
        async withdrawInvitation(call) {
          const outcome = await workspace.edges.withdrawInvitation(call);
          if (call.identityId === ANA) answer ??= await sweeper(["pause", whom, "--data", data]);
          return outcome;
        },
      };
      const { runId } = await liveRun({ ...workspace, edges });
      const found = new Map<string, object>();
      for await (const { identityId, queued, deferred } of workspace.ledger.runs.sweeps(runId)) {
        found.set(identityId, { queued, paused: deferred.paused?.length });
      }
      const made = [ANA, BEN].map((id) => withdrawCallsOf(workspace, id).length);
      return { calls: made, paused: answer as Awaited<ReturnType<typeof sweeper>> | null, sweeps: found };
    });

    const [ofAna = 0, ofBen = 0] = calls;
    expect(paused?.code).toBe(0);
    expect(ofAna).toBe(1);
    expect(sweeps.get(ANA)).toMatchObject({ queued: expect.any(Number), paused: expect.any(Number) });
    if (whom === "all") expect(ofBen).toBeLessThanOrEqual(1);
    else expect(sweeps.get(BEN)).toEqual({ queued: ofBen, paused: undefined });
  });

  it("is given although nobody can look up the identity then, and says so", async () => {
    const data = await aRunFolder();

    const { code, err } = await inFolder(data, () => sweeper(["pause", ANA, "--data", data]));

    expect(code).toBe(0);
    expect(err).toContain("in use by another process");
    expect(pausesIn(data)).toMatchObject([{ id: ANA }]);
  });

  it("is lifted while the ledger is open, and what could not be looked up is told", async () => {
    const data = await aRunFolder();
    await sweeper(["pause", ANA, "--data", data]);

    const { code, out, err } = await inFolder(data, () => sweeper(["resume", ANA, "--data", data]));

    expect(code).toBe(0);
    expect(out).toContain("paused by a person");
    expect(err).toContain("resume it again later");
    expect(pausesIn(data)).toEqual([]);
  });
});

describe("a paused identity", () => {
  it('is left alone by the next live run although the policy sweeps "all"; the others go on', async () => {
    const data = await aRunFolder();
    await sweeper(["pause", ANA, "--reason", "on holiday", "--data", data]);

    const { out, err } = await sweeper(["run", "--live", "--json", "--data", data]);

    const swept = JSON.parse(out).sweeps.map(({ identityId }: { identityId: string }) => identityId);
    expect(swept).toEqual([BEN]);
    expect(err).toContain(`left out: ${ANA} is paused by a person`);
    expect(err).toContain("on holiday");
  });

  it("is not let go on by a reconnection, nor is its mark by the pause's end", async () => {
    const data = await aRunFolder([{ kind: "session-expired", action: "withdraw", identityId: ANA }]);
    await sweeper(["pause", ANA, "--data", data]);
    const before = await lineOf(data, ANA);
    await sweeper(["run", "--live", "--data", data]);

    const line = await lineOf(data, ANA);

    expect(before).toMatchObject({ connected: true, needsPerson: { why: "AUTH_EXPIRED" }, pause: { id: ANA } });
    // The day on which the backlog is gone is counted from now.
    const backlog = { ...before.backlog, steadyAt: line.backlog.steadyAt };
    expect(line).toEqual({ ...before, lastListing: line.lastListing, backlog });
  });

  it("is told apart from one that unknown answers have stopped, and both can be at once", async () => {
    const data = await aRunFolder(NOTHING_KNOWN);
    await sweeper(["pause", ANA, "--reason", "the owner asked", "--data", data]);
    await sweeper(["pause", BEN, "--data", data]);

    const [ana, ben] = [await lineOf(data, ANA), await lineOf(data, BEN)];
    const { out } = await sweeper(["identities", "--data", data]);

    expect(ana).toMatchObject({ needsPerson: { why: "outcomes-not-known" }, pause: { reason: "the owner asked" } });
    expect(ben).toMatchObject({ needsPerson: null, paused: true, pause: { id: BEN } });
    expect(out).toMatch(
      /needs a person \(look, then `sweeper resume`\): outcomes-not-known .*; paused by a person since/,
    );
  });
});

describe("pause", () => {
  it("given twice changes nothing the second time, and keeps its first day", async () => {
    const data = await aRunFolder();

    const first = await sweeper(["pause", ANA, "--json", "--data", data]);
    const second = await sweeper(["pause", ANA, "--json", "--data", data]);

    expect(JSON.parse(first.out)).toMatchObject({ id: ANA, changed: true, version: 1 });
    expect(JSON.parse(second.out)).toEqual({ ...JSON.parse(first.out), changed: false });
  });

  it("may be given a reason later", async () => {
    const data = await aRunFolder();
    await sweeper(["pause", ANA, "--data", data]);

    await sweeper(["pause", ANA, "--reason", "as agreed", "--data", data]);

    expect(pausesIn(data)).toEqual([{ id: ANA, since: expect.any(String), reason: "as agreed" }]);
  });

  it.each([["33333333-3333-4333-8333-333333333333"], ["#workspace"], [""], ["a b"]])(
    "of an identity nobody knows ends with 2 and changes nothing: %j",
    async (id) => {
      const data = await aRunFolder();

      const { code, out, err } = await sweeper(["pause", id, "--data", data]);

      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).not.toMatch(/\n\s+at /);
      expect(["policy.json", "stops.json"].filter((file) => existsSync(join(data, "sandbox", file)))).toEqual([]);
    },
  );

  it("of all leaves the mode as it is, and stops a live run too", async () => {
    const data = await aRunFolder();
    await sweeper(["policy", "set", "mode=live", "--data", data]);

    await sweeper(["pause", "all", "--data", data]);
    const { out, err } = await sweeper(["run", "--json", "--data", data]);

    expect(JSON.parse(out)).toMatchObject({ mode: "live", sweeps: [] });
    expect(err).toContain("every identity");
    expect(policyIn(data).mode).toBe("live");
    expect(pausesIn(data)).toMatchObject([{ id: "all" }]);
  });
});

describe("resume", () => {
  it("lifts a person's pause and the mark of unknown answers together, and says both", async () => {
    const data = await aRunFolder(NOTHING_KNOWN);
    await sweeper(["pause", ANA, "--reason", "looking into it", "--data", data]);

    const { code, out } = await sweeper(["resume", ANA, "--data", data]);

    const line = await lineOf(data, ANA);
    expect(code).toBe(0);
    expect(out).toContain("outcomes-not-known");
    expect(out).toContain("looking into it");
    expect(line).toMatchObject({ needsPerson: null, stop: null, pause: null, paused: false, unknownOutcomes: [] });
  });

  it("lifts what the identity's own entry in the policy says, and nothing else of it", async () => {
    const data = await aRunFolder();
    const entries = JSON.stringify([{ id: ANA, paused: true, dailyCap: 9 }, { id: BEN }]);
    await sweeper(["policy", "set", `identities=${entries}`, "--data", data]);

    const { out } = await sweeper(["resume", ANA, "--data", data]);

    expect(out).toContain("change cdk.json too");
    expect(policyIn(data).identities).toEqual([{ id: ANA, dailyCap: 9 }, { id: BEN }]);
  });

  it("given twice says that there was nothing to lift", async () => {
    const data = await aRunFolder();
    await sweeper(["pause", ANA, "--data", data]);
    await sweeper(["resume", ANA, "--data", data]);

    const { code, out } = await sweeper(["resume", ANA, "--json", "--data", data]);

    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ identityId: ANA, resumed: false, was: null, pause: null });
  });

  it("of one identity says when all are paused still", async () => {
    const data = await aRunFolder();
    await sweeper(["pause", ANA, "--data", data]);
    await sweeper(["pause", "all", "--data", data]);

    const { out, err } = await sweeper(["resume", ANA, "--json", "--data", data]);

    expect(JSON.parse(out)).toMatchObject({ resumed: true, stillPaused: true });
    expect(err).toContain("sweeper resume all");
  });

  it("of all leaves those paused by name, names them, and tells the mode that is in force again", async () => {
    const data = await aRunFolder();
    await sweeper(["policy", "set", "mode=live", "--data", data]);
    await sweeper(["pause", ANA, "--data", data]);
    await sweeper(["pause", "all", "--data", data]);

    const { out, err } = await sweeper(["resume", "all", "--json", "--data", data]);
    const again = await sweeper(["resume", "all", "--json", "--data", data]);

    expect(JSON.parse(out)).toMatchObject({ resumed: true, mode: "live", stillPaused: [ANA] });
    expect(err).toContain('"live"');
    expect(err).toContain(`sweeper resume ${ANA}`);
    expect(JSON.parse(again.out)).toMatchObject({ resumed: false, stillPaused: [ANA] });
  });

  it.each(["off", "dry-run"])("of all does not switch a policy that is %s to live, and says how to", async (mode) => {
    const data = await aRunFolder();
    await sweeper(["policy", "set", `mode=${mode}`, "--data", data]);
    await sweeper(["pause", "all", "--data", data]);

    const { err } = await sweeper(["resume", "all", "--data", data]);

    expect(err).toContain(`"${mode}"`);
    expect(err).toContain("sweeper policy set mode=live");
    expect(policyIn(data).mode).toBe(mode);
  });

  it.each(["#workspace", "", "a b"])("of what is no identity's id ends with 2: %j", async (id) => {
    const { code, err } = await sweeper(["resume", id, "--data", temporaryFolder()]);

    expect(code).toBe(2);
    expect(err).toContain("sweeper identities");
  });

  it("of an identity nobody knows ends with 2", async () => {
    const data = await aRunFolder();

    const { code, err } = await sweeper(["resume", "33333333-3333-4333-8333-333333333333", "--data", data]);

    expect({ code, err }).toEqual({
      code: 2,
      err: "the ledger knows no identity 33333333-3333-4333-8333-333333333333",
    });
  });
});

describe("identities", () => {
  it("shows label, reference and time of the failed calls that stopped one", async () => {
    const data = await aRunFolder(NOTHING_KNOWN);

    const line = await lineOf(data, ANA);
    const { out } = await sweeper(["identities", "--data", data]);

    expect(line.unknownOutcomes).toHaveLength(6);
    expect(line.stop).toMatchObject({ runs: 2 });
    for (const { label, ref, at } of line.unknownOutcomes) {
      expect(label).toMatch(/^[A-Z0-9_]+$/);
      expect(ref).not.toBeNull();
      expect(out).toContain(`${at.slice(0, 16).replace("T", " ")}  ${label}`);
      expect(out).toContain(ref);
    }
  });

  it("shows a pause that names nobody, for whoever gave it believes that somebody is stopped", async () => {
    const data = await aRunFolder();
    const nobody = "33333333-3333-4333-8333-333333333333";
    await sweeper(["policy", "set", `paused=[{"id":"${nobody}"}]`, "--data", data]);

    const line = await lineOf(data, nobody);

    expect(line).toMatchObject({ connected: false, pause: { id: nobody } });
  });
});

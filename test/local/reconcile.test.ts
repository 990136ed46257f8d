import { describe, expect, it } from "vitest";
import { type ReconcileRequest, reconcile } from "../../lambdas/sweep/reconcile.ts";
import { OUTCOMES_NOT_KNOWN } from "../../lib/core/gate.ts";
import type { LogFields } from "../../lib/observe/log.ts";
import { ANA, account, idOf, policyOf, type Stage, stageFor } from "../helpers/stage.ts";

/** Reconciles Ana's books as the command does; `logged` has what went to the log. */
async function reconcileAna(stage: Stage, change: Partial<ReconcileRequest> = {}) {
  const logged: (LogFields & { readonly message: string })[] = [];
  const tell = (message: string, fields: LogFields = {}) => void logged.push({ message, ...fields });
  const c = { ...stage.workspace, log: { info: tell, warn: tell, error: tell } };
  const policy = await policyOf({}).read();
  const request = { identityId: ANA, policy, agree: async () => true, ...change };
  return { result: await stage.workspace.skipWaits(reconcile(c, request)), logged };
}

/** Ana's owner withdraws so many of the oldest by hand. */
function withdrawByHand(stage: Stage, count: number): string[] {
  const chosen = stage
    .truth()
    .filter(({ state }) => state === "pending")
    .slice(0, count);
  for (const { urn } of chosen) stage.sandbox.world.withdraw(ANA, urn, stage.now().getTime());
  return chosen.map(({ urn }) => idOf(urn));
}

const LARGE = account({ backlog: 30, backlogDays: 20 });

describe("reconciling an identity's books with its list", () => {
  it("ends what its owner withdrew by hand, where every sweep had called the list collapsed", async () => {
    const stage = await stageFor({ identities: [LARGE] });
    await stage.run({ mode: "dry-run" });
    const byHand = withdrawByHand(stage, 22);
    stage.advance(1);
    const held = [await stage.run(), await stage.run()];
    expect(held.map(({ sweeps }) => sweeps.get(ANA)?.trust)).toEqual(["collapsed", "collapsed"]);

    const { result, logged } = await reconcileAna(stage);

    if (result.kind !== "mended") throw new Error(result.kind);
    const mended = byHand.map((invitationId) => ({ invitationId, was: "pending", is: "gone" }));
    expect(new Set(result.findings)).toEqual(new Set(mended));
    expect(logged.filter(({ message }) => message === "mended")).toHaveLength(22);
    const gone = (await stage.outcomes()).map(({ invitationId, outcome, runId }) => ({ invitationId, outcome, runId }));
    expect(new Set(gone)).toEqual(
      new Set(byHand.map((invitationId) => ({ invitationId, outcome: "gone", runId: result.runId }))),
    );
    const sweep = await stage.workspace.ledger.runs.findSweep(result.runId, ANA);
    expect(sweep).toMatchObject({ trust: "believed", gone: 22, listed: 8, mode: "dry-run", queued: 0 });

    expect((await stage.run()).sweeps.get(ANA)?.trust).toBe("believed");
  });

  it("finds nothing to mend when it is done again, and calls for no withdrawal", async () => {
    const stage = await stageFor({ identities: [LARGE] });
    await stage.run({ mode: "dry-run" });
    withdrawByHand(stage, 22);
    stage.advance(1);
    const before = stage.withdrawCalls().length;
    await reconcileAna(stage);

    const { result } = await reconcileAna(stage);

    expect(result).toMatchObject({ kind: "mended", findings: [] });
    expect(stage.withdrawCalls()).toHaveLength(before);
  });

  it("shows the difference before it writes, and writes nothing without a yes", async () => {
    const stage = await stageFor({ identities: [LARGE] });
    await stage.run({ mode: "dry-run" });
    withdrawByHand(stage, 22);
    stage.advance(1);

    const { result, logged } = await reconcileAna(stage, { agree: async () => false });

    expect(result).toEqual({ kind: "left-alone", difference: { listed: 8, open: 30, missing: 22, unknown: 0 } });
    expect(await stage.outcomes()).toEqual([]);
    expect(logged).toEqual([]);
    expect((await stage.run()).sweeps.get(ANA)?.trust).toBe("collapsed");
  });

  it("concludes nothing from a list that broke off, whoever looks", async () => {
    const stage = await stageFor({ identities: [account({ backlog: 130, backlogDays: 20 })] });
    await stage.run({ mode: "dry-run" });
    withdrawByHand(stage, 90);
    stage.advance(1);
    stage.sandbox.faults.add({ kind: "status", status: 503, action: "list", times: 3 });

    const { result } = await reconcileAna(stage);

    expect(result).toMatchObject({ kind: "not-whole" });
    expect(await stage.outcomes()).toEqual([]);
  });

  it("works for an identity that is paused until a person has looked", async () => {
    const stage = await stageFor({ identities: [LARGE] });
    await stage.run({ mode: "dry-run" });
    stage.advance(1);
    const since = stage.now();
    await stage.workspace.ledger.identities.setNeedsPerson(ANA, { since, why: OUTCOMES_NOT_KNOWN, ref: null });

    const { result } = await reconcileAna(stage);

    expect(result).toMatchObject({ kind: "mended" });
    const { gate } = await stage.workspace.ledger.identities.find(ANA);
    expect(gate.needsPerson?.why).toBe(OUTCOMES_NOT_KNOWN);
    expect(gate.lease).toBeNull();
  });

  it("writes nothing when the answer comes after the list has gone stale", async () => {
    const stage = await stageFor({ identities: [LARGE] });
    await stage.run({ mode: "dry-run" });
    withdrawByHand(stage, 22);
    stage.advance(1);

    const { result } = await reconcileAna(stage, {
      async agree() {
        stage.advance(1 / 24);
        return true;
      },
    });

    expect(result).toEqual({ kind: "too-late" });
    expect(await stage.outcomes()).toEqual([]);
  });

  it("waits while somebody else holds the gate, and gives up in the end", async () => {
    const stage = await stageFor({ identities: [LARGE] });
    await stage.run({ mode: "dry-run" });
    stage.advance(1);
    const { ledger } = stage.workspace;
    const { gate, version } = await ledger.identities.find(ANA);
    const until = new Date(stage.now().getTime() + 3_600_000);
    await ledger.identities.replaceGate(ANA, version, { ...gate, lease: { holder: "a sweep", until } });
    const waits: Date[] = [];

    const { result } = await reconcileAna(stage, { onWait: (at) => void waits.push(at) });

    expect(waits.length).toBeGreaterThan(0);
    expect(result.kind).toBe("mended");
    expect(stage.now().getTime()).toBeGreaterThan(until.getTime());
  });
});

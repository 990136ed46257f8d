import { describe, expect, it } from "vitest";
import { OUTCOMES_NOT_KNOWN } from "../../lib/domain/gate.ts";
import type { LogFields } from "../../lib/observe/log.ts";
import { type ReconcileRequest, reconcile } from "../../lib/sweep/reconcile.ts";
import { ANA, account, idOf, policyOf, type TestBed, testBedFor } from "../helpers/test-bed.ts";

/** Reconciles Ana's books as the command does; `logged` has what went to the log. */
async function reconcileAna(bed: TestBed, change: Partial<ReconcileRequest> = {}) {
  const logged: (LogFields & { readonly message: string })[] = [];
  const tell = (message: string, fields: LogFields = {}) => void logged.push({ message, ...fields });
  const c = { ...bed.workspace, log: { info: tell, warn: tell, error: tell } };
  const policy = await policyOf({}).read();
  const request = { identityId: ANA, policy, agree: async () => true, ...change };
  return { result: await bed.workspace.skipWaits(reconcile(c, request)), logged };
}

/** Ana's owner withdraws so many of the oldest by hand. */
function withdrawByHand(bed: TestBed, count: number): string[] {
  const chosen = bed
    .truth()
    .filter(({ state }) => state === "pending")
    .slice(0, count);
  for (const { urn } of chosen) bed.sandbox.world.withdraw(ANA, urn, bed.now().getTime());
  return chosen.map(({ urn }) => idOf(urn));
}

const LARGE = account({ backlog: 30, backlogDays: 20 });

describe("reconciling an identity's books with its list", () => {
  it("ends what its owner withdrew by hand, where every sweep had called the list collapsed", async () => {
    const bed = await testBedFor({ identities: [LARGE] });
    await bed.run({ mode: "dry-run" });
    const byHand = withdrawByHand(bed, 22);
    bed.advance(1);
    const held = [await bed.run(), await bed.run()];
    expect(held.map(({ sweeps }) => sweeps.get(ANA)?.trust)).toEqual(["collapsed", "collapsed"]);

    const { result, logged } = await reconcileAna(bed);

    if (result.kind !== "mended") throw new Error(result.kind);
    const mended = byHand.map((invitationId) => ({ invitationId, was: "pending", is: "gone" }));
    expect(new Set(result.findings)).toEqual(new Set(mended));
    expect(logged.filter(({ message }) => message === "mended")).toHaveLength(22);
    const gone = (await bed.outcomes()).map(({ invitationId, outcome, runId }) => ({ invitationId, outcome, runId }));
    expect(new Set(gone)).toEqual(
      new Set(byHand.map((invitationId) => ({ invitationId, outcome: "gone", runId: result.runId }))),
    );
    const sweep = await bed.workspace.ledger.runs.findSweep(result.runId, ANA);
    expect(sweep).toMatchObject({ trust: "believed", gone: 22, listed: 8, mode: "dry-run", queued: 0 });

    expect((await bed.run()).sweeps.get(ANA)?.trust).toBe("believed");
  });

  it("finds nothing to mend when it is done again, and calls for no withdrawal", async () => {
    const bed = await testBedFor({ identities: [LARGE] });
    await bed.run({ mode: "dry-run" });
    withdrawByHand(bed, 22);
    bed.advance(1);
    const before = bed.withdrawCalls().length;
    await reconcileAna(bed);

    const { result } = await reconcileAna(bed);

    expect(result).toMatchObject({ kind: "mended", findings: [] });
    expect(bed.withdrawCalls()).toHaveLength(before);
  });

  it("shows the difference before it writes, and writes nothing without a yes", async () => {
    const bed = await testBedFor({ identities: [LARGE] });
    await bed.run({ mode: "dry-run" });
    withdrawByHand(bed, 22);
    bed.advance(1);

    const { result, logged } = await reconcileAna(bed, { agree: async () => false });

    expect(result).toEqual({ kind: "left-alone", difference: { listed: 8, open: 30, missing: 22, unknown: 0 } });
    expect(await bed.outcomes()).toEqual([]);
    expect(logged).toEqual([]);
    expect((await bed.run()).sweeps.get(ANA)?.trust).toBe("collapsed");
  });

  it("concludes nothing from a list that broke off, whoever looks", async () => {
    const bed = await testBedFor({ identities: [account({ backlog: 130, backlogDays: 20 })] });
    await bed.run({ mode: "dry-run" });
    withdrawByHand(bed, 90);
    bed.advance(1);
    bed.sandbox.faults.add({ kind: "status", status: 503, action: "list", times: 3 });

    const { result } = await reconcileAna(bed);

    expect(result).toMatchObject({ kind: "not-whole" });
    expect(await bed.outcomes()).toEqual([]);
  });

  it("works for an identity that is paused until a person has looked", async () => {
    const bed = await testBedFor({ identities: [LARGE] });
    await bed.run({ mode: "dry-run" });
    bed.advance(1);
    const since = bed.now();
    await bed.workspace.ledger.identities.setNeedsPerson(ANA, { since, why: OUTCOMES_NOT_KNOWN, ref: null });

    const { result } = await reconcileAna(bed);

    expect(result).toMatchObject({ kind: "mended" });
    const { gate } = await bed.workspace.ledger.identities.find(ANA);
    expect(gate.needsPerson?.why).toBe(OUTCOMES_NOT_KNOWN);
    expect(gate.lease).toBeNull();
  });

  it("writes nothing when the answer comes after the list has gone stale", async () => {
    const bed = await testBedFor({ identities: [LARGE] });
    await bed.run({ mode: "dry-run" });
    withdrawByHand(bed, 22);
    bed.advance(1);

    const { result } = await reconcileAna(bed, {
      async agree() {
        bed.advance(1 / 24);
        return true;
      },
    });

    expect(result).toEqual({ kind: "too-late" });
    expect(await bed.outcomes()).toEqual([]);
  });

  it("waits while somebody else holds the gate, and gives up in the end", async () => {
    const bed = await testBedFor({ identities: [LARGE] });
    await bed.run({ mode: "dry-run" });
    bed.advance(1);
    const { ledger } = bed.workspace;
    const { gate, version } = await ledger.identities.find(ANA);
    const until = new Date(bed.now().getTime() + 14 * 60_000);
    await ledger.identities.replaceGate(ANA, version, { ...gate, lease: { holder: "a sweep", until } });

    const { result } = await reconcileAna(bed);

    expect(result.kind).toBe("mended");
    expect(bed.now().getTime()).toBeGreaterThan(until.getTime());
  });
});

import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, later, MINUTE_MS } from "../../lib/domain/time.ts";
import { type ReconcileRequest, reconcile } from "../../lib/sweep/reconcile.ts";
import { ANA, policyOf, staleAt, type TestBed, testBedFor } from "../helpers/test-bed.ts";

/** A bed whose client says of our clock that it is so far off once the API has answered a list. */
async function offAfterTheList(offsetMs: number, isOnlyClock = false): Promise<TestBed> {
  let known: number | null = null;
  return testBedFor({
    isOnlyClock,
    edges: (real) => ({
      ...real,
      async *listSentInvitations(id, options) {
        known = offsetMs;
        return yield* real.listSentInvitations(id, options);
      },
      clockOffsetMs: () => known,
    }),
  });
}

const sweepOf = async (bed: TestBed) => (await bed.run()).sweeps.get(ANA);
const openOf = async (bed: TestBed) => {
  const open = [];
  for await (const one of bed.workspace.ledger.invitations.open(ANA)) open.push(one);
  return open;
};

describe("a sweep by a clock that its list shows to be off", () => {
  it.each([10 * DAY_MS, -10 * DAY_MS])("by %i ms is held, and nothing of the list is written", async (offsetMs) => {
    const bed = await offAfterTheList(offsetMs);

    const sweep = await sweepOf(bed);

    expect(sweep).toMatchObject({ held: { "clock-wrong": 0 }, queued: 0, listed: 0 });
    expect(await openOf(bed)).toEqual([]);
    expect(bed.withdrawCalls()).toEqual([]);
    expect(await bed.workspace.ledger.identities.find(ANA)).toMatchObject({ lastListing: null });
  });

  it("leaves the gate with its gap by the API's time, so that nobody waits for ten days", async () => {
    const bed = await offAfterTheList(10 * DAY_MS);

    await bed.run();

    const { gate } = await bed.workspace.ledger.identities.find(ANA);
    const right = later(bed.now(), -10 * DAY_MS);
    expect(gate.lease).toBeNull();
    expect(gate.nextAllowedAt?.getTime()).toBeGreaterThan(right.getTime());
    expect(gate.nextAllowedAt?.getTime()).toBeLessThan(right.getTime() + 5 * MINUTE_MS);
  });

  it("tells ages by the API's where it is ahead and nothing else goes by another", async () => {
    const bed = await offAfterTheList(10 * DAY_MS, true);
    const right = later(bed.now(), -10 * DAY_MS);
    const old = staleAt(bed.truth(), right).length;
    const young = staleAt(bed.truth(), bed.now()).length - old;

    const sweep = await sweepOf(bed);

    expect(young).toBeGreaterThan(0);
    expect(sweep?.eligible).toBe(old);
    expect((await bed.workspace.ledger.ids.calibration()).trials).toBe(0);
  });

  it("is held where it is behind, also where nothing else goes by another", async () => {
    const bed = await offAfterTheList(-10 * DAY_MS, true);

    expect(await sweepOf(bed)).toMatchObject({ held: { "clock-wrong": 0 }, queued: 0 });
  });

  it("by an hour goes on", async () => {
    const bed = await offAfterTheList(HOUR_MS);

    expect((await sweepOf(bed))?.queued).toBeGreaterThan(0);
  });
});

describe("an identity with a time beyond any wait", () => {
  it.each([
    ["a next call", { nextAllowedAt: 10 * DAY_MS }],
    ["a withdraw call, though the gate is open", { withdrawCalls: 10 * DAY_MS }],
  ])("%s, is held by a run without a call, and its gate stays as it is", async (_, ahead) => {
    const bed = await testBedFor();
    await bed.run({ mode: "dry-run" });
    bed.advance(1);
    const { identities } = bed.workspace.ledger;
    const { gate, version } = await identities.find(ANA);
    const [[part, ms] = ["", 0]] = Object.entries(ahead);
    const at = later(bed.now(), ms);
    await identities.replaceGate(ANA, version, { ...gate, [part]: part === "withdrawCalls" ? [at] : at });

    const run = await bed.run();

    expect(run.sweeps.get(ANA)).toMatchObject({ held: { "future-gate": 0 }, listing: "none" });
    expect(run.calls.filter(({ action }) => action !== "identities")).toEqual([]);
    const after = await identities.find(ANA);
    expect(after.gate.lease).toBeNull();
    expect(after.gate[part as "nextAllowedAt"]).toEqual(part === "withdrawCalls" ? [at] : at);
  });

  it("a list that was read tomorrow, is reconciled only after it was lifted", async () => {
    const bed = await testBedFor();
    await bed.run({ mode: "dry-run" });
    bed.advance(1);
    const listing = { at: later(bed.now(), DAY_MS), count: 12, trust: "believed" } as const;
    await bed.workspace.ledger.identities.recordListing(ANA, listing);
    const request: ReconcileRequest = { identityId: ANA, policy: await policyOf({}).read(), agree: async () => true };

    const result = await bed.workspace.skipWaits(reconcile(bed.workspace, request));

    expect(result).toEqual({ kind: "future-gate", times: [{ what: "last-listing", at: listing.at }] });
    expect((await bed.workspace.ledger.identities.find(ANA)).gate.lease).toBeNull();
  });
});

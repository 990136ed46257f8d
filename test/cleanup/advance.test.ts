import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, later } from "../../lib/domain/time.ts";
import type { LoggedCall } from "../../lib/sandbox/call-log.ts";
import { aMark } from "../helpers/dynamo-records.ts";
import { ANA, account, contradictions, idOf, NO_CONTRADICTIONS, policyOf } from "../helpers/test-bed.ts";
import { cleanupBedFor } from "./helpers/cleanup-bed.ts";

/** A call of our own that lists or withdraws; those of a run are the API's. */
const isOfIdentity = ({ action, runUid = null }: LoggedCall) =>
  runUid === null && (action === "list" || action === "withdraw");

describe("a clean-up", () => {
  it("withdraws exactly what was chosen, as many a day as the cap allows, and the ledger says so", async () => {
    const { bed, finish, chosen, submitted, withdrawn, part, cleanupId } = await cleanupBedFor(
      {},
      { dailyCap: 15 },
      34,
    );
    const last = await finish();

    expect(last).toMatchObject({ kind: "over", stoppedBy: null, progress: { chosen: 34, left: 0, withdrawn: 34 } });
    expect(submitted().map((urns) => urns.length)).toEqual([15, 15, 4]);
    expect(submitted().flat().toSorted()).toEqual(chosen.map(({ urn }) => urn).toSorted());
    expect(withdrawn().toSorted()).toEqual(chosen.map(({ urn }) => urn).toSorted());
    for (const one of chosen) {
      const { state, ending, attempts } = await bed.find(one);
      expect({ state, attempts, runId: ending?.runId, reason: ending?.reason, confirmed: ending?.confirmed }).toEqual({
        ...{ state: "withdrawn", attempts: 1, runId: cleanupId, reason: "stale", confirmed: true },
      });
    }
    expect((await part()).runUids).toHaveLength(3);
    const { confirmedWrongly: _, ...found } = await contradictions(bed);
    expect(NO_CONTRADICTIONS).toMatchObject(found);
  });

  it("holds the identity while its run lasts: nothing is listed and nothing else is called for", async () => {
    const { bed, step, finish } = await cleanupBedFor({}, {}, 5);
    expect(await step()).toMatchObject({ kind: "wait", why: "run-under-way", progress: { underWay: 5, left: 5 } });
    const { sweeps, calls } = await bed.run();

    expect(Object.keys(sweeps.get(ANA)?.held ?? {})).toEqual(["bulk-run"]);
    expect(calls.filter(isOfIdentity)).toEqual([]);

    await finish();
    const after = await bed.workspace.ledger.identities.find(ANA);
    expect(after.gate.bulkRun).toBeNull();
    expect(after.gate.withdrawCalls).toHaveLength(5);
  });

  it("leaves out who is protected by the time of the submission, and says why", async () => {
    const { bed, finish, chosen, submitted } = await cleanupBedFor({}, {}, 4);
    const [spared] = chosen;
    if (spared === undefined) throw new Error("nobody is stale");
    const { personId } = await bed.find(spared);
    await bed.workspace.ledger.flags.add(personId ?? "", aMark({ kind: "protected" }));

    const last = await finish();

    expect(last).toMatchObject({ progress: { withdrawn: 3, dropped: { protected: 1 } } });
    expect(submitted().flat()).not.toContain(spared.urn);
    expect((await bed.find(spared)).attempts).toBe(0);
  });

  it("submits nothing in another mode than live, nor for a paused identity, and says so", async () => {
    for (const [policy, stoppedBy] of [
      [{ mode: "off" }, "off"],
      [{ mode: "dry-run" }, "dry-run"],
      [{ paused: [{ id: ANA }] }, "paused"],
    ] as const) {
      const { finish, submitted } = await cleanupBedFor({}, policy as object, 4);
      expect(await finish()).toMatchObject({ kind: "over", stoppedBy, progress: { left: 4, withdrawn: 0 } });
      expect(submitted()).toEqual([]);
    }
  });

  it("follows a run that is under way to its end when the mode is set to off, and starts no other", async () => {
    const { bed, c, step, submitted, cleanupId } = await cleanupBedFor({}, { dailyCap: 5 }, 12);
    await step();
    const off = { ...c, policy: policyOf({ mode: "off" }) };
    let last = await step(off);
    while (last.kind === "wait") {
      bed.workspace.clock.advance(last.until);
      last = await step(off);
    }
    expect(last).toMatchObject({ stoppedBy: "off", progress: { withdrawn: 5, left: 7 } });
    expect(submitted()).toHaveLength(1);
    expect((await bed.outcomes()).filter(({ runId }) => runId === cleanupId)).toHaveLength(5);
  });

  it("counts the run's cap over all its batches", async () => {
    const { finish, submitted } = await cleanupBedFor({}, { dailyCap: 4, runCap: 10 }, 20);
    expect(await finish()).toMatchObject({ stoppedBy: "run-cap", progress: { withdrawn: 10, left: 10 } });
    expect(submitted().map((urns) => urns.length)).toEqual([4, 4, 2]);
  });
});

describe("a start whose answer is lost", () => {
  it.each([
    ["with effect", "drop-after-effect"],
    ["without effect", "drop-before-effect"],
  ] as const)("%s is never repeated; the identity is held, and the next lists tell", async (_, kind) => {
    const { bed, finish, step, chosen, submitted } = await cleanupBedFor(
      { faults: [{ kind, action: "start-run", times: 1 }] },
      { dailyCap: 6 },
      6,
    );
    const lost = await step();
    expect(lost).toMatchObject({ kind: "wait", why: "answer-lost", progress: { underWay: 6 } });
    bed.advance(1);
    expect((await bed.run()).calls.filter(isOfIdentity)).toEqual([]);

    const last = await finish();
    expect(last).toMatchObject({ stoppedBy: null, progress: { withdrawn: 0, notWithdrawn: { "not-known": 6 } } });
    for (const one of chosen) expect((await bed.find(one)).state).toBe("withdrawing");
    expect(submitted().length).toBe(kind === "drop-after-effect" ? 1 : 0);

    bed.advance(1);
    await bed.run({ mode: "dry-run" });
    for (const one of chosen) {
      const { state, ending } = await bed.find(one);
      const expected = kind === "drop-after-effect" ? { state: "withdrawn", confirmed: false } : { state: "pending" };
      expect({ state, ...(ending !== null && { confirmed: ending.confirmed }) }).toEqual(expected);
    }
  });
});

describe("a start that is refused", () => {
  it("by the rate is tried again later, and costs nobody a call", async () => {
    const { finish, bed, chosen } = await cleanupBedFor(
      { faults: [{ kind: "rate-limited", action: "start-run", times: 2 }] },
      {},
      5,
    );
    expect(await finish()).toMatchObject({ stoppedBy: null, progress: { withdrawn: 5 } });
    for (const one of chosen) expect((await bed.find(one)).attempts).toBe(1);
  });

  it.each([
    ["BAD_INPUT", "rejected"],
    ["NO_ACCESS", "workspace-stopped"],
    ["AUTH_EXPIRED", "identity-needs-person"],
  ] as const)("with %s ends it, gives all back, and lets the identity go", async (label, stoppedBy) => {
    const { finish, bed, chosen } = await cleanupBedFor(
      { faults: [{ kind: "label", label, action: "start-run", times: 9 }] },
      {},
      5,
    );
    expect(await finish()).toMatchObject({ stoppedBy, progress: { withdrawn: 0, left: 5 } });
    const { gate } = await bed.workspace.ledger.identities.find(ANA);
    expect(gate).toMatchObject({ bulkRun: null, withdrawCalls: [] });
    expect(gate.needsPerson !== null).toBe(label === "AUTH_EXPIRED");
    expect((await bed.workspace.ledger.identities.workspaceBlock()) !== null).toBe(label === "NO_ACCESS");
    for (const one of chosen) {
      expect(await bed.find(one)).toMatchObject({ state: "pending", attempts: 0, attempt: null });
    }
  });

  it("after it was accepted (INVALID) ends it without an effect", async () => {
    const { finish, bed, chosen } = await cleanupBedFor({ faults: [{ kind: "invalid-run" }] }, {}, 5);
    expect(await finish()).toMatchObject({ stoppedBy: "rejected", progress: { withdrawn: 0, left: 5 } });
    for (const one of chosen) expect((await bed.find(one)).state).toBe("pending");
  });
});

describe("a run's results", () => {
  it("that are missing leave their invitations as not known, and the next lists settle them", async () => {
    const { finish, bed, chosen, withdrawn } = await cleanupBedFor(
      { faults: [{ kind: "lost-outputs", inputs: 3 }] },
      {},
      8,
    );
    expect(await finish()).toMatchObject({ progress: { withdrawn: 5, notWithdrawn: { "not-known": 3 } } });
    expect(withdrawn()).toHaveLength(8);
    const states = await Promise.all(chosen.map(async (one) => (await bed.find(one)).state));
    expect(states.filter((state) => state === "withdrawing")).toHaveLength(3);
    bed.advance(1);
    await bed.run({ mode: "dry-run" });
    for (const one of chosen) expect((await bed.find(one)).state).toBe("withdrawn");
  });

  it.each([
    [{ kind: "forgotten-run" }, "run-unknown", 48 * HOUR_MS],
    [{ kind: "stuck-run", after: 3 }, "run-under-way", 7 * DAY_MS],
  ] as const)(
    "of a run that has no end (%o) are waited for as long as it may last, and no longer",
    async (fault, why, heldMs) => {
      const { finish, step, bed, chosen, withdrawn, submitted } = await cleanupBedFor({ faults: [fault] }, {}, 8);
      const begun = bed.now();
      expect(await step()).toMatchObject({ kind: "wait", why });
      const last = await finish();
      expect(last).toMatchObject({ kind: "over", stoppedBy: null, progress: { left: 0 } });
      const took = bed.now().getTime() - begun.getTime();
      expect(took).toBeGreaterThanOrEqual(heldMs);
      expect(took).toBeLessThan(heldMs + HOUR_MS);
      expect(submitted()).toHaveLength(1);
      bed.advance(1);
      await bed.run({ mode: "dry-run" });
      for (const one of chosen) {
        expect((await bed.find(one)).state).toBe(withdrawn().includes(one.urn) ? "withdrawn" : "pending");
      }
    },
  );

  it("of a run that waits for the identity's allowance for days come while it holds the identity, and nobody calls beside it", async () => {
    const identities = [account({ backlog: 60, withdrawLimitPerDay: 2 })];
    const { finish, bed, withdrawn } = await cleanupBedFor({ identities }, {}, 8);
    const begun = bed.now();

    const late = await finish(() => bed.now().getTime() > later(begun, 60 * HOUR_MS).getTime());
    expect(late).toMatchObject({ kind: "wait", why: "run-under-way" });
    await bed.run({ mode: "live" });

    expect(await finish()).toMatchObject({ kind: "over", progress: { withdrawn: 8, left: 0 } });
    expect(withdrawn()).toHaveLength(8);
    expect(bed.sandbox.world.violations().filter(({ kind }) => kind === "parallel-call")).toEqual([]);
  });

  it("with an error leave the invitation as the same answer to a live call does", async () => {
    const fault = { kind: "input-label", label: "STATUS_403", inputs: 1, takesEffect: false } as const;
    const { finish, bed, chosen } = await cleanupBedFor({ faults: [fault] }, {}, 4);
    expect(await finish()).toMatchObject({ progress: { withdrawn: 3, notWithdrawn: { refused: 1 } } });
    const found = await Promise.all(chosen.map((one) => bed.find(one)));
    expect(found.filter(({ lastError }) => lastError?.label === "STATUS_403")).toHaveLength(1);
  });
});

it("has a part that names each invitation by its id", async () => {
  const { step, part, chosen } = await cleanupBedFor({}, {}, 3);
  await step();
  expect((await part()).batch?.inputs).toEqual(chosen.map(({ urn }) => idOf(urn)));
});

import { describe, expect, it } from "vitest";
import { DAY_MS, later } from "../../lib/domain/time.ts";
import type { TrueState } from "../../lib/sandbox/true-state.ts";
import { withdraw } from "../../lib/withdraw/withdraw.ts";
import { collaborators } from "../helpers/hand-delivery.ts";
import { ANA, account, idOf, staleAt, type TestBed, testBedFor, urnsOf } from "../helpers/test-bed.ts";

const MISS = { id: "1", decoded: null, after: "2026-11-01T09:00:00.000Z", before: "2026-11-02T09:00:00.000Z" };

/** Dates that count back, so that only the ids tell who has come of age. */
async function relative(trials: number): Promise<TestBed> {
  const bed = await testBedFor({ identities: [account({ sentDateFormat: "relative" })] });
  await bed.workspace.ledger.ids.add({ trials, misses: 0, firstMiss: null });
  return bed;
}

const messageFor = (bed: TestBed, { urn }: TrueState) => ({
  ...({ v: 1, kind: "withdraw", runId: "run-1", identityId: ANA, invitationId: idOf(urn), reason: "stale" } as const),
  ...{ plannedAt: bed.now(), expiresAt: later(bed.now(), DAY_MS) },
});

describe("an invitation whose age its id tells", () => {
  it("is called for once ids have stood their trials, and nobody younger is", async () => {
    const bed = await relative(20);
    const stale = staleAt(bed.truth(), bed.now());

    await bed.run();

    expect(stale.length).toBeGreaterThan(4);
    expect(urnsOf(bed.withdrawCalls()).sort()).toEqual(stale.map(({ urn }) => urn).sort());
  });

  it("is not called for when a miss comes in between plan and call", async () => {
    const bed = await relative(20);
    const [oldest] = staleAt(bed.truth(), bed.now());
    if (oldest === undefined) throw new Error("the world has somebody who is stale");
    await bed.run({ mode: "dry-run" });
    bed.advance(0.1);
    await bed.workspace.ledger.ids.add({ trials: 1, misses: 1, firstMiss: MISS });

    await withdraw(collaborators(bed), messageFor(bed, oldest));

    expect(bed.withdrawCalls()).toEqual([]);
    expect((await bed.find(oldest)).state).toBe("pending");
  });

  it("is not called for when the list has shown it twice with data that contradict each other", async () => {
    const bed = await relative(20);
    const [oldest] = staleAt(bed.truth(), bed.now());
    if (oldest === undefined) throw new Error("the world has somebody who is stale");
    await bed.run({ mode: "dry-run" });
    bed.advance(0.1);
    await bed.workspace.ledger.invitations.noteContradicting(ANA, idOf(oldest.urn), bed.now());

    await withdraw(collaborators(bed), messageFor(bed, oldest));

    expect(bed.withdrawCalls()).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { ANA, account, testBedFor, urnsOf } from "../helpers/test-bed.ts";

const POLICY = { dailyCap: 2, catchUp: { dailyCap: 5, until: "steady" } } as const;

describe("the catch-up", () => {
  it("raises what a run withdraws while a backlog stands, to its cap and no further", async () => {
    const bed = await testBedFor({ identities: [account({ backlog: 24 })] });

    const { sweeps, calls } = await bed.run(POLICY);

    expect(sweeps.get(ANA)?.queued).toBe(5);
    expect(urnsOf(calls)).toHaveLength(5);
    expect((await bed.workspace.ledger.identities.find(ANA)).backlog).toMatchObject({ catchUpEnded: null });
  });

  it("is over at the next call once the identity has met a limit", async () => {
    const bed = await testBedFor({ identities: [account({ backlog: 24 })] });
    bed.sandbox.faults.add({ kind: "rate-limited", action: "withdraw", times: 1, retryAfterSeconds: 30 });

    const { sweeps } = await bed.run(POLICY);

    expect(sweeps.get(ANA)?.queued).toBe(5);
    // The call that met the limit, and one more: its own cap is two.
    expect(bed.withdrawCalls()).toHaveLength(2);
    expect((await bed.workspace.ledger.identities.find(ANA)).gate.lastRefusedAt).not.toBeNull();
  });

  it("ends by itself with the backlog, and stays ended", async () => {
    const bed = await testBedFor({ identities: [account({ backlog: 8 })] });
    const ends: (number | undefined)[] = [];

    for (let day = 0; day < 3; day += 1) {
      const run = await bed.run(POLICY);
      const { backlog } = await bed.workspace.ledger.identities.find(ANA);
      ends.push(backlog?.catchUpEnded?.dailyCap);
      bed.untilDayAfter(run);
    }

    expect(ends[0]).toBeUndefined();
    expect(ends[2]).toBe(5);
  });
});

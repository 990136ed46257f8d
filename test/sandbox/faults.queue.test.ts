import { describe, expect, it } from "vitest";
import { createFaultQueue } from "../../lib/sandbox/faults.ts";
import { ANA, BEN, clientOf, manualClock, sandboxFor } from "./helpers.ts";

describe("the queue of faults", () => {
  const call = { action: "withdraw", identityId: ANA, page: 1 } as const;

  it("hits only calls that match, so many times, first come first", () => {
    const queue = createFaultQueue(1);
    queue.add({ kind: "status", action: "withdraw", identityId: ANA, times: 2 }, { kind: "session-expired" });
    expect(queue.take({ ...call, action: "list" })?.kind).toBe("session-expired");
    expect(queue.take({ ...call, identityId: BEN })).toBeNull();
    expect([queue.take(call), queue.take(call), queue.take(call)].map((fault) => fault?.kind)).toEqual([
      "status",
      "status",
      undefined,
    ]);
  });

  it("draws faults with a rate from the seed, without end unless told", () => {
    const hits = (seed: number, times?: number) => {
      const queue = createFaultQueue(seed);
      queue.add({ kind: "drop-after-effect", rate: 0.3, times });
      return Array.from({ length: 1_000 }, () => queue.take(call) !== null);
    };
    const count = (hit: boolean[]) => hit.filter(Boolean).length;
    expect(hits(1)).toEqual(hits(1));
    expect(hits(1)).not.toEqual(hits(2));
    // Four standard errors of 1,000 draws with a chance of 0.3.
    expect(Math.abs(count(hits(1)) - 300)).toBeLessThan(58);
    expect(count(hits(1, 5))).toBe(5);
  });

  it("lets page faults pass by calls that have no pages", () => {
    const queue = createFaultQueue(1);
    queue.add({ kind: "early-end" }, { kind: "empty-answer" });
    expect(queue.take(call)).toBeNull();
    expect(queue.queued()).toMatchObject([
      { kind: "early-end", left: 1 },
      { kind: "empty-answer", left: 1 },
    ]);
  });

  it("refuses a fault that cannot be, and then adds none", () => {
    const queue = createFaultQueue(1);
    const bad = [
      { kind: "early-end", action: "withdraw" },
      { kind: "slow", ms: -1 },
    ] as const;
    expect(() => queue.add({ kind: "status" }, ...bad)).toThrow(/no such fault: 1: this kind does not .*; 2\.ms: /);
    expect(queue.queued()).toEqual([]);
  });

  it("can be filled, looked at and emptied over HTTP", async () => {
    const sandbox = await sandboxFor();
    const client = clientOf(sandbox);
    await client.admin("POST", "/faults", [
      { kind: "status", action: "identities" },
      { kind: "rate-limited", rate: 1 },
    ]);
    expect((await client.admin("GET", "/faults")).json).toMatchObject([
      { kind: "status", status: 503, left: 1 },
      { kind: "rate-limited", left: null },
    ]);
    expect((await client.get("/identities")).status).toBe(503);
    expect((await client.list()).status).toBe(429);
    await client.admin("DELETE", "/faults");
    expect((await client.list()).status).toBe(200);
  });

  it("is not used up by a call on a busy identity", async () => {
    const clock = manualClock();
    const sandbox = await sandboxFor({ clock, latencyMs: 1_000 });
    const client = clientOf(sandbox);
    const running = client.list();
    await clock.asleep(1);
    sandbox.faults.add({ kind: "status" });
    expect((await client.list()).status).toBe(409);
    expect(sandbox.faults.queued()).toHaveLength(1);
    clock.advance(1_000);
    expect((await running).status).toBe(200);
  });
});

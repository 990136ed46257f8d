import { describe, expect, it } from "vitest";
import type { FaultSpec } from "../../lib/sandbox/faults.ts";
import type { Sandbox } from "../../lib/sandbox/server.ts";
import {
  ANA,
  allPages,
  clientOf,
  firstPending,
  identity,
  manualClock,
  pendingUrns,
  sandboxFor,
  T0,
  type Told,
  urnsOf,
} from "./helpers.ts";

/** One withdrawal under a fault: what the caller saw, and whether it happened. Then a second one without a fault. */
async function withdrawUnder(
  fault: FaultSpec,
): Promise<{ told: Told | "cut off"; happened: boolean; sandbox: Sandbox }> {
  const sandbox = await sandboxFor({ faults: [fault] });
  const urn = firstPending(sandbox);
  const told = await clientOf(sandbox)
    .withdraw(urn)
    .catch(() => "cut off" as const);
  const happened = sandbox.world.fateOf(urn, T0)?.state === "withdrawn";
  const [call] = sandbox.world.calls();
  expect(call).toMatchObject({ fault: fault.kind, tookEffect: happened });
  const other = await clientOf(sandbox).withdraw(pendingUrns(sandbox).at(-1) ?? "");
  expect(other.status).toBe(200);
  return { told, happened, sandbox };
}

describe("a withdrawal under a fault", () => {
  it("is cut off before anything is done", async () => {
    expect(await withdrawUnder({ kind: "drop-before-effect" })).toMatchObject({ told: "cut off", happened: false });
  });

  it("is cut off after it was done", async () => {
    const { told, happened, sandbox } = await withdrawUnder({ kind: "drop-after-effect" });
    expect([told, happened]).toEqual(["cut off", true]);
    expect(sandbox.world.calls()[0]?.answer).toBe("dropped");
  });

  it("times out on LinkedIn's side after it was done", async () => {
    const { told, happened } = await withdrawUnder({ kind: "timeout-after-effect" });
    expect(told).toMatchObject({ status: 424, label: "LK_524" });
    expect(happened).toBe(true);
  });

  it.each([500, 503])("gets a bare %d with an HTML page", async (status) => {
    const { told, happened } = await withdrawUnder({ kind: "status", status });
    expect(told).toMatchObject({ status, json: undefined, text: expect.stringContaining("<html>") });
    expect(happened).toBe(false);
  });

  it("gets half of its answer, done unless told otherwise", async () => {
    const done = await withdrawUnder({ kind: "broken-json" });
    expect(done).toMatchObject({ told: { status: 200, json: undefined }, happened: true });
    const notDone = await withdrawUnder({ kind: "broken-json", takesEffect: false });
    expect(notDone).toMatchObject({ told: { status: 200, json: undefined }, happened: false });
  });

  it("gets a label nobody knows", async () => {
    const { told, happened } = await withdrawUnder({ kind: "unknown-label" });
    expect(told).toMatchObject({ status: 424, label: "LK_INVITATION_QUARANTINED" });
    expect(happened).toBe(false);
  });

  it("gets any label with any status and params, with or without effect", async () => {
    const params = { postponed_until: "2026-03-03T00:00:00.000Z" };
    const fault = { kind: "label", label: "PROXY_ERROR", status: 502, params } as const;
    const without = await withdrawUnder(fault);
    expect(without).toMatchObject({ told: { status: 502, label: "PROXY_ERROR", params }, happened: false });
    expect(await withdrawUnder({ ...fault, takesEffect: true })).toMatchObject({ happened: true });
  });

  it("finds the session expired", async () => {
    const { told, happened } = await withdrawUnder({ kind: "session-expired" });
    expect(told).toMatchObject({ status: 424, label: "AUTH_EXPIRED" });
    expect(happened).toBe(false);
  });

  it("is rate limited, with the wait in the header and in the body", async () => {
    const { told, happened } = await withdrawUnder({ kind: "rate-limited", retryAfterSeconds: 7 });
    if (told === "cut off") throw new Error(told);
    expect(told).toMatchObject({ status: 429, label: "STATUS_429", json: { retry_after: 7 } });
    expect(told.headers.get("retry-after")).toBe("7");
    expect(happened).toBe(false);
  });

  it("is slow: answer and effect come late and the identity is busy until then", async () => {
    const clock = manualClock();
    const sandbox = await sandboxFor({ clock, faults: [{ kind: "slow", ms: 25_000 }] });
    const client = clientOf(sandbox);
    const urn = firstPending(sandbox);
    const call = client.withdraw(urn);
    await clock.asleep(1);
    clock.advance(24_999);
    expect(sandbox.world.fateOf(urn, clock.now())?.state).toBe("pending");
    expect((await client.list()).status).toBe(409);
    clock.advance(1);
    expect((await call).status).toBe(200);
    expect(sandbox.world.fateOf(urn, clock.now())).toMatchObject({ state: "withdrawn", endedAt: T0 + 25_000 });
  });
});

describe("a listing under a fault", () => {
  async function listUnder(fault: FaultSpec) {
    const sandbox = await sandboxFor({ identities: [identity({ backlog: 250 })], faults: [fault] });
    const client = clientOf(sandbox);
    const pages = await allPages(await client.list(), (url) => client.list(ANA, url));
    const all = pendingUrns(sandbox).reverse();
    return { pages, all, urns: pages.map((page) => (page.status === 200 ? urnsOf(page) : page.label)) };
  }

  it("repeats a page behind another address and then goes on", async () => {
    const { pages, urns, all } = await listUnder({ kind: "repeated-page", times: 2 });
    const first = all.slice(0, 100);
    expect(urns).toEqual([first, first, first, all.slice(100, 200), all.slice(200)]);
    const addresses = pages.map((page) => page.headers.get("x-pagination-next"));
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  it("has pages that overlap, and misses nothing", async () => {
    const { urns, all } = await listUnder({ kind: "overlapping-pages", items: 10, times: 2 });
    expect(urns).toEqual([all.slice(0, 100), all.slice(90, 190), all.slice(180)]);
  });

  it("repeats the whole page when the overlap is longer than it", async () => {
    const { urns, all } = await listUnder({ kind: "overlapping-pages", items: 100 });
    expect(urns.slice(0, 2)).toEqual([all.slice(0, 100), all.slice(0, 100)]);
  });

  it("ends early without an error", async () => {
    const { urns, all } = await listUnder({ kind: "early-end" });
    expect(urns).toEqual([all.slice(0, 100)]);
  });

  it("fails at the given page, and not when that page is asked for again", async () => {
    const sandbox = await sandboxFor({
      identities: [identity({ backlog: 250 })],
      faults: [{ kind: "failing-page", page: 2 }],
    });
    const client = clientOf(sandbox);
    const first = await client.list();
    const next = first.headers.get("x-pagination-next") ?? "";
    expect(first.status).toBe(200);
    expect(await client.list(ANA, next)).toMatchObject({ status: 424, label: "LK_ERROR" });
    expect(urnsOf(await client.list(ANA, next))).toHaveLength(100);
  });

  it("is empty although there are items", async () => {
    const { urns, all } = await listUnder({ kind: "empty-answer" });
    expect(urns).toEqual([[]]);
    expect(all).toHaveLength(250);
  });
});

describe("an error's body", () => {
  const thrice: FaultSpec = { kind: "session-expired", times: 3 };

  it("carries the label under both names in turn", async () => {
    const sandbox = await sandboxFor({ faults: [thrice] });
    const client = clientOf(sandbox);
    const errors = [await client.list(), await client.list()];
    // An error without a label does not take a turn.
    await clientOf(sandbox, "wrong").list();
    errors.push(await client.list());
    expect(errors.map(({ json }) => Object.keys(json as object)[0])).toEqual(["error_label", "label", "error_label"]);
    expect(errors[0]?.json).toMatchObject({ error_scope: "identity", status_code: 424, message: expect.any(String) });
    expect(new Set(errors.map(({ json }) => (json as { error_ref: string }).error_ref)).size).toBe(3);
  });

  it("keeps to one name when told, by the setting or by the fault", async () => {
    const client = clientOf(
      await sandboxFor({
        errorShape: "label",
        faults: [
          { ...thrice, times: 2 },
          { ...thrice, errorShape: "error_label" },
        ],
      }),
    );
    const errors = [await client.list(), await client.list(), await client.list()];
    expect(errors.map(({ json }) => Object.keys(json as object)[0])).toEqual(["label", "label", "error_label"]);
  });
});

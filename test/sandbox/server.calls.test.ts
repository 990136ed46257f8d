import { describe, expect, it } from "vitest";
import { DAY_MS } from "../../lib/domain/time.ts";
import {
  ANA,
  allPages,
  BEN,
  clientOf,
  firstPending,
  identity,
  LIST,
  manualClock,
  pendingUrns,
  rowsOf,
  sandboxFor,
  T0,
  urnsOf,
} from "./helpers.ts";

describe("a listing", () => {
  const identities = [identity({ backlog: 250 })];

  it("has 100 a page, newest first, with full addresses of the pages on either side", async () => {
    const sandbox = await sandboxFor({ identities });
    const client = clientOf(sandbox);
    const pages = await allPages(await client.list(), (url) => client.list(ANA, url));
    expect(pages.map((page) => rowsOf(page).length)).toEqual([100, 100, 50]);
    expect(pages.flatMap(urnsOf)).toEqual(pendingUrns(sandbox).reverse());
    expect(pages[0]?.headers.get("x-pagination-next")).toMatch(new RegExp(`^${sandbox.url}${LIST}\\?cursor=`));
    expect(pages[0]?.headers.get("x-pagination-previous")).toBeNull();
    const back = await client.list(ANA, pages[2]?.headers.get("x-pagination-previous") ?? "");
    expect(back.json).toEqual(pages[1]?.json);
    expect((await client.list(ANA, back.headers.get("x-pagination-previous") ?? "")).json).toEqual(pages[0]?.json);
  });

  it("skips nothing when invitations are withdrawn between two pages", async () => {
    const sandbox = await sandboxFor({ identities });
    const client = clientOf(sandbox);
    const before = pendingUrns(sandbox).reverse();
    const first = await client.list();
    // The last row of the page too: it is the one the cursor names.
    for (const urn of [before[0], before[50], before[99]]) await client.withdraw(urn ?? "");
    const second = await client.list(ANA, first.headers.get("x-pagination-next") ?? "");
    expect([...urnsOf(first), ...urnsOf(second)]).toEqual(before.slice(0, 200));
  });

  it("takes a cursor for 24 hours, and only for the identity and the list it came from", async () => {
    const clock = manualClock();
    const sandbox = await sandboxFor({ clock, identities: [...identities, identity({ uid: BEN })] });
    const client = clientOf(sandbox);
    const next = (await client.list()).headers.get("x-pagination-next") ?? "";
    const refused = { status: 400, label: "BAD_PARAMETERS" };
    expect(await client.list(BEN, next)).toMatchObject(refused);
    expect(await client.connections(ANA, next.replace("sent-invitations", "connections"))).toMatchObject(refused);
    expect(await client.list(ANA, `${next}x`)).toMatchObject(refused);
    clock.advance(DAY_MS - 1);
    const second = await client.list(ANA, next);
    expect(second.status).toBe(200);
    clock.advance(1);
    expect(await client.list(ANA, next)).toMatchObject(refused);
    // A page's own cursors begin to age when it is answered.
    expect((await client.list(ANA, second.headers.get("x-pagination-next") ?? "")).status).toBe(200);
  });

  it("of connections has 40 a page, newest first", async () => {
    const sandbox = await sandboxFor({ identities });
    const client = clientOf(sandbox);
    const pages = await allPages(await client.connections(), (url) => client.connections(ANA, url));
    const { accepted } = sandbox.world.counts(ANA, T0);
    expect(accepted).toBeGreaterThan(80);
    expect(pages.map((page) => rowsOf(page).length).slice(0, -1)).toEqual(Array(pages.length - 1).fill(40));
    const times = pages.flatMap(rowsOf).map((row) => row.connected_at);
    expect(times).toHaveLength(accepted);
    expect(times).toEqual(times.toSorted().reverse());
  });
});

describe("a withdrawal", () => {
  it("answers as the vendor's example does and takes the invitation off the list", async () => {
    const sandbox = await sandboxFor();
    const client = clientOf(sandbox);
    const urn = firstPending(sandbox);
    const told = await client.withdraw(urn);
    expect(told.json).toEqual([{ linkedin_invitation_id: urn.split(":").at(-1), linkedin_invitation_urn: urn }]);
    expect(urnsOf(await client.list())).not.toContain(urn);
    expect(await client.withdraw(urn)).toMatchObject({ status: 424, label: "STATUS_404" });
  });

  it("over the limit says when the oldest call leaves the window", async () => {
    const sandbox = await sandboxFor({ identities: [identity({ withdrawLimitPerDay: 1 })] });
    const client = clientOf(sandbox);
    await client.withdraw(firstPending(sandbox));
    const params = { postponed_until: new Date(T0 + DAY_MS).toISOString() };
    expect(await client.withdraw(firstPending(sandbox))).toMatchObject({ status: 429, label: "LIMIT_REACHED", params });
    expect(sandbox.world.counts(ANA, T0).withdrawn).toBe(1);
  });
});

describe("two calls at once", () => {
  it("of one identity: the second is answered with an error and counted, the first goes through", async () => {
    const clock = manualClock();
    const sandbox = await sandboxFor({ clock, latencyMs: 2_000 });
    const client = clientOf(sandbox);
    const urn = firstPending(sandbox);
    const first = client.withdraw(urn);
    await clock.asleep(1);
    const second = await client.list();
    expect(second).toMatchObject({ status: 409, label: "LIMIT_REACHED" });
    expect(second.params?.postponed_until).toBe(new Date(T0 + 3_000).toISOString());
    clock.advance(2_000);
    expect((await first).status).toBe(200);
    expect(sandbox.world.violations()).toMatchObject([{ kind: "parallel-call", identityId: ANA, at: T0 }]);
    expect(sandbox.world.calls()).toMatchObject([
      { action: "withdraw", startedAt: T0, endedAt: T0 + 2_000, tookEffect: true },
      { action: "list", startedAt: T0, endedAt: T0, answer: { status: 409, label: "LIMIT_REACHED" } },
    ]);
  });

  it("of two identities do not meet", async () => {
    const clock = manualClock();
    const sandbox = await sandboxFor({ clock, latencyMs: 2_000, identities: [identity(), identity({ uid: BEN })] });
    const client = clientOf(sandbox);
    const both = [client.list(ANA), client.list(BEN)];
    await clock.asleep(2);
    clock.advance(2_000);
    expect((await Promise.all(both)).map(({ status }) => status)).toEqual([200, 200]);
    expect(sandbox.world.violations()).toEqual([]);
  });
});

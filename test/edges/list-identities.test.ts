import { describe, expect, test } from "vitest";
import type { EdgesClientOptions } from "../../lib/edges/client.ts";
import type { IdentitiesFrom } from "../../lib/edges/list-identities.ts";
import { readPlan } from "../../lib/edges/plan-rates.ts";
import { drain, edgesAt, KEY, NOW } from "./helpers/edges.ts";
import { constantServer, json, type Step, scriptedServer, text } from "./helpers/scripted-server.ts";

const identity = (uid: string, ...statuses: unknown[]) => ({
  uid,
  name: `Name of ${uid}`,
  timezone: "Europe/Paris",
  accounts: statuses.map((status) => ({ status })),
});

const more = (items: unknown[]): Step => json(items, 200, { "x-pagination-next": "https://example.org/anything" });

async function uids(...script: Step[]) {
  const server = await scriptedServer(...script);
  const answer = await edgesAt(server.baseUrl).client.listIdentities();
  if (!answer.ok) throw new Error(answer.failure.why);
  return { found: answer.identities.map(({ identityId }) => identityId), malformed: answer.malformed, server };
}

test("asks page after page for identities with their accounts, until one is empty", async () => {
  const server = await scriptedServer(json([identity("a", "CONNECTED")]), json([identity("b")]), json([]));
  const { client, naps } = edgesAt(server.baseUrl);
  expect(await client.listIdentities()).toEqual({
    ok: true,
    identities: [
      { identityId: "a", name: "Name of a", timezone: "Europe/Paris", connected: true, statuses: ["CONNECTED"] },
      { identityId: "b", name: "Name of b", timezone: "Europe/Paris", connected: false, statuses: [] },
    ],
    malformed: 0,
  });
  expect(server.requests.map(({ method, target, body }) => [method, target, body])).toEqual([
    ["GET", "/v1/identities?retrieve_accounts=true&page=1", ""],
    ["GET", "/v1/identities?retrieve_accounts=true&page=2", ""],
    ["GET", "/v1/identities?retrieve_accounts=true&page=3", ""],
  ]);
  expect(server.requests[0]?.headers).toMatchObject({ "x-api-key": KEY, accept: "application/json" });
  expect(server.requests[0]?.headers).not.toHaveProperty("content-type");
  // The slowest plan allows one call a second.
  expect(naps).toEqual([1000, 1000]);
});

describe("the last page", () => {
  test("is one that brings nothing new, for a server that knows no pages", async () => {
    const { found, server } = await uids(json([identity("a"), identity("b")]), json([identity("a"), identity("b")]));
    expect(found).toEqual(["a", "b"]);
    expect(server.requests).toHaveLength(2);
  });

  test("is the first without a next one, once any page has announced one", async () => {
    const { found, server } = await uids(more([identity("a")]), more([identity("b")]), json([identity("c")]));
    expect(found).toEqual(["a", "b", "c"]);
    expect(server.requests).toHaveLength(3);
  });

  test("may be the first: an empty workspace is no failure", async () => {
    expect((await uids(json([]))).found).toEqual([]);
  });
});

describe("page by page", () => {
  const pages = async (
    { baseUrl }: Awaited<ReturnType<typeof scriptedServer>>,
    from: IdentitiesFrom,
    options: Partial<EdgesClientOptions> = {},
  ) => {
    const { client, naps } = edgesAt(baseUrl, options);
    const [seen, end] = await drain(client.pagesOfIdentities(from));
    return { seen: seen.map(({ identities, next }) => [identities.map((one) => one.identityId), next]), end, naps };
  };

  test("goes on from where it stopped, and knows what was there before", async () => {
    const server = await scriptedServer(json([identity("c"), identity("a")]), json([identity("b")]));

    const { seen, end } = await pages(server, { from: { page: 7, announced: false }, known: ["a", "b"] });

    expect(server.requests.map(({ target }) => target.replace(/.*&/, ""))).toEqual(["page=7", "page=8"]);
    expect(seen).toEqual([[["c"], { page: 8, announced: false }]]);
    expect(end).toEqual({ state: "complete" });
  });

  test("knows the last page by what was announced before it stopped", async () => {
    const server = await scriptedServer(json([identity("c")]));

    const { seen } = await pages(server, { from: { page: 3, announced: true } });

    expect(seen).toEqual([[["c"], null]]);
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    ["trial", 1_000],
    ["bronze", 500],
    ["silver", 100],
    ["titanium", 50],
  ] as const)("keeps to the rate of %s", async (plan, intervalMs) => {
    const server = await scriptedServer(json([identity("a")]), json([]));

    expect((await pages(server, {}, { plan })).naps).toEqual([intervalMs]);
  });

  test("does not begin a repetition that could not end in time, and says so", async () => {
    const busy = () => json({ error_label: "STATUS_429" }, 429, { "retry-after": "30" });
    const server = await scriptedServer(busy(), busy(), json([identity("a")]), json([]));
    const inSeconds = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);

    const short = await pages(server, { endBy: inSeconds(49) });
    const long = await pages(server, { endBy: inSeconds(50) });

    expect(short.end).toMatchObject({ state: "out-of-time", failure: { label: "STATUS_429" } });
    expect(long).toMatchObject({ end: { state: "complete" }, naps: [30_000, 1_000] });
  });
});

describe("connected", () => {
  test.each<[unknown[], boolean]>([
    [["connected"], true],
    [["Valid"], true],
    [["ACTIVE"], true],
    [[" ok "], true],
    [["disconnected", "connected"], true],
    [["disconnected"], false],
    [["connecting"], false],
    [["not active"], false],
    [["__proto__"], false],
    [[true], false],
    [[null, {}], false],
    [[], false],
  ])("accounts with %j: %s", async (statuses, connected) => {
    const server = await scriptedServer(json([identity("a", ...statuses)]), json([]));
    const answer = await edgesAt(server.baseUrl).client.listIdentities();
    expect(answer).toMatchObject({ ok: true, identities: [{ connected }] });
  });

  test("statuses are told as they came", async () => {
    const server = await scriptedServer(json([identity("a", "Needs Login", 3, "OK")]), json([]));
    const answer = await edgesAt(server.baseUrl).client.listIdentities();
    expect(answer).toMatchObject({ identities: [{ statuses: ["Needs Login", "OK"] }] });
  });

  test("accounts of another shape leave an identity unconnected", async () => {
    const server = await scriptedServer(json([{ uid: "a", accounts: "connected" }, { uid: "b" }]), json([]));
    const answer = await edgesAt(server.baseUrl).client.listIdentities();
    expect(answer).toMatchObject({ identities: [{ connected: false }, { connected: false, name: null }] });
  });
});

describe("what cannot be used", () => {
  test("is counted and stops nothing", async () => {
    const { found, malformed } = await uids(json([identity("a"), { name: "no uid" }, null, identity("b c")]), json([]));
    expect(found).toEqual(["a"]);
    expect(malformed).toBe(3);
  });

  test("is a failure when it is a whole page, for that is another format", async () => {
    const server = await scriptedServer(json([{ id: "a" }, { id: "b" }]));
    const answer = await edgesAt(server.baseUrl).client.listIdentities();
    expect(answer).toMatchObject({
      ok: false,
      failure: { label: "malformed-list", status: 200, method: "GET" },
    });
  });

  test.each([
    ["an object", json({ data: [] })],
    ["a failing server", text(500, "")],
  ])("is %s, after three tries", async (_, step) => {
    const server = await scriptedServer(step, step, step);
    const { client, naps } = edgesAt(server.baseUrl);
    expect(await client.listIdentities()).toMatchObject({
      ok: false,
      failure: { reaction: "not-known", address: `${server.baseUrl}/identities` },
    });
    expect(server.requests).toHaveLength(3);
    expect(naps).toEqual([2000, 4000]);
  });

  test("is half a list", async () => {
    const server = await scriptedServer(json([identity("a")]), json({ error_label: "NO_ACCESS" }, 402));
    const answer = await edgesAt(server.baseUrl).client.listIdentities();
    expect(answer).toMatchObject({ ok: false, failure: { reaction: "workspace-stopped" } });
  });

  test("is a list without end", async () => {
    let count = 0;
    const server = await constantServer((response, request) => {
      count += 1;
      json([identity(`identity-${count}`)])(response, request);
    });
    const answer = await edgesAt(server.baseUrl).client.listIdentities();
    expect(answer).toMatchObject({ ok: false, failure: { label: "too-many-pages" } });
    expect(server.requests).toHaveLength(1000);
  });
});

test("a plan is the slowest where none is named, and a word that is none is refused", () => {
  expect([readPlan(undefined), readPlan(""), readPlan("gold")]).toEqual(["trial", "trial", "gold"]);
  expect(() => readPlan("golden")).toThrow(/EDGES_PLAN is "golden"; accepted: trial, bronze/);
});

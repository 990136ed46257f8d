import { afterEach, expect, it, vi } from "vitest";
import { HTTP_TIMEOUT_MS, SWEEP_TIMEOUT_MS } from "../../lib/contract/functions.ts";
import { createEdgesClient } from "../../lib/edges/client.ts";
import { findConnections } from "../../lib/sweep/connections.ts";
import { listUntil } from "../../lib/sweep/listing.ts";
import { TIME_FOR_A_PAGE_MS, TIME_FOR_CONNECTIONS_MS } from "../../lib/sweep/time-budget.ts";
import { IDENTITY, KEY, sentItem } from "../edges/helpers/edges.ts";
import { json, type Step, scriptedServer } from "../edges/helpers/scripted-server.ts";

/** What the writes after the last call need at least. */
const FOR_WRITES_MS = 30_000;
const START = Date.parse("2026-11-22T12:00:00.000Z");
const DEADLINE = new Date(START + SWEEP_TIMEOUT_MS);
const LOG = { info() {}, warn() {}, error() {} };

afterEach(() => void vi.restoreAllMocks());

/** A pass whose calls are cut off at once, as if the time-out of 20 s had gone by: only its clock is put forward. */
async function passOver(...script: readonly Step[]) {
  const time = { now: START };
  const platform = AbortSignal.timeout.bind(AbortSignal);
  vi.spyOn(AbortSignal, "timeout").mockImplementation(() => platform(1_000));
  const server = await scriptedServer(...script);
  const clock = {
    now: () => new Date(time.now),
    sleep: async (ms: number) => {
      time.now += ms;
    },
  };
  const options = { baseUrl: server.baseUrl, apiKey: async () => KEY, ...clock, random: () => 0.999 };
  const edges = createEdgesClient({ ...options, timeoutMs: HTTP_TIMEOUT_MS });
  return { time, server, edges, c: { edges, clock, log: LOG } };
}

it.each([
  ["once", 1, "ended", "complete"],
  ["again and again", 9, "ended", "partial"],
])(
  "a page begun with the least time for one leaves time for the writes when it times out %s",
  async (_, times, kind, state) => {
    const hang: Step = () => {
      pass.time.now += HTTP_TIMEOUT_MS;
    };
    const first: Step = (response, request) => {
      pass.time.now = DEADLINE.getTime() - TIME_FOR_A_PAGE_MS;
      json([sentItem(1)], 200, { "x-pagination-next": "?cursor=2" })(response, request);
    };
    const pass = await passOver(first, ...Array.from({ length: times }, () => hang), json([sentItem(2)]));

    const result = await listUntil(pass.c, IDENTITY, null, DEADLINE);
    await pass.edges.close();

    expect(result).toMatchObject({ kind, listing: { state } });
    expect(pass.server.requests).toHaveLength(3);
    expect(DEADLINE.getTime() - pass.time.now).toBeGreaterThanOrEqual(FOR_WRITES_MS);
  },
);

it("no page is begun with less", async () => {
  const pass = await passOver((response, request) => {
    pass.time.now = DEADLINE.getTime() - TIME_FOR_A_PAGE_MS + 1;
    json([sentItem(1)], 200, { "x-pagination-next": "?cursor=2" })(response, request);
  });

  const result = await listUntil(pass.c, IDENTITY, null, DEADLINE);
  await pass.edges.close();

  expect(result).toMatchObject({ kind: "to-be-continued", progress: { pages: 1 } });
  expect(pass.server.requests).toHaveLength(1);
});

it.each([
  ["with the least time for a page", 0, 1],
  ["with less, not even the first", 1, 0],
])("connections are read so that the writes fit: %s", async (_, late, requests) => {
  const pass = await passOver(() => {
    pass.time.now += HTTP_TIMEOUT_MS;
  });
  pass.time.now = DEADLINE.getTime() - TIME_FOR_CONNECTIONS_MS + late;
  const vanished = [{ firstSeenAt: new Date(START) }];
  const compared = { identity: { identityId: IDENTITY, lastBelievedListingAt: null }, comparison: { vanished } };

  const found = await findConnections(pass.c, compared as never, DEADLINE);
  await pass.edges.close();

  expect(found.whole).toBe(false);
  expect(pass.server.requests).toHaveLength(requests);
  expect(DEADLINE.getTime() - pass.time.now).toBeGreaterThanOrEqual(FOR_WRITES_MS);
});

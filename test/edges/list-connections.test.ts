import { describe, expect, test } from "vitest";
import { drain, edgesAt, IDENTITY } from "./helpers/edges.ts";
import { constantServer, json, type Step, scriptedServer, text } from "./helpers/scripted-server.ts";

const ACTION = "/v1/actions/linkedin-extract-connections/run/live";
const SINCE = new Date("2026-11-01T00:00:00Z");

const person = (id: unknown, connected_at: unknown) => ({
  linkedin_profile_id: id,
  connected_at,
  linkedin_profile_url: `https://www.linkedin.com/in/person-${id}`,
  full_name: `Person ${id}`,
});

function page(items: unknown[], path?: string): Step {
  return (response, request) => {
    const next = path === undefined ? {} : { "x-pagination-next": `http://${request.headers.host}${path}` };
    json(items, 200, next)(response, request);
  };
}

test("the request is the documented one, byte for byte", async () => {
  const server = await scriptedServer(page([]));
  const { client } = edgesAt(server.baseUrl);
  expect(await drain(client.listConnectionsSince(IDENTITY, SINCE))).toEqual([
    [{ connections: [], older: [], undated: [], malformed: 0 }],
    { state: "complete" },
  ]);
  expect(server.requests[0]).toMatchObject({
    method: "POST",
    target: ACTION,
    body: `{"identity_ids":["${IDENTITY}"],"identity_mode":"direct","parameters":{},"input":{}}`,
  });
});

test("reads on to the page after the first that reaches further back than asked, and tells the older ones apart", async () => {
  const server = await scriptedServer(
    page([person(1, "2026-11-20T10:00:00Z"), person("2", "2026-11-10T10:00:00+02:00")], "/v1/2"),
    page([person(3, "2026-11-01T00:00:00Z"), person(4, "2026-10-31T23:59:59.999Z")], "/v1/3"),
    page([person(5, "2026-10-30T00:00:00Z")], "/v1/4"),
  );
  const { client, naps } = edgesAt(server.baseUrl);
  const [pages, end] = await drain(client.listConnectionsSince(IDENTITY, SINCE));
  expect(end).toEqual({ state: "complete" });
  expect(pages).toEqual([
    {
      connections: [
        { personId: "1", connectedAt: new Date("2026-11-20T10:00:00Z") },
        { personId: "2", connectedAt: new Date("2026-11-10T08:00:00Z") },
      ],
      older: [],
      undated: [],
      malformed: 0,
    },
    {
      connections: [{ personId: "3", connectedAt: SINCE }],
      older: [{ personId: "4", connectedAt: new Date("2026-10-31T23:59:59.999Z") }],
      undated: [],
      malformed: 0,
    },
    {
      connections: [],
      older: [{ personId: "5", connectedAt: new Date("2026-10-30T00:00:00Z") }],
      undated: [],
      malformed: 0,
    },
  ]);
  expect(server.requests.map((request) => request.target)).toEqual([ACTION, "/v1/2", "/v1/3"]);
  expect(naps).toEqual([2000, 2000]);
});

test("a list that is not sorted is read to its end", async () => {
  const old = person(1, "2026-10-01T00:00:00Z");
  const server = await scriptedServer(
    page([old], "/v1/2"),
    page([person(2, "2026-11-20T10:00:00Z"), person(3, "2026-09-01T00:00:00Z")], "/v1/3"),
    page([person(4, "2026-08-01T00:00:00Z")], "/v1/4"),
    page([person(5, "2026-11-21T10:00:00Z")]),
  );
  const [pages, end] = await drain(edgesAt(server.baseUrl).client.listConnectionsSince(IDENTITY, SINCE));
  expect(end).toEqual({ state: "complete" });
  expect(pages.flatMap(({ connections }) => connections.map(({ personId }) => personId))).toEqual(["2", "5"]);
});

test("a connection exactly at the date asked for does not end the listing", async () => {
  const server = await scriptedServer(page([person(1, "2026-11-01T00:00:00Z")], "/v1/2"), page([]));
  await drain(edgesAt(server.baseUrl).client.listConnectionsSince(IDENTITY, SINCE));
  expect(server.requests).toHaveLength(2);
});

test("who cannot be read is counted, whose date cannot be read is told, and neither ends the listing", async () => {
  const unreadable = [
    person(1, "yesterday"),
    person(2, "2026-11-20"),
    person(3, 0),
    person(4, undefined),
    person("x", "2026-11-20T10:00:00Z"),
    null,
  ];
  const server = await scriptedServer(page(unreadable, "/v1/2"), page([person(5, "2026-11-20T10:00:00Z")]));
  const [pages, end] = await drain(edgesAt(server.baseUrl).client.listConnectionsSince(IDENTITY, SINCE));
  expect(pages.map(({ connections, undated, malformed }) => [connections.length, undated, malformed])).toEqual([
    [0, ["1", "2", "3", "4"], 2],
    [1, [], 0],
  ]);
  expect(end).toEqual({ state: "complete" });
});

describe("ends as partial", () => {
  test("when a page keeps failing", async () => {
    const server = await scriptedServer(page([], "/v1/2"), text(500, ""), text(500, ""), text(500, ""));
    const [pages, end] = await drain(edgesAt(server.baseUrl).client.listConnectionsSince(IDENTITY, SINCE));
    expect(pages).toHaveLength(1);
    expect(end).toMatchObject({ state: "partial", failure: { reaction: "not-known", status: 500 } });
    expect(server.requests).toHaveLength(4);
  });

  test("when cursors are ignored, so that the same page comes again and again", async () => {
    const server = await constantServer((response, request) => {
      page([person(1, "2026-11-20T10:00:00Z")], `/v1/${Math.random()}`)(response, request);
    });
    const [, end] = await drain(edgesAt(server.baseUrl).client.listConnectionsSince(IDENTITY, SINCE));
    expect(end).toMatchObject({ state: "partial", failure: { label: "repeated-pages" } });
    expect(server.requests).toHaveLength(3);
  });

  test("when the next page is elsewhere, by that name", async () => {
    const other = await scriptedServer(json([]));
    const next = { "x-pagination-next": `${other.baseUrl}/next` };
    const server = await scriptedServer(json([person(1, "2026-11-20T10:00:00Z")], 200, next));
    const [, end] = await drain(edgesAt(server.baseUrl).client.listConnectionsSince(IDENTITY, SINCE));
    expect(end).toMatchObject({ state: "partial", failure: { label: "page-address-refused" } });
    expect(other.requests).toEqual([]);
  });

  test("when the next page is elsewhere, unless the one at hand was the last of interest", async () => {
    const next = { "x-pagination-next": "https://example.org/v1/next" };
    const server = await scriptedServer(
      json([person(1, "2026-11-20T10:00:00Z")], 200, next),
      page([person(1, "2026-10-20T10:00:00Z")], "/v1/2"),
      json([person(2, "2026-10-19T10:00:00Z")], 200, next),
    );
    const { client } = edgesAt(server.baseUrl);
    expect((await drain(client.listConnectionsSince(IDENTITY, SINCE)))[1].state).toBe("partial");
    expect((await drain(client.listConnectionsSince(IDENTITY, SINCE)))[1].state).toBe("complete");
  });
});

test("a date that is none is refused before anything is sent", async () => {
  const server = await scriptedServer(page([]));
  const listing = edgesAt(server.baseUrl).client.listConnectionsSince(IDENTITY, new Date(Number.NaN));
  await expect(listing.next()).rejects.toThrow(TypeError);
  expect(server.requests).toHaveLength(0);
});

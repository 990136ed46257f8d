import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { followable, readBase } from "../../lib/edges/address.ts";
import { drain, edgesAt, IDENTITY, sentItem } from "../edges/helpers/edges.ts";
import { constantServer, json, type ScriptedServer, scriptedServer } from "../edges/helpers/scripted-server.ts";
import { rawServer } from "./helpers/raw-server.ts";

const PURE_RUNS = 3000;
const CALL_RUNS = 150;
const BASE = readBase("https://api.edges.run/v1");
/** The page that names the next one. */
const PAGE = new URL("https://api.edges.run/v1/actions/x/run/live?cursor=1");

/** Parts of addresses that fool readers of addresses. */
const PIECE = fc.oneof(
  fc.constantFrom(
    "https://",
    "http://",
    "HTTPS://",
    "https:",
    "//",
    "\\\\",
    "ftp://",
    "javascript:",
    "file:///",
    "ws://",
  ),
  fc.constantFrom("api.edges.run", "API.EDGES.RUN", "api.edges.run.evil.example", "evil.example", "api。edges.run"),
  fc.constantFrom(
    "аpi.edges.run",
    "api.edges.run.",
    "api%2eedges.run",
    "xn--pi-7kc.edges.run",
    "[::1]",
    "0x7f.1",
    "127.0.0.1",
  ),
  fc.constantFrom(
    ":443",
    ":80",
    ":8443",
    ":0",
    ":99999",
    ":",
    "@",
    "user@",
    "user:pass@",
    "api.edges.run@evil.example",
  ),
  fc.constantFrom(
    "/v1",
    "/v1/",
    "/v1x/",
    "/V1/",
    "/..",
    "/../",
    "/%2e%2e/",
    "/.%2E/",
    "/..;/",
    "/..%2f",
    "\\..\\",
    "/./",
  ),
  fc.constantFrom(
    "/admin",
    "/actions/x/run/live",
    "?cursor=1",
    "#",
    "#@evil.example",
    "?@evil.example/v1/",
    "%00",
    "%0d%0a",
  ),
  fc.constantFrom("\t", "\r\n", "\n", " ", "\u0000", "\u00ad", "\u200b", "\ufeff", "é", "\ud800"),
  fc.string({ unit: "binary", maxLength: 5 }),
);
const anyAddress = fc.oneof(
  fc.array(PIECE, { maxLength: 8 }).map((pieces) => pieces.join("")),
  fc.array(PIECE, { maxLength: 6 }).map((pieces) => `https://api.edges.run/v1/${pieces.join("")}`),
  fc.array(PIECE, { maxLength: 6 }).map((pieces) => `/v1/${pieces.join("")}`),
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc.constant(`https://api.edges.run/v1/${"a".repeat(50_000)}`),
);

test("an address that is followed lies under the API's own, as the transport reads it", () => {
  fc.assert(
    fc.property(anyAddress, (address) => {
      const url = followable(BASE, address, PAGE);
      if (url === null) return;
      // Read anew, as the transport does: what it would call, and not what the object says of itself.
      const called = new URL(url.href);
      expect([called.protocol, called.host, called.username, called.password, called.hash]).toEqual([
        "https:",
        "api.edges.run",
        "",
        "",
        "",
      ]);
      expect(called.pathname.startsWith("/v1/")).toBe(true);
      expect(called.pathname.split(/[/\\]/)).not.toContain("..");
    }),
    { numRuns: PURE_RUNS },
  );
});

test.each([
  "https://api.edges.run@evil.example/v1/x",
  "https://api.edges.run:443@evil.example/v1/x",
  "https://user@api.edges.run/v1/x",
  "https://:pass@api.edges.run/v1/x",
  "http://api.edges.run/v1/x",
  "https://api.edges.run:8443/v1/x",
  "https://api.edges.run./v1/x",
  "https://аpi.edges.run/v1/x",
  "//evil.example/v1/x",
  "\\\\evil.example\\v1\\x",
  "https:\\\\evil.example\\v1\\x",
  "https://api.edges.run/v1/../admin",
  "https://api.edges.run/v1/%2e%2e/admin",
  "https://api.edges.run/v1\\..\\admin",
  "https://api.edges.run/v1",
  "https://api.edges.run/v1evil/x",
  "/\\evil.example/v1/x",
  "/v1/../admin",
  "/v1",
  "/v1evil/x",
  "/admin",
  "../../../../admin",
  "..\\..\\..\\..\\admin",
  "../../../../%2e%2e/admin?cursor=2",
  "null",
  "end",
  "#2",
  "",
  "javascript:alert(1)",
  "https://api.edges.run/v1/x https://evil.example/v1/x",
])("%s is not followed", (address) => {
  expect(followable(BASE, address, PAGE)).toBeNull();
});

test.each([
  ["/v1/x?cursor=2", "https://api.edges.run/v1/x?cursor=2"],
  ["?cursor=2", "https://api.edges.run/v1/actions/x/run/live?cursor=2"],
  ["live?cursor=2", "https://api.edges.run/v1/actions/x/run/live?cursor=2"],
  ["../../y/run/live", "https://api.edges.run/v1/actions/y/run/live"],
  ["//api.edges.run/v1/x", "https://api.edges.run/v1/x"],
  ["https://api.edges.run/v1/x?cursor=a", "https://api.edges.run/v1/x?cursor=a"],
  ["https://API.edges.run:443/v1/x", "https://api.edges.run/v1/x"],
  ["https://api.edges.run/v1/a/../x", "https://api.edges.run/v1/x"],
  ["https://api.edges.run/v1/x#again", "https://api.edges.run/v1/x"],
])("%s is followed as %s", (address, called) => {
  expect(followable(BASE, address, PAGE)?.href).toBe(called);
});

/** A server that names whatever it is told as its next page. */
async function naming(): Promise<{ server: ScriptedServer; name(next: string): void }> {
  let next = "";
  const server = await constantServer((response, request) => {
    // Only the first page names one: the rest of the walk is another test's business.
    const headers = request.target.includes("?") ? {} : { "x-pagination-next": next };
    response.writeHead(200, headers).end(JSON.stringify([sentItem(1)]));
  });
  return {
    server,
    name(address) {
      next = address;
    },
  };
}

test("no next page, whatever it looks like, is asked for at another host", async () => {
  const other = await rawServer((socket) => void socket.end("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n[]"));
  const { server, name } = await naming();
  const [here, there] = [new URL(server.baseUrl), new URL(other.baseUrl)];
  const { client } = edgesAt(server.baseUrl, { timeoutMs: 2000 });
  const pieces = fc.constantFrom(
    ...[here.host, there.host, here.origin, there.origin, `localhost:${there.port}`, `[::1]:${there.port}`],
    ...["@", "//", "\\", "/v1/", "/../", "?c=1", "#", ":", "%2f", "u:p@", ".", "http://", ";"],
  );
  await fc.assert(
    fc.asyncProperty(fc.array(pieces, { maxLength: 6 }), fc.boolean(), async (parts, prefixed) => {
      name(`${prefixed ? `${here.origin}/v1/` : ""}${parts.join("")}`);
      const [, end] = await drain(client.listSentInvitations(IDENTITY, { maxTriesPerPage: 1 }));
      expect(["complete", "partial"]).toContain(end.state);
    }),
    { numRuns: CALL_RUNS },
  );
  expect(other.requests).toEqual([]);
  expect(server.requests.every(({ target }) => target.startsWith("/v1/"))).toBe(true);
});

test("a continuation that was tampered with calls nobody", async () => {
  const server = await scriptedServer(json([]));
  const other = await scriptedServer(json([]));
  const { client } = edgesAt(server.baseUrl);
  for (const from of [`${other.baseUrl}/x`, "", "x", `${server.baseUrl}/../x`, server.baseUrl.replace("//", "//u@")]) {
    const [pages, end] = await drain(client.listSentInvitations(IDENTITY, { from }));
    expect([pages, end.state]).toEqual([[], "partial"]);
  }
  expect([...server.requests, ...other.requests]).toEqual([]);
});

describe("a listing that leads round in a circle ends as partial", () => {
  test.each<[string, (page: number) => string, number, number?]>([
    ["to itself", () => "", 1],
    ["to itself, marked as another place on the page", (page) => `#${page}`, 1],
    ["between two pages", (page) => `?page=${page % 2}`, 3],
    ["through ever new pages, with the same item on each", (page) => `?page=${page}`, 3],
    ["through ever new pages, with another item on each", (page) => `?page=${page}`, 20, 20],
  ])("%s", async (_, suffix, calls, items = 1) => {
    let page = 0;
    const server = await constantServer((response, { target }) => {
      page += 1;
      const next = `http://${response.req.headers.host}${target.split("?")[0]}${suffix(page)}`;
      response.writeHead(200, { "x-pagination-next": next }).end(JSON.stringify([sentItem(items === 1 ? 1 : page)]));
    });
    const { client } = edgesAt(server.baseUrl, { maxPages: 20 });
    const [pages, end] = await drain(client.listSentInvitations(IDENTITY));
    expect(end.state).toBe("partial");
    expect(server.requests).toHaveLength(calls);
    expect(pages.flatMap(({ invitations }) => invitations)).toHaveLength(items);
  });
});

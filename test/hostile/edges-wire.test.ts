import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CONFIRMED, drain, edgesAt, failureOf, IDENTITY, NOW, order, sentItem } from "../edges/helpers/edges.ts";
import { json, scriptedServer } from "../edges/helpers/scripted-server.ts";
import { expectPrototypesUntouched } from "./helpers/prototypes.ts";
import { endless, rawServer, wholeAnswer } from "./helpers/raw-server.ts";
import { INHERITED } from "./helpers/texts.ts";

const RUNS = 150;
/** What the kernel's buffers on both sides of a connection can hold beyond what was read. */
const IN_FLIGHT_BYTES = 24 * 1024 * 1024;
const MIB = 1024 * 1024;

expectPrototypesUntouched();

const statusLine = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(200, 200, 204, 206, 301, 400, 401, 424, 429, 500).map((s) => `HTTP/1.1 ${s} X`),
  },
  { weight: 1, arbitrary: fc.constantFrom("HTTP/1.1 100 Continue", "HTTP/1.1 101 Switching", "HTTP/1.1 103 Early") },
  { weight: 1, arbitrary: fc.constantFrom("HTTP/9.9 200 OK", "HTTP/1.0 200 OK", "HTTP/1.1 -1 X", "HTTP/1.1 99999 X") },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 30 }) },
);
const headerLine = fc.oneof(
  fc
    .tuple(
      fc.constantFrom<string>(
        ...INHERITED,
        "content-type",
        "content-encoding",
        "transfer-encoding",
        "retry-after",
        "x-pagination-next",
        "location",
        "connection",
        "set-cookie",
      ),
      fc.oneof(
        fc.constantFrom("gzip", "chunked", "br, gzip", "text/html", "9".repeat(40), "-1", "close", "keep-alive"),
        fc.constantFrom("http://127.0.0.1:1/v1/x", "//evil.example/v1/x", "Wed, 99 Foo 2026 99:99:99 GMT"),
        fc.string({ unit: "binary", maxLength: 20 }),
      ),
    )
    .map(([name, value]) => `${name}: ${value}`),
  fc.string({ unit: "binary", maxLength: 30 }),
);
const anyBody = fc.oneof(
  fc.constantFrom("", "[]", "{}", "null", "[{}]", "5\r\n[]\r\n0\r\n\r\n", '{"error_label":"LK_524"}', "\ufeff[]"),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString("latin1")),
  fc.constant(JSON.stringify([sentItem(1)])),
);
const anyAnswer = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(statusLine, fc.array(headerLine, { maxLength: 6 }), fc.option(fc.nat(400)), anyBody)
      .map(([status, headers, length, body]) =>
        wholeAnswer([status, ...headers, ...(length === null ? [] : [`content-length: ${length}`])].join("\r\n"), body),
      ),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
);

test("whatever bytes come back, each call ends with a value, and nothing is taken for a withdrawal", async () => {
  let bytes = Buffer.alloc(0);
  const server = await rawServer((socket) => void socket.end(bytes));
  const { client } = edgesAt(server.baseUrl, { timeoutMs: 400, maxPages: 3 });
  await fc.assert(
    fc.asyncProperty(anyAnswer, async (answer) => {
      bytes = Buffer.from(answer);
      expect((await client.withdrawInvitation(order())).kind).toBe("failed");
      const [, sent] = await drain(client.listSentInvitations(IDENTITY, { maxTriesPerPage: 1 }));
      expect(["complete", "partial"]).toContain(sent.state);
      expect(typeof (await client.listIdentities()).ok).toBe("boolean");
    }),
    { numRuns: RUNS },
  );
});

test.each(INHERITED)("a header named %s is a header like any other", async (name) => {
  const body = JSON.stringify(CONFIRMED);
  const head = `HTTP/1.1 200 OK\r\n${name}: a\r\n${name}: b\r\ncontent-length: ${body.length}`;
  const server = await rawServer((socket) => void socket.end(wholeAnswer(head, body)));
  expect(await edgesAt(server.baseUrl).client.withdrawInvitation(order())).toEqual({ kind: "done" });
});

describe("a header that comes twice", () => {
  const answerOf = (status: string, body: string, ...headers: string[]) =>
    wholeAnswer([`HTTP/1.1 ${status}`, `content-length: ${body.length}`, ...headers].join("\r\n"), body);

  test("names no next page, however right each of the two would be", async () => {
    const server = await rawServer((socket) => {
      const next = `x-pagination-next: http://127.0.0.1:${socket.localPort}/v1/next?page=`;
      socket.end(answerOf("200 OK", "[]", `${next}1`, `${next}2`));
    });
    const [, end] = await drain(edgesAt(server.baseUrl).client.listSentInvitations(IDENTITY));
    expect(end).toMatchObject({ state: "partial", failure: { reaction: "not-known" } });
    expect(server.requests).toHaveLength(1);
  });

  test("tells no time to wait until: the documented minute counts", async () => {
    const server = await rawServer((socket) => {
      socket.end(answerOf("429 X", "{}", "retry-after: 5", "Retry-After: 7200"));
    });
    const failure = failureOf(await edgesAt(server.baseUrl).client.withdrawInvitation(order()));
    expect(failure).toMatchObject({ reaction: "wait-until", until: new Date(NOW.getTime() + 60_000) });
  });
});

describe("an answer without end is cut off, and what was read of it stays bounded", () => {
  test.each<[string, string, string | Buffer, RegExp, number]>([
    ["a body", "HTTP/1.1 200 OK\r\n\r\n", Buffer.alloc(256 * 1024, " "), /^answer larger than 8 MiB$/, 8 * MIB],
    [
      "a body in chunks",
      "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
      `10000\r\n${" ".repeat(0x10000)}\r\n`,
      /^answer larger than 8 MiB$/,
      8 * MIB,
    ],
    [
      "one header",
      "HTTP/1.1 200 OK\r\nx-long: ",
      "a".repeat(1024),
      /^connection failed \(UND_ERR_HEADERS_OVERFLOW\)$/,
      MIB,
    ],
    [
      "headers",
      "HTTP/1.1 200 OK\r\n",
      "x-more: 1\r\n".repeat(100),
      /^connection failed \(UND_ERR_HEADERS_OVERFLOW\)$/,
      MIB,
    ],
    [
      "headers at the end of a body",
      "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\n[\r\n0\r\n",
      "x-more: 1\r\n".repeat(100),
      /^(connection failed \(UND_ERR_HEADERS_OVERFLOW\)|timed out after 1 s) in the middle of the answer$/,
      MIB,
    ],
    ["a status line", "HTTP/1.1 200 ", "a".repeat(1024), /^(connection failed|timed out)/, Number.POSITIVE_INFINITY],
    [
      "preliminary answers",
      "",
      "HTTP/1.1 103 Early Hints\r\nx: 1\r\n\r\n".repeat(50),
      /^(connection failed|timed out)/,
      Number.POSITIVE_INFINITY,
    ],
  ])("%s", async (_, head, piece, why, limit) => {
    let written = () => 0;
    const server = await rawServer((socket) => {
      written = endless(socket, head, piece);
    });
    const { client } = edgesAt(server.baseUrl, { timeoutMs: 1000 });
    const failure = failureOf(await client.withdrawInvitation(order()));
    expect(failure).toMatchObject({ reaction: "not-known" });
    expect(failure.why).toMatch(why);
    expect(written()).toBeLessThan(limit + IN_FLIGHT_BYTES);
    expect(server.requests).toHaveLength(1);
  });
});

describe("an answer that drips is cut off by the time-out", () => {
  test.each([
    ["in its status line", "", "H"],
    ["in its headers", "HTTP/1.1 200 OK\r\n", "x: 1\r\n"],
    ["in its body", "HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n", " "],
    ["before it begins", "HTTP/1.1 102 Processing\r\n\r\n", "HTTP/1.1 102 Processing\r\n\r\n"],
  ])("%s", async (_, head, drop) => {
    const server = await rawServer((socket) => {
      socket.write(head);
      const timer = setInterval(() => socket.write(drop), 40);
      socket.on("close", () => clearInterval(timer));
    });
    const { client } = edgesAt(server.baseUrl, { timeoutMs: 400 });
    const failure = failureOf(await client.withdrawInvitation(order()));
    expect(failure.reaction).toBe("not-known");
    expect(failure.why).toMatch(/^(timed out after 0\.4 s|connection failed)/);
  });
});

test("a compressed answer is not unpacked: a small one cannot become a large one", async () => {
  const bomb = gzipSync(Buffer.alloc(64 * MIB, " "));
  const server = await rawServer((socket) => {
    socket.end(wholeAnswer(`HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${bomb.length}`, bomb));
  });
  const before = process.memoryUsage().arrayBuffers;
  const failure = failureOf(await edgesAt(server.baseUrl).client.withdrawInvitation(order()));
  expect(failure).toMatchObject({ reaction: "not-known", status: 200, why: "answer is not JSON" });
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * MIB);
});

test("no compressed answer is asked for", async () => {
  const server = await scriptedServer(json(CONFIRMED));
  await edgesAt(server.baseUrl).client.withdrawInvitation(order());
  expect(server.requests[0]?.headers["accept-encoding"]).toBeUndefined();
});

test("a page with more items than any page can have is refused, however small they are", async () => {
  const server = await scriptedServer(json(Array.from({ length: 1_000_000 }, () => 1)));
  const { client } = edgesAt(server.baseUrl);
  const [pages, end] = await drain(client.listSentInvitations(IDENTITY, { maxTriesPerPage: 1 }));
  expect(end).toMatchObject({ state: "partial", failure: { reaction: "not-known", status: 200 } });
  expect(pages).toEqual([]);
});

test("an answer nested as deep as its size allows is an answer nobody can use, and no crash", async () => {
  const deep = "[".repeat(4 * MIB);
  const shut = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  for (const body of [deep, shut, `[{"sent_date":${shut}}]`, `[{"linkedin_invitation_id":${shut}}]`]) {
    const server = await scriptedServer((response) => void response.writeHead(200).end(body));
    const { client } = edgesAt(server.baseUrl);
    const [pages] = await drain(client.listSentInvitations(IDENTITY, { maxTriesPerPage: 1 }));
    expect(pages.flatMap(({ invitations }) => invitations)).toEqual([]);
  }
});

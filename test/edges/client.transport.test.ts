import { Agent } from "undici";
import { describe, expect, onTestFinished, test } from "vitest";
import { createEdgesClient } from "../../lib/edges/client.ts";
import { CONFIRMED, drain, edgesAt, failureOf, IDENTITY, KEY, order } from "./helpers/edges.ts";
import {
  drip,
  drop,
  dropHalfWay,
  flood,
  json,
  type Step,
  scriptedServer,
  silence,
  text,
} from "./helpers/scripted-server.ts";

const HALF_A_SECOND = { timeoutMs: 500 };

describe("an answer that does not arrive whole is not known, and the call is not repeated", () => {
  const notText: Step = (response) => response.writeHead(200).end(Buffer.from([0x22, 0xff, 0x22]));

  test.each<[string, Step, number | null, string]>([
    ["a connection dropped before the answer", drop, null, "connection dropped"],
    ["a connection dropped half-way", dropHalfWay, 200, "connection dropped in the middle of the answer"],
    ["broken JSON", text(200, '[{"linkedin_invitation_id":'), 200, "answer is not JSON"],
    ["HTML", text(200, "<!doctype html><title>Hello</title>"), 200, "answer is not JSON"],
    ["an empty body", text(200, ""), 200, "answer is not JSON"],
    ["bytes that are no text", notText, 200, "answer is not JSON"],
  ])("%s", async (_, step, status, why) => {
    const server = await scriptedServer(step);
    const failure = failureOf(await edgesAt(server.baseUrl).client.withdrawInvitation(order()));
    expect(failure).toMatchObject({ reaction: "not-known", label: null, status, why, until: null });
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    ["a server that never answers", silence],
    ["a body that drips", drip],
  ])("%s", async (_, step) => {
    const server = await scriptedServer(step);
    const { client } = edgesAt(server.baseUrl, HALF_A_SECOND);
    const failure = failureOf(await client.withdrawInvitation(order()));
    expect(failure.reaction).toBe("not-known");
    // Where the time ran out depends on how busy the machine is; that it ran out does not.
    expect(failure.why).toMatch(/^timed out after 0\.5 s/);
    expect(server.requests.length).toBeLessThanOrEqual(1);
  });

  test("nobody listening", async () => {
    const { client } = edgesAt("http://127.0.0.1:1");
    expect(failureOf(await client.withdrawInvitation(order()))).toMatchObject({
      reaction: "not-known",
      status: null,
      why: "connection failed (ECONNREFUSED)",
    });
  });

  test("a connection that never stands", async () => {
    const dispatcher = new Agent({ connect: () => {} });
    onTestFinished(() => dispatcher.destroy());
    const { client } = edgesAt("http://127.0.0.1:1", { ...HALF_A_SECOND, dispatcher });
    expect(failureOf(await client.withdrawInvitation(order())).why).toBe("timed out after 0.5 s");
  });

  test("a body without end is cut off", async () => {
    let cut = () => {};
    const wasCut = new Promise<void>((resolve) => {
      cut = resolve;
    });
    const server = await scriptedServer(flood(cut));
    const failure = failureOf(await edgesAt(server.baseUrl).client.withdrawInvitation(order()));
    expect(failure).toMatchObject({ reaction: "not-known", status: 200, why: "answer larger than 8 MiB" });
    await wasCut;
  });

  test("a connection kept from the call before is no reason to repeat one", async () => {
    const server = await scriptedServer(json([{ uid: "a" }]), drop, json([]));
    const { client } = edgesAt(server.baseUrl);
    await drain(client.listConnectionsSince(IDENTITY, new Date(0)));
    const failure = failureOf(await client.withdrawInvitation(order()));
    expect(failure.why).toBe("connection dropped");
    expect(server.requests).toHaveLength(2);
  });
});

test("a whole answer just under the limit is read", async () => {
  const padded = JSON.stringify(CONFIRMED) + " ".repeat(8 * 1024 * 1024 - JSON.stringify(CONFIRMED).length);
  const server = await scriptedServer(text(200, padded), text(200, `${padded} `));
  const { client } = edgesAt(server.baseUrl);
  expect(await client.withdrawInvitation(order())).toEqual({ kind: "done" });
  expect(failureOf(await client.withdrawInvitation(order())).why).toBe("answer larger than 8 MiB");
});

test.each([301, 302, 303, 307, 308])("a %i to another host is not followed", async (status) => {
  const other = await scriptedServer(json(CONFIRMED));
  const server = await scriptedServer(text(status, "", { location: `${other.baseUrl}/elsewhere` }));
  const failure = failureOf(await edgesAt(server.baseUrl).client.withdrawInvitation(order()));
  expect(failure).toMatchObject({ reaction: "not-known", status });
  expect(failure.why).toContain(`redirect (${status}) not followed`);
  expect(other.requests).toHaveLength(0);
});

describe("closing", () => {
  test("leaves a dispatcher open that was handed in", async () => {
    const dispatcher = new Agent();
    onTestFinished(() => dispatcher.close());
    await createEdgesClient({ apiKey: async () => KEY, dispatcher }).close();
    expect(dispatcher.closed).toBe(false);
  });

  test("ends the client's own connections", async () => {
    const server = await scriptedServer(json(CONFIRMED), json(CONFIRMED));
    const client = createEdgesClient({ baseUrl: server.baseUrl, apiKey: async () => KEY });
    await client.withdrawInvitation(order());
    await client.close();
    expect(failureOf(await client.withdrawInvitation(order())).why).toMatch(/^connection failed/);
    expect(server.requests).toHaveLength(1);
  });
});

test.each([
  "",
  "api.edges.run",
  "ftp://api.edges.run/v1",
  "https://user@api.edges.run/v1",
  "https://api.edges.run/v1?a=b",
])("%j is refused as a base address", (baseUrl) => {
  expect(() => createEdgesClient({ baseUrl, apiKey: async () => KEY })).toThrow(/base address/);
});

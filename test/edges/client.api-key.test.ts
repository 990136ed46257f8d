import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { ApiKeyError } from "../../lib/domain/api-key-error.ts";
import { EdgesError } from "../../lib/edges/errors.ts";
import { CONFIRMED, drain, edgesAt, failureOf, IDENTITY, KEY, order } from "./helpers/edges.ts";
import { drip, drop, json, type Step, scriptedServer, silence, text } from "./helpers/scripted-server.ts";

const refused = text(401, '{"message":"Unauthorized"}');

/** A store that gives `first`, and `second` when asked for a fresh one. */
function store(first: string, second: string) {
  const asked: (boolean | undefined)[] = [];
  const apiKey = async (options?: { fresh?: boolean }) => {
    asked.push(options?.fresh);
    return options?.fresh ? second : first;
  };
  return { apiKey, asked };
}

describe("a rotated key", () => {
  const sent = (server: { requests: readonly { headers: Record<string, unknown> }[] }) =>
    server.requests.map((request) => request.headers["x-api-key"]);

  test("is fetched after a 401, and the call is made once more", async () => {
    const server = await scriptedServer(refused, json(CONFIRMED));
    const { apiKey, asked } = store("old-key", "new-key");
    const answer = await edgesAt(server.baseUrl, { apiKey }).client.withdrawInvitation(order());
    expect(answer).toEqual({ kind: "done" });
    expect(sent(server)).toEqual(["old-key", "new-key"]);
    expect(server.requests[0]?.body).toBe(server.requests[1]?.body);
    expect(asked).toEqual([undefined, true]);
  });

  test("serves listings and identities too", async () => {
    const server = await scriptedServer(refused, json([]), refused, json([]));
    const { client, naps } = edgesAt(server.baseUrl, { apiKey: store("old-key", "new-key").apiKey });
    expect((await drain(client.listSentInvitations(IDENTITY)))[1]).toEqual({ state: "complete" });
    expect(await client.listIdentities()).toMatchObject({ ok: true });
    expect(sent(server)).toEqual(["old-key", "new-key", "old-key", "new-key"]);
    expect(naps).toEqual([]);
  });

  test("that has not changed is not tried again", async () => {
    const server = await scriptedServer(refused, json(CONFIRMED));
    const { apiKey, asked } = store("same-key", "same-key");
    const failure = failureOf(await edgesAt(server.baseUrl, { apiKey }).client.withdrawInvitation(order()));
    expect(failure).toMatchObject({ reaction: "workspace-stopped", status: 401 });
    expect(server.requests).toHaveLength(1);
    expect(asked).toEqual([undefined, true]);
  });

  test("that is refused as well ends it, without a third call", async () => {
    const server = await scriptedServer(refused, refused, json(CONFIRMED));
    const { apiKey } = store("old-key", "new-key");
    const failure = failureOf(await edgesAt(server.baseUrl, { apiKey }).client.withdrawInvitation(order()));
    expect(failure.reaction).toBe("workspace-stopped");
    expect(server.requests).toHaveLength(2);
  });

  test("is asked for after a 401 only", async () => {
    const { apiKey, asked } = store("old-key", "new-key");
    const server = await scriptedServer(text(402, "{}"));
    await edgesAt(server.baseUrl, { apiKey }).client.withdrawInvitation(order());
    expect(asked).toEqual([undefined]);
    expect(server.requests).toHaveLength(1);
  });
});

describe("a key that cannot be had", () => {
  test.each<[string, () => Promise<string>, string]>([
    ["the store fails", () => Promise.reject(new Error(`cannot read ${KEY}`)), "no API key could be read"],
    ["the store says why", () => Promise.reject(new ApiKeyError("the secret is empty")), "the secret is empty"],
    ["it is empty", async () => " \n", "the API key is empty"],
    ["it would break the header", async () => "a\r\nX-Evil: 1", "the API key has signs in it that no key has"],
  ])("sends nothing, leaves nothing in doubt and stops the workspace: %s", async (_, apiKey, why) => {
    const server = await scriptedServer(json(CONFIRMED));
    const { client } = edgesAt(server.baseUrl, { apiKey });
    const failure = failureOf(await client.withdrawInvitation(order()));
    const told = { reaction: "workspace-stopped", effect: "none", sent: false, status: null, label: "no-api-key", why };
    expect(failure).toMatchObject(told);
    expect(await client.checkApiKey(), "known before a call").toMatchObject(told);
    expect(inspect(failure)).not.toContain(KEY);
    expect(server.requests).toHaveLength(0);
  });

  test("is none that can be", async () => {
    const server = await scriptedServer();
    expect(await edgesAt(server.baseUrl).client.checkApiKey()).toBeNull();
    expect(server.requests).toHaveLength(0);
  });

  test("keeps the 401 when only the fresh one cannot be had", async () => {
    const server = await scriptedServer(refused);
    const apiKey = (options?: { fresh?: boolean }) =>
      options?.fresh ? Promise.reject(new Error("x")) : Promise.resolve(KEY);
    expect(failureOf(await edgesAt(server.baseUrl, { apiKey }).client.withdrawInvitation(order())).status).toBe(401);
  });

  test("a line break around it is not part of it", async () => {
    const server = await scriptedServer(json(CONFIRMED));
    await edgesAt(server.baseUrl, { apiKey: async () => `${KEY}\n` }).client.withdrawInvitation(order());
    expect(server.requests[0]?.headers["x-api-key"]).toBe(KEY);
  });
});

describe("a failure shows neither the key nor the vendor's words", () => {
  const UPPER_KEY = "EDGES_KEY_5F0E2D9C";
  const echo = (key: string) => ({
    error_label: key,
    error_ref: `ref:${key}`,
    error_scope: key,
    message: `Jane Roe cannot use ${key}`,
    params: { postponed_until: key },
  });

  test.each<[string, string, Step]>([
    ["an answer that quotes it", KEY, json(echo(KEY), 424)],
    ["an answer that quotes it as a label", UPPER_KEY, json(echo(UPPER_KEY), 424)],
    ["a refusal that quotes it", KEY, json(echo(KEY), 401)],
    ["HTML that quotes it", KEY, text(500, `<html>${KEY} Jane</html>`)],
    ["broken JSON that quotes it", KEY, text(200, `{"${KEY}": Jane`)],
    ["a status line and headers that quote it", KEY, text(302, KEY, { location: `/${KEY}/Jane`, "retry-after": KEY })],
    ["a dropped connection", KEY, drop],
    ["a time-out", KEY, silence],
    ["a time-out in the body", KEY, drip],
  ])("after %s", async (_, key, step) => {
    const server = await scriptedServer(step);
    const { client } = edgesAt(server.baseUrl, { apiKey: async () => key, timeoutMs: 300 });
    const failure = failureOf(await client.withdrawInvitation(order()));
    const error = new EdgesError(failure);
    const shown = [
      JSON.stringify(failure),
      inspect(error, { depth: null, showHidden: true }),
      error.message,
      error.stack,
    ];
    shown.push(JSON.stringify(error), inspect(client, { depth: null, showHidden: true }));
    for (const text of shown) {
      expect(text).not.toContain(key);
      expect(text).not.toContain("Jane");
      expect(text).not.toContain("custom_data");
    }
    for (const request of server.requests) expect(request.headers["x-api-key"]).toBe(key);
  });
});

test("an error's message has label, reference, method and address", async () => {
  const server = await scriptedServer(json({ error_label: "LK_524", error_ref: "err-1" }, 424), drop);
  const { client } = edgesAt(server.baseUrl);
  const address = `${server.baseUrl}/actions/linkedin-withdraw-invitation/run/live`;
  expect(new EdgesError(failureOf(await client.withdrawInvitation(order()))).message).toBe(
    `POST ${address}: LK_524 (answered with status 424, reference err-1)`,
  );
  expect(new EdgesError(failureOf(await client.withdrawInvitation(order()))).message).toBe(
    `POST ${address}: no label (connection dropped)`,
  );
});

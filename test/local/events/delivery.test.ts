import { createHmac } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { createDelivery, type Destination } from "../../../lib/local/events/delivery.ts";
import { eventCommand } from "../../../lib/local/events/event-command.ts";
import { webhook } from "../../../lib/local/events/webhook.ts";
import { constantServer, drip, drop, scriptedServer, silence, text } from "../../edges/helpers/scripted-server.ts";
import { temporaryFolder } from "../../helpers/command-line.ts";
import { anEvent } from "./helpers.ts";

/** Longer than any of these tests may take: whoever waits for it fails the test by its time-out. */
const LONG_MS = 600_000;
const ok = text(204, "");

async function deliver(destination: Destination, ids: readonly string[], limitMs = LONG_MS) {
  const delivery = createDelivery(destination, { firstPauseMs: 1 });
  for (const id of ids) delivery.add(anEvent(id));
  return delivery.finish(limitMs);
}

const idsOf = (requests: readonly { readonly headers: NodeJS.Dict<string | string[]> }[]) =>
  requests.map(({ headers }) => headers["x-sweeper-event-id"]);

describe("a webhook", () => {
  it("is posted each event in its order, signed over the very body", async () => {
    const server = await scriptedServer(ok, ok);

    const ended = await deliver(webhook(new URL(server.baseUrl), "s3cret"), ["a", "b"]);

    expect(ended).toEqual({ undelivered: 0, lastWhy: null });
    expect(idsOf(server.requests)).toEqual(["a", "b"]);
    for (const [index, { method, target, headers, body }] of server.requests.entries()) {
      const signature = createHmac("sha256", "s3cret").update(Buffer.from(body, "utf8")).digest("hex");
      expect({ method, target }).toEqual({ method: "POST", target: "/v1" });
      expect(headers["content-type"]).toBe("application/json");
      expect(headers["x-sweeper-signature"]).toBe(`sha256=${signature}`);
      expect(JSON.parse(body)).toEqual(anEvent(["a", "b"][index] ?? ""));
    }
  });

  it.each([
    ["503 twice", [text(503, "?"), text(503, "?")]],
    ["429 and 408", [text(429, ""), text(408, "")]],
    ["a dropped connection", [drop]],
  ])("is tried again after %s, with the same id, before the next event", async (_, failures) => {
    const server = await scriptedServer(...failures, ok, ok);

    const { undelivered } = await deliver(webhook(new URL(server.baseUrl), "s"), ["a", "b"]);

    expect(undelivered).toBe(0);
    expect(idsOf(server.requests)).toEqual([...failures.map(() => "a"), "a", "b"]);
  });

  it("is tried five times, and then it is the next event's turn", async () => {
    const failing = Array.from({ length: 5 }, () => text(500, ""));
    const server = await scriptedServer(...failing, ok);

    const ended = await deliver(webhook(new URL(server.baseUrl), "s"), ["a", "b"]);

    expect(ended).toEqual({ undelivered: 1, lastWhy: "the webhook answered 500" });
    expect(idsOf(server.requests)).toEqual(["a", "a", "a", "a", "a", "b"]);
  });

  it("that refuses, or sends elsewhere, is not asked again, and nothing goes elsewhere", async () => {
    const elsewhere = await constantServer(ok);
    const server = await scriptedServer(text(404, ""), text(307, "", { location: elsewhere.baseUrl }));

    const ended = await deliver(webhook(new URL(server.baseUrl), "s"), ["a", "b"]);

    expect(ended).toEqual({ undelivered: 2, lastWhy: "the webhook answered 307" });
    expect(server.requests).toHaveLength(2);
    expect(elsewhere.requests).toEqual([]);
  });

  it("has been told once it has answered, whatever its body does", async () => {
    const server = await constantServer(drip);

    const { undelivered } = await deliver(webhook(new URL(server.baseUrl), "s", { timeoutMs: 100 }), ["a"]);

    expect(undelivered).toBe(0);
    expect(server.requests).toHaveLength(1);
  });

  it("that does not answer is tried again after its time", async () => {
    const server = await scriptedServer(silence, ok);

    const { undelivered } = await deliver(webhook(new URL(server.baseUrl), "s", { timeoutMs: 100 }), ["a"]);

    expect(undelivered).toBe(0);
    expect(idsOf(server.requests)).toEqual(["a", "a"]);
  });

  it("that never answers is waited for no longer than the limit, and what waits behind it is counted", async () => {
    const server = await constantServer(silence);

    const ended = await deliver(webhook(new URL(server.baseUrl), "s", { timeoutMs: LONG_MS }), ["a", "b", "c"], 100);

    expect(ended).toEqual({ undelivered: 3, lastWhy: "no answer in time" });
    expect(server.requests.length).toBeLessThanOrEqual(1);
  });

  it("that cannot be reached is told without its address, which may hold a secret", async () => {
    const { undelivered, lastWhy } = await deliver(webhook(new URL("http://127.0.0.1:1/secret"), "s"), ["a"]);

    expect(undelivered).toBe(1);
    expect(lastWhy).toBe("the webhook could not be reached (ECONNREFUSED)");
  });
});

describe("a command", () => {
  it("gets each event as a line of its standard input, one process after the other", async () => {
    const told = join(temporaryFolder(), "told.ndjson");

    const ended = await deliver(eventCommand(`cat >> "${told}"`), ["a", "b", "c"]);

    const lines = readFileSync(told, "utf8").split("\n");
    expect(ended.undelivered).toBe(0);
    expect(lines).toEqual([...["a", "b", "c"].map((id) => JSON.stringify(anEvent(id))), ""]);
  });

  it("that fails is tried three times, and then it is the next event's turn", async () => {
    const told = join(temporaryFolder(), "told");

    const ended = await deliver(eventCommand(`echo x >> "${told}"; exit 7`), ["a", "b"]);

    expect(ended).toEqual({ undelivered: 2, lastWhy: "the command ended with exit code 7" });
    expect(readFileSync(told, "utf8")).toBe("x\n".repeat(6));
  });

  it("that fails once has been told at its second try", async () => {
    const told = join(temporaryFolder(), "told");

    const { undelivered } = await deliver(eventCommand(`[ -e "${told}" ] || { touch "${told}"; exit 1; }`), ["a"]);

    expect(undelivered).toBe(0);
  });

  it("need not read its standard input", async () => {
    expect(await deliver(eventCommand("true"), ["a", "b"])).toEqual({ undelivered: 0, lastWhy: null });
  });

  it("that takes too long has failed", async () => {
    const ended = await deliver(eventCommand("sleep 600", { timeoutMs: 50 }), ["a"]);

    expect(ended).toEqual({ undelivered: 1, lastWhy: "the command took longer than 0.05 s" });
  });

  it("is ended with all it started", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const inPipeline = `"${process.execPath}" -e 'require("net").connect(${port}, "127.0.0.1")' | cat`;
    const delivery = createDelivery(eventCommand(inPipeline), { firstPauseMs: 1 });
    delivery.add(anEvent("a"));
    const [socket] = (await once(server, "connection")) as [Socket];
    socket.on("error", () => {});

    delivery.giveUp();

    await once(socket.resume(), "close");
    expect((await delivery.finish(LONG_MS)).undelivered).toBe(1);
  });

  it("under way at the limit is ended, and counted", async () => {
    const { undelivered } = await deliver(eventCommand("sleep 600"), ["a", "b"], 50);

    expect(undelivered).toBe(2);
  });
});

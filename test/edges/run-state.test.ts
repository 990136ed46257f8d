import { describe, expect, test } from "vitest";
import { edgesAt } from "./helpers/edges.ts";
import { drop, json, type Step, scriptedServer, text } from "./helpers/scripted-server.ts";

const UID = "3c90c3cc-0d44-4b50-8888-8dd25736052a";

async function stateAfter(...script: Step[]) {
  const server = await scriptedServer(...script);
  const { client, naps } = edgesAt(server.baseUrl);
  return { answer: await client.readWithdrawRun(UID), requests: server.requests, naps };
}

describe("a run's state", () => {
  test.each([
    ["CREATED", "under-way"],
    ["QUEUED", "under-way"],
    ["SCHEDULED", "under-way"],
    ["BLOCKED", "under-way"],
    ["RUNNING", "under-way"],
    ["STOPPED", "under-way"],
    ["SUCCEEDED", "over"],
    ["PARTIAL_SUCCEEDED", "over"],
    ["FAILED", "over"],
    ["INVALID", "refused"],
  ])("%s is %s", async (status, phase) => {
    const { answer, requests } = await stateAfter(json({ uid: UID, status }));
    expect(answer).toEqual({ kind: "state", state: { status, phase, unlisted: false } });
    expect(requests[0]).toMatchObject({ method: "GET", target: `/v1/runs/${UID}`, body: "" });
  });

  test.each([
    ["a word nobody has listed", "ABORTED_BY_MOON", "ABORTED_BY_MOON"],
    ["an inherited word", "constructor", "CONSTRUCTOR"],
    ["no text", 7, "(unprintable)"],
    ["nothing", null, "(unprintable)"],
  ])("with %s is under way, and says that it is not listed", async (_what, status, shown) => {
    const { answer } = await stateAfter(json({ uid: UID, status }));
    expect(answer).toEqual({ kind: "state", state: { status: shown, phase: "under-way", unlisted: true } });
  });

  test("of another run is a failure", async () => {
    const { answer } = await stateAfter(json({ uid: "another", status: "SUCCEEDED" }));
    expect(answer).toMatchObject({ kind: "failed", failure: { reaction: "not-known" } });
  });

  test.each([
    ["the label", json({ error_label: "STATUS_404" }, 404)],
    ["JSON without a label", json({ message: "no such run" }, 404)],
  ])("is unknown when the API says so with %s", async (_what, step) => {
    const { answer } = await stateAfter(step, step, step);
    expect(answer).toEqual({ kind: "unknown-run" });
  });

  test("is a failure, and not unknown, behind a proxy's page", async () => {
    const page = text(404, "<html>404</html>");
    const { answer, requests } = await stateAfter(page, page, page);
    expect(answer).toMatchObject({ kind: "failed", failure: { status: 404, effect: "maybe" } });
    expect(requests).toHaveLength(3);
  });

  test("is asked for again after a lost answer", async () => {
    const { answer, requests, naps } = await stateAfter(drop, json({ uid: UID, status: "RUNNING" }));
    expect(answer).toMatchObject({ kind: "state", state: { phase: "under-way" } });
    expect(requests).toHaveLength(2);
    expect(naps).toHaveLength(1);
  });

  test("is never asked for under a uid that could lead elsewhere", async () => {
    const server = await scriptedServer();
    const { client } = edgesAt(server.baseUrl);
    await expect(client.readWithdrawRun("../identities")).rejects.toThrow(TypeError);
    await expect(client.readWithdrawRunOutputs("a/b")).rejects.toThrow(TypeError);
    expect(server.requests).toHaveLength(0);
  });
});

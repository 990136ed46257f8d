import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RunOutput } from "../../lib/edges/run-results.ts";
import { edgesAt } from "./helpers/edges.ts";
import { json, type Step, scriptedServer, text } from "./helpers/scripted-server.ts";

const UID = "3c90c3cc-0d44-4b50-8888-8dd25736052a";
const urn = (id: number | string) => `urn:li:fsd_invitation:${id}`;
const done = (id: number) => ({ linkedin_invitation_id: String(id), linkedin_invitation_urn: urn(id) });
const input = (id: number, status: string, more: object = {}) => ({
  uid: `input-${id}`,
  status,
  input_data: { linkedin_invitation_urn: urn(id) },
  ...more,
});
const NO_INPUTS = json([]);

async function outputsAfter(...script: Step[]) {
  const server = await scriptedServer(...script);
  const { client } = edgesAt(server.baseUrl);
  const answer = await client.readWithdrawRunOutputs(UID);
  return { answer, requests: server.requests, outputs: answer.kind === "outputs" ? answer.outputs : [] };
}

/** The only result of a run whose one output is `item`. */
async function resultOf(item: unknown): Promise<RunOutput | undefined> {
  const { outputs } = await outputsAfter(json([item]), NO_INPUTS);
  expect(outputs).toHaveLength(1);
  return outputs[0];
}

const notKnown = { kind: "failed", failure: { reaction: "not-known", effect: "maybe", sent: true } };

describe("one output", () => {
  test.each([
    ["as the live call answers", done(7)],
    ["under output", { output: done(7) }],
    ["as a list under results, beside its input", { input: { linkedin_invitation_urn: urn(7) }, results: [done(7)] }],
    [
      "by its id, beside its input",
      { input: { linkedin_invitation_urn: urn(7) }, data: { linkedin_invitation_id: "7" } },
    ],
    ["with an error that is null", { ...done(7), error: null }],
  ])("is done %s", async (_what, item) => {
    expect(await resultOf(item)).toEqual({ urn: urn(7), invitationId: "7", result: { kind: "done" } });
  });

  test.each([
    ["an empty answer", { input: { linkedin_invitation_urn: urn(7) }, output: {} }],
    ["an empty list", { input: { linkedin_invitation_urn: urn(7) }, outputs: [] }],
    ["no answer", { input: { linkedin_invitation_urn: urn(7) } }],
    ["an id of another invitation", { linkedin_invitation_id: "8", linkedin_invitation_urn: urn(7) }],
    ["a result and an error", { ...done(7), error: { label: "LK_ERROR" } }],
    ["an error without a label", { input: { linkedin_invitation_urn: urn(7) }, error: {} }],
  ])("is not known with %s", async (_what, item) => {
    expect(await resultOf(item)).toMatchObject({ urn: urn(7), result: notKnown });
  });

  test.each([
    ["nothing", {}],
    ["no object", 7],
    ["null", null],
    ["two invitations", { input: { linkedin_invitation_urn: urn(7) }, output: done(8) }],
  ])("names no invitation, and is not done, with %s", async (_what, item) => {
    expect(await resultOf(item)).toMatchObject({ urn: null, result: notKnown });
  });

  test("with several answers of one input is not known", async () => {
    const item = { input: { linkedin_invitation_urn: urn(7) }, results: [done(7), done(8)] };
    expect((await resultOf(item))?.result).toMatchObject(notKnown);
  });

  test.each([
    ["LIMIT_REACHED", "wait-until", "none"],
    ["STATUS_404", "no-longer-pending", "none"],
    ["LK_524", "not-known", "maybe"],
    ["NOBODY_LISTED_THIS", "refused", "maybe"],
  ])("with %s means what it means for a live call", async (label, reaction, effect) => {
    const expected = { urn: urn(7), result: { kind: "failed", failure: { label, reaction, effect } } };
    const of = { input: { linkedin_invitation_urn: urn(7) } };
    expect(await resultOf({ ...of, error: { label } })).toMatchObject(expected);
    expect(await resultOf({ ...of, error_label: label })).toMatchObject(expected);
    expect(await resultOf({ ...of, error: label })).toMatchObject(expected);
  });
});

describe("the outputs of a run", () => {
  test("are read to their end, and its inputs after them", async () => {
    const server = await scriptedServer();
    const next = `${server.baseUrl}/runs/${UID}/outputs?cursor=x`;
    const script = [json([done(1)], 200, { "x-pagination-next": "?cursor=x" }), json([done(2)]), NO_INPUTS];
    const { answer, requests } = await outputsAfter(...script);
    expect(answer).toMatchObject({ kind: "outputs", isComplete: true });
    expect(requests.map(({ method, target }) => `${method} ${target}`)).toEqual([
      `GET /v1/runs/${UID}/outputs`,
      `GET ${new URL(next).pathname}?cursor=x`,
      `GET /v1/runs/${UID}/inputs`,
    ]);
  });

  test("are not complete when a page breaks off, and then say nothing of what has no output", async () => {
    const broken = text(502, "<html>");
    const first = json([done(1)], 200, { "x-pagination-next": "?cursor=x" });
    const { answer } = await outputsAfter(first, broken, broken, broken, json([input(2, "SUCCEEDED")]));
    expect(answer).toMatchObject({ kind: "outputs", isComplete: false });
    expect(answer).toMatchObject({ outputs: [{ urn: urn(1) }] });
  });

  test("are not complete without the inputs", async () => {
    const broken = text(502, "<html>");
    const { answer } = await outputsAfter(json([done(1)]), broken, broken, broken);
    expect(answer).toMatchObject({ kind: "outputs", isComplete: false, outputs: [{ urn: urn(1) }] });
  });

  test("are a failure when not one page could be read, and never that the invitations are gone", async () => {
    const { answer } = await outputsAfter(json({ error_label: "STATUS_404" }, 404));
    expect(answer).toMatchObject({ kind: "failed", failure: { reaction: "not-known", effect: "maybe" } });
  });

  test("have the failures of the inputs", async () => {
    const failed = input(2, "FAILED", { last_error: { has_failed: true, label: "LK_524", error_ref: "err-2" } });
    const { outputs } = await outputsAfter(json([done(1)]), json([input(1, "SUCCEEDED"), failed]));
    expect(outputs).toMatchObject([
      { urn: urn(1), result: { kind: "done" } },
      { urn: urn(2), result: { kind: "failed", failure: { label: "LK_524", ref: "err-2", effect: "maybe" } } },
    ]);
  });

  test("say of success without data that it is not known, whatever its label", async () => {
    const without = input(2, "SUCCEEDED", { last_error: { has_failed: true, label: "STATUS_404" } });
    const { outputs } = await outputsAfter(NO_INPUTS, json([without]));
    expect(outputs).toMatchObject([{ urn: urn(2), result: notKnown }]);
  });

  test.each(["CREATED", "QUEUED", "RUNNING", "BLOCKED", "STOPPED", "LOST"])(
    "say nothing of an input that is %s",
    async (status) => {
      const { outputs } = await outputsAfter(json([]), json([input(2, status)]));
      expect(outputs).toEqual([]);
    },
  );

  test("are done only where nothing contradicts it", async () => {
    const confirmed = done(1);
    const failed = { input: { linkedin_invitation_urn: urn(1) }, error: { label: "NO_ACCESS" } };
    const ofInput = input(1, "FAILED", { last_error: { label: "BAD_INPUT" } });
    const event = fc.constantFrom(confirmed, failed);
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 4 }), fc.boolean(), async (items, hasFailed) => {
        const { outputs } = await outputsAfter(json(items), json(hasFailed ? [ofInput] : []));
        const says = new Set(items.map((item) => item === confirmed)).add(!hasFailed && items.includes(confirmed));
        expect(outputs).toHaveLength(1);
        const isAllDone = items.every((item) => item === confirmed) && !hasFailed;
        expect(outputs[0]?.result.kind === "done").toBe(isAllDone);
        if (says.size > 1) expect(outputs[0]?.result).toMatchObject(notKnown);
      }),
      { numRuns: 30 },
    );
  });
});

import { describe, expect, test } from "vitest";
import { WithdrawalForbiddenError } from "../../lib/edges/errors.ts";
import { MAX_RUN_INPUTS, type WithdrawRunOrder } from "../../lib/edges/withdraw-runs.ts";
import { edgesAt, IDENTITY, KEY } from "./helpers/edges.ts";
import { drop, dropHalfWay, json, type Step, scriptedServer, text } from "./helpers/scripted-server.ts";

const urn = (id: number) => `urn:li:fsd_invitation:${id}`;
const runOf = (overrides: Partial<WithdrawRunOrder> = {}): WithdrawRunOrder => ({
  identityId: IDENTITY,
  urns: [urn(1), urn(2)],
  mode: "live",
  ...overrides,
});
/** The vendor's own example of the answer to a start. */
const ACCEPTED = { run_id: 123, run_uid: "3c90c3cc-0d44-4b50-8888-8dd25736052a", status: "pending" };

describe("the start of a run", () => {
  test("names the identity and every invitation, and nothing else", async () => {
    const server = await scriptedServer(json(ACCEPTED));
    const answer = await edgesAt(server.baseUrl).client.startWithdrawRun(runOf());

    expect(answer).toEqual({ kind: "accepted", runUid: ACCEPTED.run_uid });
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]?.target).toBe("/v1/actions/linkedin-withdraw-invitation/run/async");
    expect(server.requests[0]?.headers).toMatchObject({ "x-api-key": KEY, "content-type": "application/json" });
    expect(server.requests[0]?.body).toBe(
      `{"identity_ids":["${IDENTITY}"],"identity_mode":"direct","inputs":[{"linkedin_invitation_urn":"${urn(1)}"},{"linkedin_invitation_urn":"${urn(2)}"}]}`,
    );
  });

  test.each([200, 201, 202])("is accepted with status %i", async (status) => {
    const server = await scriptedServer(json(ACCEPTED, status));
    const answer = await edgesAt(server.baseUrl).client.startWithdrawRun(runOf());
    expect(answer.kind).toBe("accepted");
  });

  test("reads the uid as the run's own resource spells it", async () => {
    const server = await scriptedServer(json({ uid: "run-7", status: "CREATED" }));
    const answer = await edgesAt(server.baseUrl).client.startWithdrawRun(runOf());
    expect(answer).toEqual({ kind: "accepted", runUid: "run-7" });
  });

  const nobodyKnows: readonly (readonly [string, Step])[] = [
    ["no uid", json({ status: "pending" })],
    ["a uid that leads elsewhere", json({ run_uid: "../identities" })],
    ["a uid that is a number", json({ run_uid: 12 })],
    ["two uids", text(200, '{"run_uid":"a","run_uid":"b"}')],
    ["an empty list", json([])],
    ["no JSON", text(200, "ok")],
    ["a status that is no success", json(ACCEPTED, 206)],
    ["a gateway's error", text(502, "<html>")],
    ["a dropped connection", drop],
    ["half an answer", dropHalfWay],
    ["a label nobody has listed", json({ error_label: "QUOTA_OF_THE_MOON" }, 424)],
    ["not found, which says nothing of the invitations", json({ error_label: "STATUS_404" }, 424)],
  ];
  test.each(nobodyKnows)("with %s may have taken effect, and is never repeated", async (_what, step) => {
    const server = await scriptedServer(step, json(ACCEPTED));
    const { client, naps } = edgesAt(server.baseUrl);
    const answer = await client.startWithdrawRun(runOf());

    expect(answer).toMatchObject({ kind: "failed", failure: { sent: true, effect: "maybe", reaction: "not-known" } });
    expect(server.requests).toHaveLength(1);
    expect(naps).toEqual([]);
  });

  test.each([
    ["BAD_INPUT", 400, "rejected"],
    ["MISSING_PARAMETER", 400, "rejected"],
    ["LIMIT_REACHED", 429, "wait-until"],
    ["NO_ACCESS", 402, "workspace-stopped"],
    ["AUTH_EXPIRED", 424, "identity-needs-person"],
  ])("refused with %s has had no effect", async (label, status, reaction) => {
    const server = await scriptedServer(json({ error_label: label }, status));
    const answer = await edgesAt(server.baseUrl).client.startWithdrawRun(runOf());
    expect(answer).toMatchObject({ kind: "failed", failure: { effect: "none", reaction, label } });
  });

  test("without a key is a failure that was never sent", async () => {
    const server = await scriptedServer(json(ACCEPTED));
    const answer = await edgesAt(server.baseUrl, { apiKey: async () => "" }).client.startWithdrawRun(runOf());
    expect(answer).toMatchObject({ kind: "failed", failure: { sent: false, effect: "none" } });
    expect(server.requests).toHaveLength(0);
  });
});

describe("the interlock of a run", () => {
  test.each(["off", "dry-run"] as const)("throws in mode %s, before anything else is looked at", async (mode) => {
    const server = await scriptedServer();
    const { client } = edgesAt(server.baseUrl);
    await expect(client.startWithdrawRun(runOf({ mode, urns: [], identityId: "" }))).rejects.toThrow(
      WithdrawalForbiddenError,
    );
    expect(server.requests).toHaveLength(0);
  });

  const many = Array.from({ length: MAX_RUN_INPUTS + 1 }, (_, index) => urn(index));
  test.each([
    ["no invitation", { urns: [] }],
    ["more than 100", { urns: many }],
    ["one twice", { urns: [urn(1), urn(2), urn(1)] }],
    ["what is no urn", { urns: [urn(1), "7"] }],
    ["what is no identity", { identityId: "a b" }],
  ])("throws for %s, and sends nothing", async (_what, overrides) => {
    const server = await scriptedServer();
    const { client } = edgesAt(server.baseUrl);
    await expect(client.startWithdrawRun(runOf(overrides))).rejects.toThrow(TypeError);
    expect(server.requests).toHaveLength(0);
  });

  test("takes a hundred", async () => {
    const server = await scriptedServer(json(ACCEPTED));
    const answer = await edgesAt(server.baseUrl).client.startWithdrawRun(runOf({ urns: many.slice(1) }));
    expect(answer.kind).toBe("accepted");
    expect(JSON.parse(server.requests[0]?.body ?? "").inputs).toHaveLength(100);
  });
});

import { describe, expect, test } from "vitest";
import { WithdrawalForbiddenError } from "../../lib/edges/errors.ts";
import { REQUEST_SHAPE } from "../../lib/edges/withdraw.ts";
import { CONFIRMED, edgesAt, failureOf, IDENTITY, KEY, order } from "./helpers/edges.ts";
import { json, scriptedServer, text } from "./helpers/scripted-server.ts";

describe("the request", () => {
  test("is the vendor's example without custom_data, byte for byte", async () => {
    const server = await scriptedServer(json(CONFIRMED));
    await edgesAt(server.baseUrl).client.withdrawInvitation(order());

    expect(server.requests).toHaveLength(1);
    const [request] = server.requests;
    expect(request?.method).toBe("POST");
    expect(request?.target).toBe("/v1/actions/linkedin-withdraw-invitation/run/live");
    expect(request?.body).toBe(
      `{"identity_ids":["${IDENTITY}"],"identity_mode":"direct","input":{"linkedin_invitation_urn":"urn:li:fsd_invitation:7263514489210","linkedin_invitation_type":"CONNECTION"}}`,
    );
    expect(request?.rawHeaders).toContain("X-API-Key");
    expect(request?.headers).toMatchObject({
      "x-api-key": KEY,
      accept: "application/json",
      "content-type": "application/json",
      "content-length": String(request?.body.length),
    });
  });

  test.each([
    ["text", '"attempt-1"'],
    ["object", '{"attempt_id":"attempt-1"}'],
  ] as const)(
    "has the attempt's id as custom_data where %s is asked for, last as in the vendor's example",
    async (customData, sent) => {
      const server = await scriptedServer(json(CONFIRMED));
      await edgesAt(server.baseUrl, { customData }).client.withdrawInvitation(order());

      expect(server.requests[0]?.body).toBe(
        `{"identity_ids":["${IDENTITY}"],"identity_mode":"direct","input":{"linkedin_invitation_urn":"urn:li:fsd_invitation:7263514489210","linkedin_invitation_type":"CONNECTION","custom_data":${sent}}}`,
      );
    },
  );

  test.each([null, "text", "object"] as const)(
    "sends no field that the words for a person leave out, with %s",
    async (customData) => {
      const server = await scriptedServer(json(CONFIRMED));
      await edgesAt(server.baseUrl, { customData }).client.withdrawInvitation(order());

      const { input, ...rest } = JSON.parse(server.requests[0]?.body ?? "{}");
      const sent = [...Object.keys(rest), ...Object.keys(input).map((field) => `input.${field}`)];
      expect(sent).toHaveLength(customData === null ? 4 : 5);
      for (const field of sent) expect(REQUEST_SHAPE).toContain(field);
    },
  );

  test("goes to the base address whether or not it ends in a slash", async () => {
    const server = await scriptedServer(json(CONFIRMED));
    await edgesAt(`${server.baseUrl}/`).client.withdrawInvitation(order());
    expect(server.requests[0]?.target).toBe("/v1/actions/linkedin-withdraw-invitation/run/live");
  });
});

describe("the interlock", () => {
  test.each(["off", "dry-run"] as const)("throws in mode %s, before anything is sent", async (mode) => {
    const server = await scriptedServer(json(CONFIRMED));
    let keysRead = 0;
    const apiKey = async () => {
      keysRead += 1;
      return KEY;
    };
    const { client } = edgesAt(server.baseUrl, { apiKey });
    await expect(client.withdrawInvitation(order({ mode }))).rejects.toThrow(WithdrawalForbiddenError);
    expect(server.requests).toHaveLength(0);
    expect(keysRead).toBe(0);
  });

  test("comes before every other check", async () => {
    const { client } = edgesAt("http://127.0.0.1:1");
    const wrong = order({ mode: "dry-run", urn: "nonsense", identityId: "" });
    await expect(client.withdrawInvitation(wrong)).rejects.toThrow(WithdrawalForbiddenError);
  });

  test.each([
    "",
    "7263514489210",
    "urn:li:fsd_invitation:",
    "urn:li:fsd_invitation:12a",
    "urn:li:fsd_invitation:12\n",
    "urn:li:fsd_profile:12",
  ])("refuses the URN %j and sends nothing", async (urn) => {
    const server = await scriptedServer(json(CONFIRMED));
    await expect(edgesAt(server.baseUrl).client.withdrawInvitation(order({ urn }))).rejects.toThrow(/URN/);
    expect(server.requests).toHaveLength(0);
  });

  test.each(["", "a b", 'x"]'])("refuses the identity %j and sends nothing", async (identityId) => {
    const server = await scriptedServer(json(CONFIRMED));
    await expect(edgesAt(server.baseUrl).client.withdrawInvitation(order({ identityId }))).rejects.toThrow(TypeError);
    expect(server.requests).toHaveLength(0);
  });
});

describe("the answer", () => {
  const urn = "urn:li:fsd_invitation:7263514489210";

  test.each([
    ["id and URN", CONFIRMED],
    ["the URN alone", [{ linkedin_invitation_urn: urn }]],
    ["the id alone", [{ linkedin_invitation_id: "7263514489210" }]],
    ["the id as a number", [{ linkedin_invitation_id: 7263514489210, linkedin_invitation_urn: urn }]],
    ["a field nobody knows", [{ linkedin_invitation_urn: urn, custom_data: "attempt-1" }]],
  ])("is done when it names the invitation by %s", async (_, answer) => {
    const server = await scriptedServer(json(answer));
    expect(await edgesAt(server.baseUrl).client.withdrawInvitation(order())).toEqual({ kind: "done" });
  });

  test.each([
    ["whole", "7500000000000002001", { kind: "done" }],
    ["of another", "7500000000000002002", { kind: "failed" }],
    ["with its last digits lost", "7.5e18", { kind: "done" }],
    ["of another size", "7.6e18", { kind: "failed" }],
  ])("that names it by a number of nineteen digits, %s, beside its URN", async (_, id, kind) => {
    const invitationId = "7500000000000002001";
    const named = `urn:li:fsd_invitation:${invitationId}`;
    const body = `[{"linkedin_invitation_id":${id},"linkedin_invitation_urn":"${named}"}]`;
    const server = await scriptedServer(text(200, body));
    const answer = await edgesAt(server.baseUrl).client.withdrawInvitation(order({ invitationId, urn: named }));
    expect(answer).toMatchObject(kind);
  });

  test.each([
    ["7500000000000002001", { kind: "done" }],
    ["7500000000000002000", { kind: "failed" }],
    ["7.5e18", { kind: "failed" }],
  ])("that names it by the number %s alone", async (id, kind) => {
    const invitationId = "7500000000000002001";
    const server = await scriptedServer(text(200, `[{"linkedin_invitation_id":${id}}]`));
    const given = order({ invitationId, urn: `urn:li:fsd_invitation:${invitationId}` });
    expect(await edgesAt(server.baseUrl).client.withdrawInvitation(given)).toMatchObject(kind);
  });

  test("is done with status 201 as well", async () => {
    const server = await scriptedServer(json(CONFIRMED, 201));
    expect(await edgesAt(server.baseUrl).client.withdrawInvitation(order())).toEqual({ kind: "done" });
  });

  test.each([
    ["an empty array", []],
    ["an empty object", {}],
    ["the item without its array", CONFIRMED[0]],
    ["an array in an array", [CONFIRMED]],
    ["null", null],
    ["an item with neither", [{ ok: true }]],
    ["both null", [{ linkedin_invitation_id: null, linkedin_invitation_urn: null }]],
    ["another id", [{ linkedin_invitation_id: "1", linkedin_invitation_urn: urn }]],
    ["another URN", [{ linkedin_invitation_id: "7263514489210", linkedin_invitation_urn: "urn:li:fsd_invitation:1" }]],
    ["an id of another type", [{ linkedin_invitation_id: {}, linkedin_invitation_urn: urn }]],
    ["it in second place only", [{ linkedin_invitation_id: "1" }, ...CONFIRMED]],
  ])("is not known when it is %s", async (_, answer) => {
    const server = await scriptedServer(json(answer));
    const failure = failureOf(await edgesAt(server.baseUrl).client.withdrawInvitation(order()));
    expect(failure).toMatchObject({
      reaction: "not-known",
      label: null,
      status: 200,
      why: "answer does not name the invitation",
    });
    expect(server.requests).toHaveLength(1);
  });

  test("is not done when the item that names the invitation carries an error", async () => {
    const server = await scriptedServer(json([{ ...CONFIRMED[0], error_label: "LK_524", error_ref: "err-1" }]));
    const failure = failureOf(await edgesAt(server.baseUrl).client.withdrawInvitation(order()));
    expect(failure).toMatchObject({ reaction: "not-known", label: "LK_524", ref: "err-1" });
  });

  test.each([202, 203, 206])("is not done with status %i, which promises something else", async (status) => {
    const server = await scriptedServer(json(CONFIRMED, status));
    expect(failureOf(await edgesAt(server.baseUrl).client.withdrawInvitation(order()))).toMatchObject({
      reaction: "not-known",
      status,
    });
  });

  test("is not done with status 204 and no body", async () => {
    const server = await scriptedServer(text(204, ""));
    expect(failureOf(await edgesAt(server.baseUrl).client.withdrawInvitation(order())).reaction).toBe("not-known");
  });
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { drain, edgesAt, IDENTITY, order } from "./helpers/edges.ts";
import { constantServer } from "./helpers/scripted-server.ts";

const ID = order().invitationId;
const URN = order().urn;

/** Field names the client reads, and names that every object has: where a careless reader would trip. */
const NAMES = [
  "error_label",
  "label",
  "error_ref",
  "params",
  "retry_after",
  "linkedin_invitation_id",
  "linkedin_invitation_urn",
  "linkedin_profile_id",
  "sent_date",
  "connected_at",
  "uid",
  "accounts",
  "__proto__",
  "constructor",
  "toString",
];
// Nearly right ids and URNs, never the right ones: no answer made from these may count as done.
const VALUES = [
  "STATUS_404",
  "__proto__",
  "1",
  `${ID}0`,
  `${URN}0`,
  "urn:li:fsd_invitation:",
  "2026-02-30T00:00:00Z",
  5e-324,
  1e308,
];

const anyValue = fc.letrec<{ value: unknown; item: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom(...VALUES),
    fc.jsonValue(),
    fc.array(tie("item")),
    tie("item"),
  ),
  // `Object.fromEntries` makes "__proto__" a field like any other, and JSON.stringify writes it.
  item: fc
    .array(fc.tuple(fc.constantFrom(...NAMES), tie("value")), { maxLength: 6 })
    .map((entries): unknown => Object.fromEntries(entries)),
})).value;

const anyText = fc.oneof(
  { weight: 6, arbitrary: anyValue.map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: fc.string() },
  { weight: 1, arbitrary: fc.constant("[".repeat(100_000)) },
);
const anyStatus = fc.constantFrom(200, 200, 200, 200, 201, 202, 301, 400, 401, 402, 404, 409, 424, 429, 500, 524);

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

test("no answer crashes the client, counts as done, or passes for a whole list it is not", async () => {
  let answer = { status: 200, body: "" };
  const server = await constantServer((response) => {
    response.writeHead(answer.status, { "content-type": "application/json" }).end(answer.body);
  });
  const { client } = edgesAt(server.baseUrl);

  await fc.assert(
    fc.asyncProperty(anyStatus, anyText, async (status, body) => {
      answer = { status, body };
      const withdrawn = await client.withdrawInvitation(order());
      expect(withdrawn.kind).toBe("failed");

      const isList = (status === 200 || status === 201) && Array.isArray(parsed(body));
      for (const listing of [
        client.listSentInvitations(IDENTITY),
        client.listConnectionsSince(IDENTITY, new Date(0)),
      ]) {
        const [, end] = await drain<unknown, { state: string }>(listing);
        if (!isList) expect(end.state).toBe("partial");
      }
      const identities = await client.listIdentities();
      if (!isList) expect(identities.ok).toBe(false);
    }),
    { numRuns: 150 },
  );
  expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain("error_label");
  expect(Reflect.get({}, "linkedin_invitation_id")).toBeUndefined();
});

test("only an answer that names this invitation, and nothing against it, is done", async () => {
  let body = "";
  const server = await constantServer((response) => void response.writeHead(200).end(body));
  const { client } = edgesAt(server.baseUrl);
  const id = fc.constantFrom(ID, Number(ID), "1", 1, "", null, undefined, true, [ID]);
  const urn = fc.constantFrom(URN, ID, "urn:li:fsd_invitation:1", "", null, undefined, { URN });
  const label = fc.constantFrom(undefined, undefined, "LK_524", "NEW_LABEL");

  await fc.assert(
    fc.asyncProperty(id, urn, label, fc.boolean(), async (givenId, givenUrn, error_label, wrapped) => {
      const item = { linkedin_invitation_id: givenId, linkedin_invitation_urn: givenUrn, error_label };
      body = JSON.stringify(wrapped ? [item] : item);
      const idFits = givenId === ID || givenId === Number(ID);
      const idAbsent = givenId === null || givenId === undefined;
      const urnAbsent = givenUrn === null || givenUrn === undefined;
      const named = (idFits && (givenUrn === URN || urnAbsent)) || (idAbsent && givenUrn === URN);
      const answer = await client.withdrawInvitation(order());
      expect(answer.kind).toBe(wrapped && named && error_label === undefined ? "done" : "failed");
    }),
    { numRuns: 300 },
  );
});

import { describe, expect, test } from "vitest";
import { ERROR_LABELS, reactionTo } from "../../lib/edges/error-labels.ts";
import { edgesAt, failureOf, NOW, order } from "./helpers/edges.ts";
import { json, scriptedServer, text } from "./helpers/scripted-server.ts";

// Written by hand from the vendor's error pages, and not taken from the table under test.
const DOCUMENTED: [label: string, status: number, reaction: string, effect: string][] = [
  ["BAD_INPUT", 400, "rejected", "none"],
  ["BAD_INPUT", 424, "rejected", "none"],
  ["BAD_PARAMETERS", 400, "rejected", "none"],
  ["MISSING_PARAMETER", 424, "rejected", "none"],
  ["MANDATORY_DATA_MISSING", 424, "rejected", "none"],
  ["UNDEFINED_FIELD", 424, "rejected", "none"],
  ["NO_ACCESS", 402, "workspace-stopped", "none"],
  ["STATUS_403", 424, "refused", "maybe"],
  ["LK_403", 424, "refused", "maybe"],
  ["LK_409", 424, "refused", "maybe"],
  ["LK_413", 424, "refused", "maybe"],
  ["LK_MISSING_DATA", 424, "refused", "maybe"],
  ["LK_EVENT", 424, "refused", "maybe"],
  ["LK_INMAIL_CANNOT_RESEND", 424, "refused", "maybe"],
  ["LK_INMAIL_NOT_ENOUGH_CREDIT", 424, "refused", "maybe"],
  ["NOT_CONNECTED", 424, "refused", "maybe"],
  ["ALREADY_CONNECTED", 424, "refused", "maybe"],
  ["INVITATION_PENDING", 424, "refused", "maybe"],
  ["CANT_RESEND_YET", 424, "refused", "maybe"],
  ["PROFILE_NOT_ACCESSIBLE", 424, "refused", "maybe"],
  ["SN_CONFLICT", 424, "refused", "maybe"],
  ["SN_OUT_OF_NETWORK", 424, "refused", "maybe"],
  ["SN_ACCOUNT_UPGRADE", 424, "refused", "maybe"],
  ["GMAPS_NO_INTERCEPT", 424, "refused", "maybe"],
  ["HPE_HEADER_OVERFLOW", 424, "refused", "maybe"],
  ["STATUS_404", 424, "no-longer-pending", "none"],
  ["NO_RESULT", 424, "no-longer-pending", "none"],
  ["LIMIT_REACHED", 429, "wait-until", "none"],
  ["LIMIT_REACHED", 424, "wait-until", "none"],
  ["LIMIT_REACHED", 409, "wait-until", "none"],
  ["STATUS_429", 429, "wait-until", "none"],
  ["LK_ERROR", 424, "retry-later", "maybe"],
  ["GENERIC_ERROR", 424, "retry-later", "maybe"],
  ["NO_DATA_LOADED", 424, "retry-later", "maybe"],
  ["LK_524", 424, "not-known", "maybe"],
  ["API_TIMEOUT_ERROR", 424, "not-known", "maybe"],
  ["API_MAX_RETRY", 424, "not-known", "maybe"],
  ["HTTP_RESPONSE_EMPTY", 424, "not-known", "maybe"],
  ["PROXY_ERROR", 424, "wait-until", "maybe"],
  ["NO_VALID_ACCOUNT_CONFIGURED", 424, "identity-needs-person", "none"],
  ["INTEGRATION_ERROR", 424, "identity-needs-person", "maybe"],
  ["AUTH_EXPIRED", 424, "identity-needs-person", "none"],
  ["LK_BAD_COOKIE", 424, "identity-needs-person", "maybe"],
  ["ACTION_ABORTED", 422, "not-known", "maybe"],
  ["UNKNOWN_ERROR", 500, "not-known", "maybe"],
];

test("the table has the documented labels and no others", () => {
  expect(Object.keys(ERROR_LABELS).sort()).toEqual([...new Set(DOCUMENTED.map(([label]) => label))].sort());
});

describe.each(["error_label", "label"])("an answer with its label in %s", (field) => {
  const errorBody = (label: string, status: number) => ({
    [field]: label,
    error_scope: "input",
    error_ref: "err-abc123-def456",
    message: "The LinkedIn profile of Jane Roe is not accessible",
    status_code: status,
  });

  test.each(DOCUMENTED)("%s with status %i is %s", async (label, status, reaction, effect) => {
    const server = await scriptedServer(json(errorBody(label, status), status));
    const answer = await edgesAt(server.baseUrl).client.withdrawInvitation(order());

    expect(failureOf(answer)).toMatchObject({
      reaction,
      effect,
      sent: true,
      label,
      unlisted: false,
      status,
      ref: "err-abc123-def456",
      scope: "input",
      method: "POST",
      address: `${server.baseUrl}/actions/linkedin-withdraw-invitation/run/live`,
    });
    expect(JSON.stringify(answer)).not.toContain("Jane");
    expect(server.requests, "a withdrawal is never repeated").toHaveLength(1);
  });

  test.each(DOCUMENTED)("%s decides even with status 200", async (label, _, reaction) => {
    const server = await scriptedServer(json(errorBody(label, 200), 200));
    const failure = failureOf(await edgesAt(server.baseUrl).client.withdrawInvitation(order()));
    expect(failure).toMatchObject({ reaction, label, status: 200 });
    expect(failure.effect, "what comes with a success may have been one").toBe("maybe");
  });

  test.each(["STATUS_405", "LK_999", "X"])(
    "the unlisted %s may be anybody's fault and have had an effect, and is flagged",
    async (label) => {
      const server = await scriptedServer(json(errorBody(label, 424), 424));
      const failure = failureOf(await edgesAt(server.baseUrl).client.withdrawInvitation(order()));
      expect(failure).toMatchObject({
        reaction: "refused",
        effect: "maybe",
        label,
        unlisted: true,
        ref: "err-abc123-def456",
      });
    },
  );

  test.each([
    "__proto__",
    "constructor",
    "toString",
    "status_404",
    "STATUS_404 Jane Roe",
    "STATUS-404",
    "X".repeat(65),
    404,
    { STATUS_404: 1 },
    ["STATUS_404"],
    true,
  ])("the label %j is not printed, and flagged as an unlisted one", async (label) => {
    const server = await scriptedServer(json({ [field]: label }, 424));
    const failure = failureOf(await edgesAt(server.baseUrl).client.withdrawInvitation(order()));
    expect(failure).toMatchObject({ reaction: "refused", effect: "maybe", label: "(unprintable)", unlisted: true });
  });

  test("a 401 stops the workspace whatever the label says", async () => {
    const server = await scriptedServer(json(errorBody("STATUS_404", 401), 401));
    const failure = failureOf(await edgesAt(server.baseUrl).client.withdrawInvitation(order()));
    expect(failure).toMatchObject({ reaction: "workspace-stopped", label: "STATUS_404", unlisted: false });
  });
});

test("error_label wins over label, and a null one gives way", async () => {
  const server = await scriptedServer(
    json({ error_label: "LK_524", label: "STATUS_404" }, 424),
    json({ error_label: null, label: "STATUS_404" }, 424),
  );
  const { client } = edgesAt(server.baseUrl);
  expect(failureOf(await client.withdrawInvitation(order())).label).toBe("LK_524");
  expect(failureOf(await client.withdrawInvitation(order())).label).toBe("STATUS_404");
});

describe("an answer without a label", () => {
  const BY_STATUS: [status: number, reaction: string][] = [
    [301, "not-known"],
    [302, "not-known"],
    [307, "not-known"],
    [400, "rejected"],
    [401, "workspace-stopped"],
    [402, "workspace-stopped"],
    [403, "refused"],
    [404, "refused"],
    [409, "refused"],
    [418, "refused"],
    [422, "refused"],
    [424, "refused"],
    [429, "wait-until"],
    [500, "not-known"],
    [502, "not-known"],
    [503, "not-known"],
    [504, "not-known"],
    [524, "not-known"],
  ];
  const BODIES: [string, string][] = [
    ["an empty object", "{}"],
    ["HTML", "<html><body>Gateway</body></html>"],
    ["nothing", ""],
    ["a confirmation", '[{"linkedin_invitation_urn":"urn:li:fsd_invitation:7263514489210"}]'],
  ];

  describe.each(BODIES)("and %s", (_, body) => {
    test.each(BY_STATUS)("is judged by status %i: %s", async (status, reaction) => {
      const server = await scriptedServer(text(status, body));
      const failure = failureOf(await edgesAt(server.baseUrl).client.withdrawInvitation(order()));
      expect(failure).toMatchObject({ reaction, status, label: null, ref: null, unlisted: false });
      expect(server.requests).toHaveLength(1);
    });
  });
});

describe("the reference", () => {
  test.each([
    [" err-1 ", "err-1"],
    ["a b", null],
    ["x".repeat(101), null],
    ["<script>", null],
    [7, null],
    [null, null],
  ])("%j is kept as %j", async (sent, kept) => {
    const server = await scriptedServer(json({ error_label: "LK_ERROR", error_ref: sent }, 424));
    expect(failureOf(await edgesAt(server.baseUrl).client.withdrawInvitation(order())).ref).toBe(kept);
  });
});

describe("how long to wait", () => {
  const inSeconds = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
  const labelled = (label: string, extra: object = {}) => ({ error_label: label, ...extra });
  const postponed = (value: unknown) => ({ params: { postponed_until: value, appendix: "24h" } });

  test.each<[string, number, object, Record<string, string>, Date | null]>([
    ["postponed_until", 424, labelled("LIMIT_REACHED", postponed("2026-11-22T18:30:00Z")), {}, inSeconds(23_400)],
    ["its offset", 424, labelled("LIMIT_REACHED", postponed("2026-11-22T19:30:00+01:00")), {}, inSeconds(23_400)],
    [
      "UTC where it has no zone",
      424,
      labelled("LIMIT_REACHED", postponed("2026-11-22T18:30:00")),
      {},
      inSeconds(23_400),
    ],
    ["seven days at most", 424, labelled("LIMIT_REACHED", postponed("2026-11-29T12:00:00Z")), {}, inSeconds(604_800)],
    ["nothing beyond a week", 424, labelled("LIMIT_REACHED", postponed("2026-11-29T12:00:01Z")), {}, null],
    ["nothing that is past", 424, labelled("LIMIT_REACHED", postponed("2026-11-22T11:59:59Z")), {}, null],
    ["no date that does not exist", 424, labelled("LIMIT_REACHED", postponed("2026-11-31T00:00:00Z")), {}, null],
    ["no words", 424, labelled("LIMIT_REACHED", postponed("tomorrow")), {}, null],
    ["no numbers", 424, labelled("LIMIT_REACHED", postponed(1_800_000_000)), {}, null],
    ["nothing when it is not there", 429, labelled("LIMIT_REACHED"), {}, null],
    ["no Retry-After on a daily limit", 429, labelled("LIMIT_REACHED"), { "retry-after": "1" }, null],
    ["Retry-After in seconds", 429, labelled("STATUS_429"), { "retry-after": "17" }, inSeconds(17)],
    ["Retry-After as a date", 429, {}, { "retry-after": "Sun, 22 Nov 2026 12:05:00 GMT" }, inSeconds(300)],
    ["Retry-After without a label", 429, {}, { "retry-after": "90" }, inSeconds(90)],
    ["Retry-After of a server in trouble", 503, {}, { "retry-after": "5" }, inSeconds(5)],
    ["retry_after in the body", 429, labelled("STATUS_429", { retry_after: 12 }), {}, inSeconds(12)],
    ["retry_after as text", 429, labelled("STATUS_429", { retry_after: "12" }), {}, inSeconds(12)],
    ["the header before the body", 429, { retry_after: 12 }, { "retry-after": "30" }, inSeconds(30)],
    ["a minute instead of an absurd header", 429, {}, { "retry-after": "99999999" }, inSeconds(60)],
    ["a minute instead of a past date", 429, {}, { "retry-after": "Sun, 22 Nov 2020 12:05:00 GMT" }, inSeconds(60)],
    ["a minute instead of words", 429, {}, { "retry-after": "soon" }, inSeconds(60)],
    ["a minute after a bare 429", 429, {}, {}, inSeconds(60)],
    ["a minute after STATUS_429", 424, labelled("STATUS_429"), {}, inSeconds(60)],
    ["a minute after PROXY_ERROR", 424, labelled("PROXY_ERROR"), {}, inSeconds(60)],
    ["PROXY_ERROR's own date", 424, labelled("PROXY_ERROR", postponed("2026-11-22T12:10:00Z")), {}, inSeconds(600)],
    ["nothing after an unlisted label", 429, labelled("SOMETHING_NEW"), {}, null],
    ["nothing after other errors", 424, labelled("LK_ERROR"), {}, null],
  ])("heeds %s", async (_, status, body, headers, until) => {
    const server = await scriptedServer(json(body, status, headers));
    const failure = failureOf(await edgesAt(server.baseUrl).client.withdrawInvitation(order()));
    expect(failure.until).toEqual(until);
  });
});

// The client checks a label's shape before it looks one up, so this guard is reached from here only.
test.each(["__proto__", "constructor", "toString", "hasOwnProperty"])(
  "%s, which every object inherits, is not a listed label",
  (name) => {
    expect(reactionTo(name, 424, "invitation")).toEqual({ reaction: "refused", effect: "maybe", unlisted: true });
  },
);

test.each([
  ["STATUS_403", 424, "identity-needs-person"],
  ["SOMETHING_NEW", 424, "not-known"],
  [null, 404, "not-known"],
  ["LK_ERROR", 424, "retry-later"],
] as const)("a list's %s with status %s is no single invitation's fault: %s", (label, status, reaction) => {
  expect(reactionTo(label, status, "list").reaction).toBe(reaction);
});

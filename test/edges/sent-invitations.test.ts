import { describe, expect, test } from "vitest";
import { failureName } from "../../lib/edges/failure-name.ts";
import { drain, edgesAt, IDENTITY, KEY, sentItem } from "./helpers/edges.ts";
import {
  constantServer,
  drop,
  dropHalfWay,
  json,
  type ScriptedServer,
  type Step,
  scriptedServer,
  text,
} from "./helpers/scripted-server.ts";

const BODY = `{"identity_ids":["${IDENTITY}"],"identity_mode":"direct","parameters":{},"input":{}}`;
const ACTION = "/v1/actions/linkedin-extract-sent-invitations/run/live";
const OPAQUE = "ACwAAAEXAMPLE01";

/** A page whose next one is at `path` of the server that is asked. */
function page(items: unknown[], path?: string): Step {
  return (response, request) => {
    const next = path === undefined ? {} : { "x-pagination-next": `http://${request.headers.host}${path}` };
    json(items, 200, next)(response, request);
  };
}

function list(server: ScriptedServer, overrides: Parameters<typeof edgesAt>[1] = {}) {
  const { client, naps } = edgesAt(server.baseUrl, overrides);
  return { listing: client.listSentInvitations(IDENTITY), naps, client };
}

describe("the request", () => {
  test("is the documented one, byte for byte, on every page", async () => {
    const server = await scriptedServer(page([sentItem(1)], `${ACTION}?cursor=a%20b`), page([sentItem(2)]));
    const [pages, end] = await drain(list(server).listing);

    expect(end).toEqual({ state: "complete" });
    expect(pages.flatMap((each) => each.invitations.map((invitation) => invitation.invitationId))).toEqual(["1", "2"]);
    expect(server.requests.map(({ method, target, body }) => [method, target, body])).toEqual([
      ["POST", ACTION, BODY],
      ["POST", `${ACTION}?cursor=a%20b`, BODY],
    ]);
    for (const { headers } of server.requests) {
      expect(headers).toMatchObject({ "x-api-key": KEY, "content-type": "application/json" });
    }
  });

  test("leaves two seconds between pages, and up to one more by chance", async () => {
    const script = [page([], "/v1/2"), page([], "/v1/3"), page([])];
    const still = list(await scriptedServer(...script));
    await drain(still.listing);
    expect(still.naps).toEqual([2000, 2000]);
    const jumpy = list(await scriptedServer(...script), { random: () => 0.999 });
    await drain(jumpy.listing);
    expect(jumpy.naps).toEqual([2999, 2999]);
  });

  test("refuses an identity that cannot be one", async () => {
    const server = await scriptedServer(page([]));
    await expect(edgesAt(server.baseUrl).client.listSentInvitations("").next()).rejects.toThrow(TypeError);
    expect(server.requests).toHaveLength(0);
  });
});

describe("items", () => {
  test("become invitations", async () => {
    const [pages] = await drain(list(await scriptedServer(page([sentItem(42)]))).listing);
    expect(pages).toEqual([
      {
        invitations: [
          {
            invitationId: "42",
            urn: "urn:li:fsd_invitation:42",
            personId: "42",
            salesNavigatorId: null,
            kind: "CONNECTION",
            sentDate: "2026-10-01",
            person: {
              fullName: "Person 42",
              jobTitle: "Head of Testing",
              profileUrl: "https://www.linkedin.com/in/person-42",
            },
          },
        ],
        repeated: [],
        repeats: 0,
        malformed: [],
        next: null,
      },
    ]);
  });

  test.each<[string, Record<string, unknown>, object]>([
    ["an id that is a number", { linkedin_invitation_id: 7 }, { invitationId: "7" }],
    ["a person's id that is text", { linkedin_profile_id: "99" }, { personId: "99" }],
    ["a person's id past 2^53", { linkedin_profile_id: 2 ** 53 }, { personId: "9007199254740992" }],
    ["a person's id of null", { linkedin_profile_id: null }, { personId: null }],
    ["no person's id", { linkedin_profile_id: undefined }, { personId: null }],
    ["a person's id of 0", { linkedin_profile_id: 0 }, { personId: null }],
    ["a person's id of no text", { linkedin_profile_id: "" }, { personId: null }],
    ["a person's id of 0 as text", { linkedin_profile_id: "0" }, { personId: null }],
    ["a Sales Navigator id", { sales_navigator_profile_id: OPAQUE }, { salesNavigatorId: OPAQUE }],
    [
      "a Sales Navigator id with its trail",
      { sales_navigator_profile_id: `${OPAQUE},NAME_SEARCH,x` },
      { salesNavigatorId: OPAQUE },
    ],
    ["a Sales Navigator id that is none", { sales_navigator_profile_id: "ana-lee" }, { salesNavigatorId: null }],
    ["a Sales Navigator id that is a number", { sales_navigator_profile_id: 5 }, { salesNavigatorId: null }],
    ["no Sales Navigator id", { sales_navigator_profile_id: undefined }, { salesNavigatorId: null }],
    ["a date in milliseconds", { sent_date: 1_790_000_000_000 }, { sentDate: 1_790_000_000_000 }],
    ["a date of null", { sent_date: null }, { sentDate: null }],
    ["a date that is an object", { sent_date: { year: 2026 } }, { sentDate: null }],
    ["no date", { sent_date: undefined }, { sentDate: null }],
    ["a date nobody can read", { sent_date: "3 weeks ago" }, { sentDate: "3 weeks ago" }],
    ["no full name", { full_name: undefined }, { person: { fullName: "Person 7" } }],
    ["no name", { full_name: " ", first_name: null, last_name: 3 }, { person: { fullName: null } }],
    ["an endless title", { job_title: "x".repeat(2001) }, { person: { jobTitle: null } }],
    ["a title at the limit", { job_title: "x".repeat(2000) }, { person: { jobTitle: "x".repeat(2000) } }],
    ["an address that is a list", { linkedin_profile_url: ["a"] }, { person: { profileUrl: null } }],
  ])("are fit with %s", async (_, overrides, expected) => {
    const [pages] = await drain(list(await scriptedServer(page([sentItem(7, overrides)]))).listing);
    expect(pages[0]?.invitations[0]).toMatchObject(expected);
    expect(pages[0]?.malformed).toEqual([]);
  });

  const NO_DIGITS = "linkedin_invitation_id: expected digits";
  const WRONG_URN = "linkedin_invitation_urn: expected urn:li:fsd_invitation:<digits>";
  const OTHER_URN = "linkedin_invitation_urn: names another invitation than linkedin_invitation_id";
  const WRONG_PERSON = "linkedin_profile_id: expected a positive integer, or nothing";
  test.each<[string, unknown, string | null, string[], string[]]>([
    ["an id that is no number", sentItem(7, { linkedin_invitation_id: "secret" }), null, ["7"], [NO_DIGITS]],
    [
      "the id of another",
      sentItem(7, { linkedin_invitation_id: 2 ** 60 }),
      String(2 ** 60),
      [String(2 ** 60), "7"],
      [OTHER_URN],
    ],
    ["no id", sentItem(7, { linkedin_invitation_id: undefined }), null, ["7"], ["linkedin_invitation_id: missing"]],
    ["another kind of URN", sentItem(7, { linkedin_invitation_urn: "urn:li:secret:7" }), "7", ["7"], [WRONG_URN]],
    [
      "an URN of an older kind",
      sentItem(7, { linkedin_invitation_urn: "urn:li:invitation:8" }),
      "7",
      ["7", "8"],
      [WRONG_URN],
    ],
    [
      "the URN of another",
      sentItem(7, { linkedin_invitation_urn: "urn:li:fsd_invitation:8" }),
      "7",
      ["7", "8"],
      [OTHER_URN],
    ],
    ["no URN", sentItem(7, { linkedin_invitation_urn: undefined }), "7", ["7"], ["linkedin_invitation_urn: missing"]],
    ["a word for a person", sentItem(7, { linkedin_profile_id: "secret" }), "7", ["7"], [WRONG_PERSON]],
    ["less than nobody", sentItem(7, { linkedin_profile_id: -3 }), "7", ["7"], [WRONG_PERSON]],
    ["half a person", sentItem(7, { linkedin_profile_id: 1.5 }), "7", ["7"], [WRONG_PERSON]],
    ["a blank person", sentItem(7, { linkedin_profile_id: " " }), "7", ["7"], [WRONG_PERSON]],
    [
      "two faults",
      sentItem(7, { linkedin_invitation_urn: 1, linkedin_profile_id: "secret" }),
      "7",
      ["7"],
      [WRONG_URN, WRONG_PERSON],
    ],
    ["null", null, null, [], ["item: expected an object"]],
    ["text", "secret", null, [], ["item: expected an object"]],
    ["a list", [sentItem(7)], null, [], ["item: expected an object"]],
  ])("with %s are kept out, told without values, and stop nothing", async (_, item, invitationId, named, faults) => {
    const server = await scriptedServer(page([sentItem(1), item, sentItem(2)]));
    const [pages, end] = await drain(list(server).listing);
    expect(end).toEqual({ state: "complete" });
    expect(pages[0]?.invitations.map((invitation) => invitation.invitationId)).toEqual(["1", "2"]);
    expect(pages[0]?.malformed).toEqual([{ invitationId, named, faults }]);
    expect(JSON.stringify(pages[0]?.malformed)).not.toContain("secret");
  });

  test("are told apart when they repeat, within a page, across pages and from before", async () => {
    const server = await scriptedServer(
      page([sentItem(1), sentItem(2), sentItem(1)], "/v1/2"),
      page([sentItem(2), sentItem(3), sentItem(9), sentItem(1, { linkedin_invitation_urn: "x" })]),
    );
    const { client } = edgesAt(server.baseUrl);
    const [pages] = await drain(client.listSentInvitations(IDENTITY, { seen: ["9"] }));
    expect(pages.map((each) => each.invitations.map((invitation) => invitation.invitationId))).toEqual([
      ["1", "2"],
      ["3"],
    ]);
    expect(pages.map((each) => each.repeats)).toEqual([1, 2]);
    expect(pages.map((each) => each.repeated.map((invitation) => invitation.invitationId))).toEqual([
      ["1"],
      ["2", "9"],
    ]);
    expect(pages[1]?.malformed).toMatchObject([{ invitationId: "1", named: ["1"] }]);
  });
});

describe("a list of nothing but malformed items", () => {
  const noPerson = (id: number) => sentItem(id, { linkedin_profile_id: "secret" });
  const noUrn = (id: number) => sentItem(id, { linkedin_invitation_urn: "secret" });

  test("is no empty list: it ends as partial and says what is wrong with most of them, without a value", async () => {
    const server = await scriptedServer(page([noPerson(1), noUrn(2)], "/v1/2"), page([noPerson(3)]));
    const [pages, end] = await drain(list(server).listing);
    expect(pages.flatMap(({ malformed }) => malformed)).toHaveLength(3);
    expect(end).toMatchObject({
      state: "partial",
      failure: {
        ...{
          reaction: "not-known",
          label: "malformed-list",
          status: null,
          address: `${server.baseUrl}${ACTION.slice(3)}`,
        },
        why: "every item of the list is malformed: linkedin_profile_id: expected a positive integer, or nothing (in 2 of them)",
      },
    });
    expect(JSON.stringify(end)).not.toContain("secret");
  });

  test("is told when it is continued and its last page is empty", async () => {
    const { client } = edgesAt((await scriptedServer(page([]))).baseUrl);
    const faults = { "linkedin_profile_id: missing": 3 };
    const [, end] = await drain(client.listSentInvitations(IDENTITY, { faults }));
    expect(end).toMatchObject({ failure: { label: "malformed-list" } });
  });

  test.each([
    ["when one item is fit", [noUrn(1), sentItem(2)], {}],
    ["when one was fit before", [noUrn(1)], { seen: ["5"] }],
    ["when there are none", [], {}],
  ])("is not %s", async (_, items, options) => {
    const { client } = edgesAt((await scriptedServer(page(items))).baseUrl);
    const [, end] = await drain(client.listSentInvitations(IDENTITY, options));
    expect(end).toEqual({ state: "complete" });
  });

  test("that breaks off tells of that", async () => {
    const { client } = edgesAt(
      (await scriptedServer(page([noUrn(1)], "/v1/2"), json({ error_label: "AUTH_EXPIRED" }, 424))).baseUrl,
    );
    const [, end] = await drain(client.listSentInvitations(IDENTITY));
    expect(end).toMatchObject({ failure: { label: "AUTH_EXPIRED" } });
  });
});

describe("pages that repeat", () => {
  const script = (...pagesOf: unknown[][]) =>
    scriptedServer(
      ...pagesOf.map((items, index) => page(items, index < pagesOf.length - 1 ? `/v1/${index + 2}` : undefined)),
    );
  const REPEATED = {
    state: "partial",
    failure: { label: "repeated-pages", why: expect.stringContaining("repeat themselves") },
  };

  test("end the listing as partial at the second one in a row without a new id", async () => {
    const server = await constantServer((response, request) => {
      page([sentItem(1), sentItem(2)], `/v1/${Math.random()}`)(response, request);
    });
    const [pages, end] = await drain(list(server).listing);
    expect(end).toMatchObject(REPEATED);
    expect(pages.map(({ repeats }) => repeats)).toEqual([0, 2, 2]);
    expect(server.requests).toHaveLength(3);
  });

  test("end it as partial also when the second one is said to be the last", async () => {
    const server = await script([sentItem(1)], [sentItem(1)], [sentItem(1)]);
    expect((await drain(list(server).listing))[1]).toMatchObject(REPEATED);
  });

  test("end it as partial when all their items are malformed, and as that", async () => {
    const server = await script([{}, 5], [{}, 5], [{}, 5], [{}, 5]);
    const [, end] = await drain(list(server).listing);
    expect(end).toMatchObject({ state: "partial", failure: { label: "malformed-list" } });
    expect(server.requests).toHaveLength(2);
  });

  test.each([
    ["one alone", [[sentItem(1)], [sentItem(1)], [sentItem(2)], [sentItem(2)]]],
    ["empty pages", [[sentItem(1)], [], [], [], [sentItem(2)]]],
    ["an empty page between two", [[sentItem(1)], [sentItem(1)], [], [sentItem(1)], [sentItem(2)]]],
    [
      "pages of malformed items with ids of their own",
      [
        [1, 2, 3].map((id) => sentItem(id, { linkedin_profile_id: "x" })),
        ...[4, 5, 6].map((id) => [sentItem(id, { linkedin_profile_id: "x" })]),
        [sentItem(9)],
      ],
    ],
  ])("are none: %s", async (_, pagesOf) => {
    const server = await script(...(pagesOf as unknown[][]));
    const [pages, end] = await drain(list(server).listing);
    expect(end).toEqual({ state: "complete" });
    expect(pages).toHaveLength(pagesOf.length);
  });
});

describe("following pages", () => {
  test("tells where to continue, and continues there", async () => {
    const server = await scriptedServer(page([sentItem(1)], "/v1/next?cursor=2"), page([sentItem(2)]));
    const { client } = edgesAt(server.baseUrl);
    const first = await client.listSentInvitations(IDENTITY).next();
    if (first.done) throw new Error("the listing ended before its first page");
    expect(first.value.next).toBe(`${server.baseUrl}/next?cursor=2`);

    const from = first.value.next ?? "";
    const [pages, end] = await drain(client.listSentInvitations(IDENTITY, { from, seen: ["1"] }));
    expect(pages[0]?.invitations[0]?.invitationId).toBe("2");
    expect(end).toEqual({ state: "complete" });
    expect(server.requests[1]).toMatchObject({ method: "POST", target: "/v1/next?cursor=2", body: BODY });
  });

  test("does not follow an address at another host, and does not show it the key", async () => {
    const other = await scriptedServer(json([]));
    const next = { "x-pagination-next": `${other.baseUrl}/actions` };
    const server = await scriptedServer(json([sentItem(1)], 200, next));
    const [pages, end] = await drain(list(server).listing);
    expect(pages).toHaveLength(1);
    expect(pages[0]?.next).toBeNull();
    expect(end).toMatchObject({ state: "partial", failure: { reaction: "not-known", label: "page-address-refused" } });
    expect(JSON.stringify(end)).toContain("not followed");
    expect(other.requests).toHaveLength(0);
    expect(server.requests).toHaveLength(1);
  });

  test.each<[string, (host: string) => string]>([
    ["a path outside the API's", (host) => `http://${host}/v2/actions`],
    ["a path that only begins alike", (host) => `http://${host}/v1evil/actions`],
    ["a path that climbs out", (host) => `http://${host}/v1/../admin`],
    ["a path that climbs out in disguise", (host) => `http://${host}/v1/%2e%2e/admin`],
    ["another scheme", (host) => `https://${host}/v1/actions`],
    ["a user in the address", (host) => `http://someone:pass@${host}/v1/actions`],
    ["a host in disguise", (host) => `http://${host}@127.0.0.2/v1/actions`],
    ["two addresses", (host) => `http://${host}/v1/2, http://${host}/v1/3`],
    ["another host without a scheme", () => "//127.0.0.2/v1/actions"],
    ["a relative path outside the API's", () => "/v2/actions"],
    ["a relative path that climbs out", () => "../../../../admin?cursor=2"],
    ["words", () => "null"],
  ])("is refused at %s", async (_, address) => {
    const server = await scriptedServer((response, request) => {
      json([], 200, { "x-pagination-next": address(request.headers.host ?? "") })(response, request);
    });
    const [, end] = await drain(list(server).listing);
    expect(end).toMatchObject({ state: "partial", failure: { label: "page-address-refused", status: 200 } });
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    ["from the root", "/v1/next?cursor=2", "/v1/next?cursor=2"],
    ["a cursor alone", "?cursor=2", `${ACTION}?cursor=2`],
    ["beside the page", "live?cursor=2", `${ACTION}?cursor=2`],
    ["above the page", "../page/2", `${ACTION.replace("run/live", "page/2")}`],
  ])("follows a relative address, read against the page that names it: %s", async (_, named, target) => {
    const relative: Step = json([sentItem(1)], 200, { "x-pagination-next": named });
    const server = await scriptedServer(relative, page([sentItem(2)]));
    const [pages, end] = await drain(list(server).listing);
    expect(end).toEqual({ state: "complete" });
    expect(pages.flatMap(({ invitations }) => invitations)).toHaveLength(2);
    expect(pages[0]?.next).toBe(new URL(target, server.baseUrl).href);
    expect(server.requests[1]).toMatchObject({ method: "POST", target, body: BODY });
  });

  test("does not continue from a foreign address either", async () => {
    const other = await scriptedServer(json([]));
    const server = await scriptedServer();
    const { client } = edgesAt(server.baseUrl);
    const [pages, end] = await drain(client.listSentInvitations(IDENTITY, { from: `${other.baseUrl}/actions` }));
    expect(pages).toEqual([]);
    expect(end.state).toBe("partial");
    expect([...other.requests, ...server.requests]).toEqual([]);
  });

  test.each([
    ["the first page", ACTION],
    ["the page before", "/v1/2"],
  ])("ends as partial when the next page is %s again", async (_, path) => {
    const server = await scriptedServer(page([sentItem(1)], "/v1/2"), page([sentItem(2)], path));
    const [pages, end] = await drain(list(server).listing);
    expect(pages).toHaveLength(2);
    expect(pages[1]?.next).toBeNull();
    expect(end).toMatchObject({
      state: "partial",
      failure: { label: "page-loop", status: 200, why: "the next page is one that was already read" },
    });
  });

  test("ends as partial at the cap, and says where to continue", async () => {
    let count = 0;
    const server = await constantServer((response, request) => {
      count += 1;
      page([sentItem(count)], `/v1/${count + 1}`)(response, request);
    });
    const [pages, end] = await drain(list(server, { maxPages: 3 }).listing);
    expect(pages).toHaveLength(3);
    expect(pages[2]?.next).toBe(`${server.baseUrl}/4`);
    expect(end).toMatchObject({ state: "partial", failure: { label: "too-many-pages", status: 200 } });
    expect(server.requests).toHaveLength(3);
  });

  test("is complete when the last page is the one the cap allows", async () => {
    const server = await scriptedServer(page([], "/v1/2"), page([]));
    const [, end] = await drain(list(server, { maxPages: 2 }).listing);
    expect(end).toEqual({ state: "complete" });
  });
});

describe("an error on the way", () => {
  const failing = (label: string, extra: object = {}) => json({ error_label: label, ...extra }, 424);

  test.each([
    ["a labelled failure", failing("LK_ERROR")],
    ["an unlisted label", failing("BRAND_NEW")],
    ["a dropped connection", (response: Parameters<Step>[0]) => void response.socket?.destroy()],
    ["a server in trouble", text(503, "<html></html>")],
    ["broken JSON", text(200, "[{")],
    ["an object instead of a list", json({ data: [] })],
  ])("is tried again, and forgotten when it passes: %s", async (_, step) => {
    const server = await scriptedServer(page([sentItem(1)], "/v1/2"), step, step, page([sentItem(2)]));
    const { listing, naps } = list(server);
    const [pages, end] = await drain(listing);
    expect(end).toEqual({ state: "complete" });
    expect(pages).toHaveLength(2);
    expect(naps).toEqual([2000, 2000, 4000]);
    expect(server.requests.slice(1).map((request) => request.target)).toEqual(["/v1/2", "/v1/2", "/v1/2"]);
  });

  test("ends the listing as partial after three calls, and keeps what was read", async () => {
    const error = failing("LK_ERROR", { error_ref: "err-9" });
    const server = await scriptedServer(page([sentItem(1)], "/v1/2?cursor=hidden"), error, error, error);
    const [pages, end] = await drain(list(server).listing);
    expect(pages).toHaveLength(1);
    expect(end).toMatchObject({
      state: "partial",
      failure: { reaction: "retry-later", label: "LK_ERROR", ref: "err-9", address: `${server.baseUrl}/2` },
    });
    expect(JSON.stringify(end)).not.toContain("hidden");
    expect(server.requests).toHaveLength(4);
  });

  test.each([
    ["answer-not-an-array", json({ data: [] })],
    ["answer-not-an-array", json(null)],
    ["too-many-items", json(Array.from({ length: 10_001 }, () => 1))],
    ["unreadable-answer", text(200, "<html></html>")],
    ["unreadable-answer", text(201, "[{")],
    ["unreadable-answer", dropHalfWay],
    ["status-503", text(503, "<html></html>")],
    ["status-302", text(302, "", { location: "/v1/x" })],
    ["no-answer", drop],
  ])("has the name %s", async (name, step) => {
    const { client } = edgesAt((await scriptedServer(step)).baseUrl);
    const [, end] = await drain(client.listSentInvitations(IDENTITY, { maxTriesPerPage: 1 }));
    if (end.state === "complete") throw new Error("the list was taken for whole");
    expect(failureName(end.failure)).toBe(name);
  });

  test("is tried as often as asked for", async () => {
    const server = await scriptedServer(failing("LK_ERROR"), page([]));
    const { client } = edgesAt(server.baseUrl);
    const [, end] = await drain(client.listSentInvitations(IDENTITY, { maxTriesPerPage: 1 }));
    expect(end.state).toBe("partial");
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    ["BAD_INPUT", "rejected"],
    ["NO_ACCESS", "workspace-stopped"],
    ["AUTH_EXPIRED", "identity-needs-person"],
    ["NO_RESULT", "no-longer-pending"],
  ])("is not tried again after %s", async (label, reaction) => {
    const server = await scriptedServer(failing(label));
    const { listing, naps } = list(server);
    const [pages, end] = await drain(listing);
    expect(pages, "an error is not an empty list").toEqual([]);
    expect(end).toMatchObject({ state: "partial", failure: { reaction, label } });
    expect(naps).toEqual([]);
  });

  test("waits as long as asked, if that is a minute at most", async () => {
    const server = await scriptedServer(
      text(429, "", { "retry-after": "60" }),
      text(429, "", { "retry-after": "1" }),
      page([]),
    );
    const { listing, naps } = list(server);
    expect((await drain(listing))[1]).toEqual({ state: "complete" });
    expect(naps).toEqual([60_000, 4000]);
  });

  test.each([
    ["longer than a minute", json({}, 429, { "retry-after": "61" })],
    ["for nobody knows how long", failing("LIMIT_REACHED")],
    ["until this evening", failing("LIMIT_REACHED", { params: { postponed_until: "2026-11-22T20:00:00Z" } })],
  ])("is not waited for %s", async (_, step) => {
    const server = await scriptedServer(step);
    const { listing, naps } = list(server);
    expect((await drain(listing))[1]).toMatchObject({ state: "partial", failure: { reaction: "wait-until" } });
    expect(naps).toEqual([]);
  });

  test("is not an empty list, even with status 200", async () => {
    const step = json({ error_label: "NO_DATA_LOADED" });
    const [pages, end] = await drain(list(await scriptedServer(step, step, step)).listing);
    expect(pages).toEqual([]);
    expect(end).toMatchObject({ state: "partial", failure: { label: "NO_DATA_LOADED", status: 200 } });
  });

  test("among the items makes the listing partial", async () => {
    const step = json([sentItem(1), { error_label: "AUTH_EXPIRED" }]);
    const [pages, end] = await drain(list(await scriptedServer(step)).listing);
    expect(pages).toEqual([]);
    expect(end).toMatchObject({ state: "partial", failure: { label: "AUTH_EXPIRED" } });
  });
});

import { describe, expect, test } from "vitest";
import { drain, edgesAt, IDENTITY, KEY, sentItem } from "./helpers/edges.ts";
import {
  constantServer,
  json,
  type ScriptedServer,
  type Step,
  scriptedServer,
  text,
} from "./helpers/scripted-server.ts";

const BODY = `{"identity_ids":["${IDENTITY}"],"identity_mode":"direct","parameters":{},"input":{}}`;
const ACTION = "/v1/actions/linkedin-extract-sent-invitations/run/live";

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
            sentDate: "2026-10-01",
            person: {
              fullName: "Person 42",
              jobTitle: "Head of Testing",
              profileUrl: "https://www.linkedin.com/in/person-42",
            },
          },
        ],
        malformed: [],
        repeats: 0,
        next: null,
      },
    ]);
  });

  test.each<[string, Record<string, unknown>, object]>([
    ["an id that is a number", { linkedin_invitation_id: 7 }, { invitationId: "7" }],
    ["a person's id that is text", { linkedin_profile_id: "99" }, { personId: "99" }],
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

  const WRONG_URN = "linkedin_invitation_urn: expected urn:li:fsd_invitation:<digits>";
  const WRONG_PERSON = "linkedin_profile_id: expected a positive integer";
  test.each<[string, unknown, string | null, string[]]>([
    [
      "an id that is no number",
      sentItem(7, { linkedin_invitation_id: "secret" }),
      null,
      ["linkedin_invitation_id: expected digits"],
    ],
    [
      "an id past 2^53",
      sentItem(7, { linkedin_invitation_id: 2 ** 60 }),
      null,
      ["linkedin_invitation_id: expected digits"],
    ],
    ["no id", sentItem(7, { linkedin_invitation_id: undefined }), null, ["linkedin_invitation_id: missing"]],
    ["another kind of URN", sentItem(7, { linkedin_invitation_urn: "urn:li:secret:7" }), "7", [WRONG_URN]],
    [
      "the URN of another invitation",
      sentItem(7, { linkedin_invitation_urn: "urn:li:fsd_invitation:8" }),
      "7",
      ["linkedin_invitation_urn: names another invitation than linkedin_invitation_id"],
    ],
    ["no URN", sentItem(7, { linkedin_invitation_urn: undefined }), "7", ["linkedin_invitation_urn: missing"]],
    ["nobody", sentItem(7, { linkedin_profile_id: 0 }), "7", [WRONG_PERSON]],
    ["half a person", sentItem(7, { linkedin_profile_id: 1.5 }), "7", [WRONG_PERSON]],
    ["a person's id past 2^53", sentItem(7, { linkedin_profile_id: 2 ** 53 }), "7", [WRONG_PERSON]],
    [
      "two faults",
      sentItem(7, { linkedin_invitation_urn: 1, linkedin_profile_id: "secret" }),
      "7",
      [WRONG_URN, WRONG_PERSON],
    ],
    ["null", null, null, ["item: expected an object"]],
    ["text", "secret", null, ["item: expected an object"]],
    ["a list", [sentItem(7)], null, ["item: expected an object"]],
  ])("with %s are kept out, told without values, and stop nothing", async (_, item, invitationId, faults) => {
    const server = await scriptedServer(page([sentItem(1), item, sentItem(2)]));
    const [pages, end] = await drain(list(server).listing);
    expect(end).toEqual({ state: "complete" });
    expect(pages[0]?.invitations.map((invitation) => invitation.invitationId)).toEqual(["1", "2"]);
    expect(pages[0]?.malformed).toEqual([{ invitationId, faults }]);
    expect(JSON.stringify(pages[0]?.malformed)).not.toContain("secret");
  });

  test("are dropped when they repeat, within a page, across pages and from before", async () => {
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
    expect(pages.map((each) => each.repeats)).toEqual([1, 3]);
    expect(pages[1]?.malformed, "the invitation was read already").toEqual([]);
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
    expect(end).toMatchObject({ state: "partial", failure: { reaction: "not-known" } });
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
    ["half an address", () => "/v1/actions?cursor=2"],
    ["words", () => "null"],
  ])("ends as partial at %s", async (_, address) => {
    const server = await scriptedServer((response, request) => {
      json([], 200, { "x-pagination-next": address(request.headers.host ?? "") })(response, request);
    });
    const [, end] = await drain(list(server).listing);
    expect(end.state).toBe("partial");
    expect(server.requests).toHaveLength(1);
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
    expect(end).toMatchObject({ state: "partial", failure: { why: "the next page is one that was already read" } });
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
    expect(end).toMatchObject({ state: "partial", failure: { why: "more than 3 pages" } });
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

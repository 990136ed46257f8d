import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { later, SECOND_MS } from "../../lib/domain/time.ts";
import { keyOfSalesNavigatorId } from "../../lib/ledger/profile-key.ts";
import type { LogFields } from "../../lib/observe/log.ts";
import { listUntil, type SweepListing } from "../../lib/sweep/listing.ts";
import { edgesAt, IDENTITY, NOW, sentItem } from "../edges/helpers/edges.ts";
import { constantServer, json } from "../edges/helpers/scripted-server.ts";

type Item = Record<string, unknown> | number;

/** One API for many lists: `show` says what its pages are from now on. */
async function anApi() {
  let pages: readonly (readonly Item[])[] = [];
  const server = await constantServer((response, request) => {
    const page = Number(/cursor=(\d+)/.exec(request.target)?.[1] ?? 0);
    const next =
      page + 1 < pages.length ? { "x-pagination-next": `http://${request.headers.host}/v1/x?cursor=${page + 1}` } : {};
    json(pages[page] ?? [], 200, next as Record<string, string>)(response, request);
  });
  const { client } = edgesAt(server.baseUrl);
  /** Lists those pages in one receive, or in one for each page; every look at the clock is a second later. */
  return async (shown: readonly (readonly Item[])[], inReceives = false) => {
    pages = shown;
    let now = NOW;
    const warnings: [string, LogFields | undefined][] = [];
    const c = {
      edges: client,
      clock: { now: () => (now = later(now, SECOND_MS)), sleep: async () => {} },
      log: {
        info: () => {},
        error: () => {},
        warn: (text: string, fields?: LogFields) => void warnings.push([text, fields]),
      },
    };
    let result = await listUntil(c, IDENTITY, null, inReceives ? NOW : null);
    while (result.kind === "to-be-continued") result = await listUntil(c, IDENTITY, result.progress, NOW);
    return { listing: result.listing, warnings };
  };
}

const marked = ({ invitations }: SweepListing): string[] =>
  invitations.filter(({ isContradicting }) => isContradicting).map(({ invitationId }) => invitationId);

const base = sentItem(7, { sent_date: "2026-10-01T12:00:00Z" });
const RECEIVES = [false, true];

describe("an invitation that is listed twice", () => {
  it.each<[string, Item]>([
    ["for another person", { ...base, linkedin_profile_id: 8 }],
    ["for nobody", { ...base, linkedin_profile_id: null }],
    ["with another date", { ...base, sent_date: "2026-10-03T12:00:00Z" }],
    ["with a date that cannot be read", { ...base, sent_date: "vor langer Zeit" }],
    ["in a malformed item", { ...base, linkedin_invitation_urn: "secret" }],
    ["in a malformed item with another's id", { ...base, linkedin_invitation_id: "9" }],
    ["in a malformed item without an id", { ...base, linkedin_invitation_id: null }],
  ])("%s contradicts itself, whichever comes first and in however many receives", async (_, other) => {
    const list = await anApi();
    for (const inReceives of RECEIVES) {
      for (const pages of [
        [[base], [other]],
        [[other], [base]],
        [[sentItem(1), other, base]],
        [[sentItem(1), base, other], [sentItem(2)]],
        [[base], [sentItem(2)], [other]],
      ]) {
        const { listing } = await list(pages, inReceives);
        expect(marked(listing)).toEqual(["7"]);
      }
    }
  });

  it.each<[string, Item, Item]>([
    ["with the same data", base, base],
    ["with a date read more exactly", { ...base, sent_date: "2 months ago" }, { ...base, sent_date: "2026-09-20" }],
    [
      "a moment later, by a relative date",
      { ...base, sent_date: "59 minutes ago" },
      { ...base, sent_date: "1 hour ago" },
    ],
    ["with two dates that cannot be read", { ...base, sent_date: null }, { ...base, sent_date: "vor langer Zeit" }],
    ["without a person both times", { ...base, linkedin_profile_id: 0 }, { ...base, linkedin_profile_id: null }],
    ["under another name and address", base, { ...base, full_name: "x", linkedin_profile_url: "x" }],
  ])("%s does not, and its first item counts", async (_, first, second) => {
    const list = await anApi();
    for (const inReceives of RECEIVES) {
      const { listing } = await list([[first], [sentItem(2), second]], inReceives);
      const alone = await list([[first]]);
      expect(marked(listing)).toEqual([]);
      expect(listing).toMatchObject({ state: "complete", repeats: 1 });
      expect(listing.invitations[0]).toEqual(alone.listing.invitations[0]);
    }
  });

  it("is marked or not, in whatever order the pages come and wherever a receive ends", async () => {
    const list = await anApi();
    const day = fc.integer({ min: 1, max: 9 }).map((d) => `2026-10-0${d}T12:00:00Z`);
    const item = fc.record({
      linkedin_profile_id: fc.constantFrom(7, 7, 7, 8, null),
      sent_date: fc.oneof(fc.constantFrom("2026-10-03", "7 weeks ago", "Oct 2026", "secret"), day),
    });
    const about7 = fc.oneof(
      { weight: 5, arbitrary: item.map((fields) => ({ ...base, ...fields })) },
      { weight: 1, arbitrary: fc.constant({ ...base, linkedin_invitation_urn: "secret" }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(about7, { minLength: 2, maxLength: 4 }), fc.boolean(), async (items, inReceives) => {
        const pagesOf = (order: readonly Item[]) => order.map((one, index) => [sentItem(100 + index), one]);
        const isMarked = async (order: readonly Item[]) => marked((await list(pagesOf(order))).listing).length > 0;
        // Two that contradict each other do so whatever else there is.
        const pairs = items.flatMap((a, i) => items.slice(i + 1).map((b) => [a, b] as const));
        let expected = false;
        for (const pair of pairs) expected ||= await isMarked(pair);
        expect(await isMarked(items)).toBe(expected);
        expect(await isMarked(items.toReversed())).toBe(expected);
        if (inReceives && items.length === 2) {
          expect(marked((await list(pagesOf(items), true)).listing).length > 0).toBe(expected);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("a Sales Navigator id", () => {
  it("is kept by its key, in its own case", async () => {
    const list = await anApi();
    const id = "ACwAAAEXAMPLE01";

    const { listing } = await list([[sentItem(1, { sales_navigator_profile_id: id }), sentItem(2)]]);

    expect(listing.invitations.map(({ salesNavigatorKey }) => salesNavigatorKey)).toEqual([
      keyOfSalesNavigatorId(id),
      null,
    ]);
  });
});

describe("what a list is told of in the log", () => {
  it("is how many are without a person's id, without an address, and under one that several share", async () => {
    const list = await anApi();
    const at = (id: number, slug: string, more: Item = {}) =>
      sentItem(id, { linkedin_profile_url: `https://www.linkedin.com/in/${slug}`, ...(more as object) });
    const pages = [
      [at(1, "ana"), at(2, "shared"), at(3, "UNKNOWN"), at(4, "bo", { linkedin_profile_id: null })],
      [at(5, "SHARED"), at(6, "fay", { linkedin_profile_id: 0 })],
    ];

    const { listing, warnings } = await list(pages, true);

    expect(listing.sharedAddresses).toBe(2);
    expect(listing.invitations.map(({ profileKey }) => profileKey === null)).toEqual([
      ...[false, true, true, false, true, false],
    ]);
    expect(warnings).toEqual([
      ["listed without a person's id: flags by id cannot reach these", { identityId: IDENTITY, count: 2 }],
      [
        "listed without an address that names a profile: flags reach these by id alone",
        { identityId: IDENTITY, count: 1 },
      ],
      [
        "listed under an address that several people of the list share: it reaches none of them",
        { identityId: IDENTITY, count: 2 },
      ],
    ]);
  });

  it("is which failure ended it, in our words", async () => {
    const list = await anApi();

    const { listing, warnings } = await list([[{ ...base, linkedin_profile_id: "secret" }]]);

    expect(listing).toMatchObject({ state: "partial", invitations: [], malformedIds: ["7"], malformedNames: ["7"] });
    expect(warnings.at(-1)).toEqual([
      "the list ended early",
      { identityId: IDENTITY, label: "malformed-list", fault: expect.stringContaining("linkedin_profile_id") },
    ]);
    expect(JSON.stringify(warnings)).not.toContain("secret");
  });
});

describe("dates that cannot be read", () => {
  it("are counted by form over pages and receives, without their words", async () => {
    const list = await anApi();
    const dated = (id: number, sent_date: unknown) => sentItem(id, { sent_date });
    const pages = [
      [dated(1, "vor 3 Wochen, Ada"), dated(2, "10/11/2026"), dated(3, "2026-10-01")],
      [dated(4, "vor 3 Wochen, Bo"), dated(5, null), dated(6, { year: 2026 })],
    ];
    for (const inReceives of RECEIVES) {
      const { listing } = await list(pages, inReceives);
      expect(listing.unreadableForms).toEqual({ "… 3 …": 2, "(missing)": 2, "10/11/2026": 1 });
    }
  });

  it("are kept by their fifty commonest forms", async () => {
    const list = await anApi();
    const items = Array.from({ length: 90 }, (_, index) => sentItem(index + 1, { sent_date: `${(index % 60) + 1}//` }));
    const { listing } = await list([items]);
    expect(Object.values(listing.unreadableForms)).toHaveLength(50);
    expect(Object.values(listing.unreadableForms).filter((count) => count === 2)).toHaveLength(30);
  });
});

import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, later } from "../../lib/domain/time.ts";
import type { ProgressItem } from "../../lib/ledger/ledger.ts";
import { type ComparedList, compareList } from "../../lib/sweep/compare.ts";
import { idTrialsOf } from "../../lib/sweep/id-trials.ts";
import type { SweepListing } from "../../lib/sweep/listing.ts";
import { anInvitation, daysBefore, NOW } from "../helpers/dynamo-records.ts";
import { createModelLedger } from "../simulation/model/ledger.ts";

const YESTERDAY = daysBefore(1);
const mint = (when: Date, low = 0) => String((BigInt(when.getTime()) << 22n) | BigInt(low));

const anItem = (over: Partial<ProgressItem> = {}): ProgressItem => {
  const invitationId = over.invitationId ?? mint(later(NOW, -HOUR_MS));
  return {
    ...{ invitationId, urn: `urn:li:fsd_invitation:${invitationId}`, personId: "1", kind: "CONNECTION" },
    ...{ profileKey: null, salesNavigatorKey: null, isContradicting: false, isRelative: true },
    ...{ sentFrom: daysBefore(63), sentBy: NOW },
    ...over,
  };
};
const aListing = (invitations: readonly ProgressItem[], over: Partial<SweepListing> = {}): SweepListing => ({
  ...{ state: "complete", failure: null, startedAt: NOW, invitations, malformedIds: [], endsOnFullPage: false },
  ...{ pages: 1, repeats: 0, malformedNames: [], sharedAddresses: 0, unreadableForms: {} },
  ...over,
});

interface Before {
  readonly whole?: Date | null;
  readonly believed?: Date | null;
  readonly held?: readonly Parameters<typeof anInvitation>[0][];
}

/** A list beside a ledger in which an earlier list was whole, or only believed, or neither. */
async function compared(listing: SweepListing, { whole = YESTERDAY, believed = whole, held = [] }: Before = {}) {
  const ledger = createModelLedger({ now: () => NOW });
  for (const one of held) await ledger.invitations.insertIfAbsent(anInvitation(one));
  const identity = await ledger.identities.find("identity-1");
  return compareList(ledger, { ...identity, lastWholeListingAt: whole, lastBelievedListingAt: believed }, listing, [
    "CONNECTION",
  ]);
}
const boundOf = ({ listing }: ComparedList) => listing.invitations[0]?.sentFrom;

describe("an invitation that is new on a list", () => {
  it("was sent after the last whole list, give or take how late a list is served", async () => {
    const books = await compared(aListing([anItem()]));

    expect([...books.fresh]).toEqual([anItem().invitationId]);
    expect(boundOf(books)).toEqual(later(YESTERDAY, -6 * HOUR_MS));
    expect(books.comparison.sent.get(anItem().invitationId)?.from).toEqual(later(YESTERDAY, -6 * HOUR_MS));
  });

  it.each<[string, SweepListing, Before]>([
    ["the first list", aListing([anItem()]), { whole: null }],
    ["a list that was not whole for certain", aListing([anItem()]), { whole: null, believed: YESTERDAY }],
    ["a list of an hour ago, which the index may not show", aListing([anItem()]), { whole: later(NOW, -HOUR_MS + 1) }],
    [
      "one that the ledger holds as ended",
      aListing([anItem()]),
      { held: [{ identityId: "identity-1", invitationId: anItem().invitationId, state: "gone" } as never] },
    ],
    ["one whose own date is older", aListing([anItem({ sentBy: daysBefore(3) })]), {}],
    ["one whose date cannot be read", aListing([anItem({ sentFrom: null, sentBy: null })]), {}],
    [
      "more than a day brings",
      aListing(Array.from({ length: 20 }, (_, index) => anItem({ invitationId: mint(NOW, index) }))),
      {},
    ],
  ])("has only its date after %s", async (_, listing, before) => {
    expect(boundOf(await compared(listing, before))).toEqual(listing.invitations[0]?.sentFrom);
  });
});

describe("what is looked up", () => {
  const relative = { identityId: "identity-1", invitationId: "71", sentFrom: daysBefore(40), sentAt: daysBefore(20) };

  it("narrows a date that counts back by what earlier lists said", async () => {
    const books = await compared(aListing([anItem({ invitationId: "71" })]), { held: [relative] });

    expect(books.comparison.sent.get("71")).toEqual({ from: daysBefore(40), by: daysBefore(20) });
    expect(books.comparison.refined).toEqual([]);
  });

  it("is an exact date that has become an earlier one: the two are a contradiction, whatever the index tells", async () => {
    const earlier = { sentFrom: daysBefore(21), sentBy: daysBefore(21), isRelative: false };
    const held = [{ ...relative, sentFrom: daysBefore(20) }];

    const books = await compared(aListing([anItem({ invitationId: "71", ...earlier })]), { held });

    expect(books.comparison.sent.get("71")).toEqual({ from: daysBefore(21), by: daysBefore(20) });
    expect(books.comparison.refined).toEqual([]);
  });

  it("is everybody once, so that what an earlier version wrote gets its lower bound and its key", async () => {
    const exact = { sentFrom: daysBefore(20), sentBy: daysBefore(20), isRelative: false, salesNavigatorKey: "abc" };
    const listing = aListing([anItem({ invitationId: "71", ...exact })]);
    const held = [{ ...relative, sentFrom: null, salesNavigatorKey: null }];

    const first = await compared(listing, { whole: null, held });
    const later = await compared(listing, { held });

    expect(first.comparison.refined).toMatchObject([{ sentFrom: daysBefore(20), sentBy: null }]);
    expect(first.unkept).toEqual([{ invitationId: "71", key: "abc" }]);
    expect([later.comparison.refined, later.unkept]).toEqual([[], []]);
  });
});

describe("the trial of an id that is new on a list", () => {
  const trial = async (items: readonly ProgressItem[], before: Before = {}, over: Partial<SweepListing> = {}) =>
    idTrialsOf(await compared(aListing(items, over), before), NOW);

  it("is a hit when it decodes into the time since the list before, and else a miss", async () => {
    expect(await trial([anItem()])).toEqual({ trials: 1, misses: 0, firstMiss: null });
    expect(await trial([anItem({ invitationId: mint(daysBefore(3)) })])).toMatchObject({ trials: 1, misses: 1 });
    expect(await trial([anItem({ invitationId: mint(later(NOW, DAY_MS)) })])).toMatchObject({ trials: 1, misses: 1 });
  });

  it.each<[string, Partial<ProgressItem>, Before, Partial<SweepListing>]>([
    ["on the first list", {}, { whole: null }, {}],
    ["on a list that broke off", {}, {}, { state: "partial" }],
    ["of one whose own date is older than the list before", { sentBy: daysBefore(2) }, {}, {}],
    ["of one whose date cannot be read", { sentFrom: null, sentBy: null }, {}, {}],
    ["of one that the list contradicts", { isContradicting: true }, {}, {}],
    ["of one that is known", {}, { held: [{ identityId: "identity-1", invitationId: anItem().invitationId }] }, {}],
  ])("does not take place %s", async (_, item, before, over) => {
    expect((await trial([anItem(item)], before, over)).trials).toBe(0);
  });

  it("counts only what fits after a list that may not have been whole", async () => {
    const items = [anItem(), anItem({ invitationId: mint(daysBefore(9)) })];

    const counted = await trial(items, { whole: null, believed: YESTERDAY });

    expect(counted).toEqual({ trials: 1, misses: 0, firstMiss: null });
  });
});

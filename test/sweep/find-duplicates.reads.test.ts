import { expect, it } from "vitest";
import type { KnownInvitation } from "../../lib/domain/bookkeeping.ts";
import { DAY_MS, later, MINUTE_MS } from "../../lib/domain/time.ts";
import type { InvitationLedger, Ledger } from "../../lib/ledger/ledger.ts";
import type { ComparedList } from "../../lib/sweep/compare.ts";
import { findDuplicates } from "../../lib/sweep/find-duplicates.ts";
import { shownByLists } from "../../lib/sweep/shown-by-lists.ts";
import { at } from "../domain/helpers/records.ts";
import { anInvitation } from "../helpers/dynamo-records.ts";
import { createModelLedger } from "../simulation/model/ledger.ts";

const DAY_ONE = at("2026-11-02T09:00:00.000Z");
const PEOPLE = ["501", "502", "503"];
const onDay = (day: number) => later(DAY_ONE, (day - 1) * DAY_MS);

/** A ledger, and for whom its index of people was asked. */
function bed(lagMs = 0) {
  let today = DAY_ONE;
  const ledger: Ledger = createModelLedger({ now: () => today, indexLagMs: () => lagMs });
  const asked: string[] = [];
  const invitations: InvitationLedger = {
    ...ledger.invitations,
    ofPerson(personId, options) {
      asked.push(personId);
      return ledger.invitations.ofPerson(personId, options);
    },
  };
  const insert = (identityId: string, personId: string, firstSeenAt: Date, sentAt = later(firstSeenAt, -DAY_MS)) =>
    ledger.invitations.insertIfAbsent(
      anInvitation({
        identityId,
        personId,
        invitationId: `${identityId}${personId}`,
        firstSeenAt,
        sentAt,
        sentFrom: sentAt,
      }),
    );
  const record = (identityId: string, on: Date, isAlone = false) =>
    ledger.identities.recordListing(identityId, {
      ...({ at: on, count: PEOPLE.length, trust: "believed" } as const),
      ...(isAlone && { isAlone }),
    });
  /** What an identity's list of that day finds, whose `appeared` are new on it. */
  async function look(identityId: string, now: Date, appeared: readonly string[] = []) {
    asked.length = 0;
    today = now;
    const known = new Map<string, KnownInvitation>();
    for await (const one of ledger.invitations.open(identityId)) known.set(one.invitationId, one);
    const items = appeared.map((personId) =>
      anInvitation({ identityId, personId, invitationId: `${identityId}${personId}` }),
    );
    const listing = { startedAt: now, invitations: items.map((one) => ({ ...one, sentBy: one.sentAt })) };
    const comparison = { known, appeared: listing.invitations, disagreeing: new Set(), vanished: [] };
    const identity = await ledger.identities.find(identityId);
    const own = { identity, listing, comparison } as unknown as ComparedList;
    const judgement = {
      sentOf: ({ sentAt }: { readonly sentAt: Date }) => ({ from: sentAt, by: sentAt }),
      goesAnyway: () => false,
    };
    const found = await findDuplicates({ invitations }, own, [], shownByLists([own]), judgement, now);
    return { asked: asked.toSorted(), duplicates: [...found.duplicates], noted: found.notes.length };
  }
  return { ledger, insert, record, look };
}

it("asks once more, on the next list, for those who were new", async () => {
  const { insert, record, look } = bed();
  expect((await look("a", DAY_ONE, PEOPLE)).asked).toEqual(PEOPLE);
  for (const personId of PEOPLE) await insert("a", personId, DAY_ONE);
  await record("a", DAY_ONE);

  expect((await look("a", onDay(2))).asked).toEqual(PEOPLE);
  await record("a", onDay(2));

  expect((await look("a", onDay(3))).asked).toEqual([]);
});

it("finds on its next list, however late that is, whom two lists showed for the first time at once", async () => {
  const { insert, record, look } = bed();
  await insert("a", "501", DAY_ONE, later(DAY_ONE, -9 * DAY_MS));
  await insert("b", "501", DAY_ONE, later(DAY_ONE, -2 * DAY_MS));
  for (const identityId of ["a", "b"]) await record(identityId, DAY_ONE);

  expect((await look("a", onDay(12))).duplicates).toEqual(["a501"]);
});

it("asks once for those who were new on a list by which no other identity had shown anybody", async () => {
  const { insert, record, look } = bed();
  for (const personId of PEOPLE) await insert("a", personId, DAY_ONE);
  await record("a", DAY_ONE, true);

  expect((await look("a", onDay(2))).asked).toEqual([]);
});

it("asks once more for those whom a list has shown that did not come to its end, alone or not before it", async () => {
  const { insert, record, look } = bed();
  await insert("a", "501", DAY_ONE);
  await record("a", DAY_ONE, true);
  await insert("a", "502", onDay(2));

  expect((await look("a", onDay(3))).asked).toEqual(["502"]);
});

it.each([
  ["a", "b"],
  ["b", "a"],
])(
  "finds a pair that two lists showed at once, by an index that was late, where the first to be noted is %s",
  async (...ids) => {
    const { ledger, insert, record, look } = bed(MINUTE_MS);
    const sentAt = { a: later(DAY_ONE, -9 * DAY_MS), b: later(DAY_ONE, -2 * DAY_MS) };
    for (const id of ids) expect((await look(id, DAY_ONE, ["501"])).noted).toBe(0);
    for (const id of ids) await insert(id, "501", DAY_ONE, sentAt[id as "a" | "b"]);
    for (const id of ids) expect((await look(id, DAY_ONE)).noted).toBe(0);
    for (const id of ids) await record(id, DAY_ONE, await ledger.runs.noteLister(id));

    const noted = [];
    for (const id of ids) noted.push((await look(id, onDay(2))).noted);
    expect(noted).toContain(1);
  },
);

import { describe, expect, it } from "vitest";
import { ageInput, comparableSent } from "../../lib/domain/as-planned.ts";
import type { KnownInvitation } from "../../lib/domain/bookkeeping.ts";
import { DAY_MS, later } from "../../lib/domain/time.ts";
import { flag } from "../../lib/ledger/flagging.ts";
import type { TrueState } from "../../lib/sandbox/true-state.ts";
import type { ComparedList } from "../../lib/sweep/compare.ts";
import { findDuplicates, type Judgement } from "../../lib/sweep/find-duplicates.ts";
import { shownByLists } from "../../lib/sweep/shown-by-lists.ts";
import { withdraw } from "../../lib/withdraw/withdraw.ts";
import { aMark, anEnding } from "../helpers/dynamo-records.ts";
import { collaborators } from "../helpers/hand-delivery.ts";
import { carryOut, withdrawalRequested } from "../helpers/inbound-requests.ts";
import { ANA, account, ageAt, BEN, idOf, type TestBed, testBedFor, urnsOf } from "../helpers/test-bed.ts";

/** All too young to be stale, so that only duplicates go. */
const YOUNG = account({ backlog: 12, backlogDays: 18 });
const TEAM = [YOUNG, { ...YOUNG, uid: BEN, name: "Ben" }];
const only = (id: string) => ({ identities: [{ id }] });

interface Pair {
  readonly older: TrueState;
  readonly younger: TrueState;
}

const pending = (bed: TestBed, id: string) => bed.truth(id).filter(({ state }) => state === "pending");

/** Whom both have invited; by `firstSentBy`, when the older one is to be that identity's. */
function pairs(bed: TestBed, olderOf?: string): Pair[] {
  const found = pending(bed, ANA).flatMap((ana) => {
    const ben = pending(bed, BEN).find(({ profileId }) => profileId === ana.profileId);
    if (ben === undefined) return [];
    return [ana.sentAt < ben.sentAt ? { older: ana, younger: ben } : { older: ben, younger: ana }];
  });
  return found.filter(({ older }) => olderOf === undefined || older.identityId === olderOf);
}

function aPair(bed: TestBed, olderOf?: string): Pair {
  const [pair] = pairs(bed, olderOf);
  if (pair === undefined) throw new Error("the world has people whom both have invited");
  return pair;
}

const team = () => testBedFor({ identities: TEAM, sharedPeopleShare: 0.5 });
const urns = (trueStates: readonly TrueState[]) => trueStates.map(({ urn }) => urn).toSorted();

describe("people whom two identities have invited", () => {
  it.each([
    ["both at once", [{}, {}]],
    ["Ana first", [only(ANA), only(BEN), only(ANA), only(BEN)]],
    ["Ben first", [only(BEN), only(ANA), only(BEN), only(ANA)]],
  ])("keep the younger invitation and lose the older, with %s swept", async (_, runs) => {
    const bed = await team();
    const all = pairs(bed);

    for (const policy of runs) await bed.run(policy);

    expect(all.length).toBeGreaterThan(2);
    expect(new Set(all.map(({ older }) => older.identityId)).size).toBe(2);
    expect(urns(bed.withdrawCalls().map(({ urn }) => ({ urn }) as TrueState))).toEqual(
      urns(all.map((one) => one.older)),
    );
    for (const { older, younger } of all) {
      expect((await bed.find(older)).ending).toMatchObject({ outcome: "withdrawn", reason: "duplicate" });
      expect((await bed.find(younger)).state).toBe("pending");
    }
    expect(bed.sandbox.world.violations()).toEqual([]);
  });

  it("keep both while the older is protected", async () => {
    const bed = await team();
    const { older, younger } = aPair(bed);
    await flag(bed.workspace.ledger, { personId: String(older.profileId) }, aMark());

    for (const _ of [1, 2]) await bed.run();

    for (const one of [older, younger]) expect((await bed.find(one)).state).toBe("pending");
  });

  it.each(["off", "dry-run"])("keep both in mode %s", async (mode) => {
    const bed = await team();

    for (const _ of [1, 2]) await bed.run({ mode: mode === "off" ? "off" : "dry-run" });

    expect(bed.withdrawCalls()).toEqual([]);
  });

  it("keep the older when the younger is asked back first", async () => {
    const bed = await team();
    for (const _ of [1, 2]) await bed.run({ mode: "dry-run" });
    const { older, younger } = aPair(bed);
    expect((await bed.find(older)).duplicateOf).toEqual({
      identityId: younger.identityId,
      invitationId: idOf(younger.urn),
    });

    await carryOut(bed, [withdrawalRequested(bed, { invitationUrn: younger.urn })]);
    for (const _ of [1, 2]) await bed.run();

    expect(await bed.find(younger)).toMatchObject({ state: "withdrawn", ending: { reason: "requested" } });
    expect(await bed.find(older)).toMatchObject({ state: "pending", duplicateOf: null });
  });
});

describe("the older of two", () => {
  const listed = async () => {
    const bed = await team();
    for (const _ of [1, 2]) await bed.run({ mode: "dry-run" });
    // Past the gap after the listings, so that nothing but the notes stands in the way of a call.
    bed.advance(0.1);
    return bed;
  };
  const messageFor = (bed: TestBed, { identityId, urn }: TrueState) => ({
    ...({ v: 1, kind: "withdraw", runId: "run-1", identityId, invitationId: idOf(urn), reason: "duplicate" } as const),
    ...{ plannedAt: bed.now(), expiresAt: later(bed.now(), DAY_MS) },
  });
  /** What a sweep of the identity finds when nothing is new, with its notes written. */
  const look = async (bed: TestBed, identityId: string, change: Partial<ComparedList["comparison"]> = {}) => {
    const { ledger } = bed.workspace;
    const identity = await ledger.identities.find(identityId);
    const known = new Map<string, KnownInvitation>();
    for await (const one of ledger.invitations.open(identityId)) known.set(one.invitationId, one);
    const listing = { startedAt: bed.now(), invitations: [] } as unknown as ComparedList["listing"];
    const comparison = {
      known,
      appeared: [],
      refined: [],
      disagreeing: new Set(),
      vanished: [],
      ...change,
    } as unknown as ComparedList["comparison"];
    const nothing = { fresh: new Set<string>(), tried: new Map(), announced: new Map(), unkept: [] };
    const own: ComparedList = { identity, listing, comparison, ...nothing };
    const now = later(bed.now(), 30 * DAY_MS);
    const judgement: Judgement = {
      sentOf: (one) =>
        comparableSent(
          ageInput(one, { ids: null, now, isReadable: one.unreadableAt === null, isContradicting: false }),
        ),
      goesAnyway: () => false,
    };
    const found = await findDuplicates(ledger, own, [], shownByLists([own]), judgement, now);
    for (const note of found.notes.flat()) {
      const { identityId: id, invitationId } = note.invitation;
      if (note.kind === "undecided") await ledger.invitations.markUndecided(id, invitationId, note.of);
      else await ledger.invitations.markDuplicate(id, invitationId, note.kind === "older" ? note.of : null);
    }
    return found;
  };
  const mark = (bed: TestBed, one: TrueState, of: TrueState | null) =>
    bed.workspace.ledger.invitations.markDuplicate(
      one.identityId,
      idOf(one.urn),
      of === null ? null : { identityId: of.identityId, invitationId: idOf(of.urn) },
    );

  it("stays the older when a date is read that the younger's own bounds contradict", async () => {
    const bed = await listed();
    const { older, younger } = aPair(bed, ANA);
    const before = later(new Date(older.sentAt), -DAY_MS);
    await bed.workspace.ledger.invitations.narrowSent(younger.identityId, idOf(younger.urn), {
      sentFrom: null,
      sentBy: before,
    });

    const [ana, ben] = [await look(bed, ANA), await look(bed, BEN)];

    expect(ana.duplicates.has(idOf(older.urn))).toBe(true);
    expect(ben.duplicates.has(idOf(younger.urn))).toBe(false);
    expect((await bed.find(younger)).duplicateOf).toBeNull();
  });

  it("is decided anew when each is noted as the older", async () => {
    const bed = await listed();
    const { older, younger } = aPair(bed, ANA);
    await mark(bed, older, younger);
    await mark(bed, younger, older);

    await look(bed, BEN);

    expect((await bed.find(younger)).duplicateOf).toBeNull();
    expect((await bed.find(older)).duplicateOf).toMatchObject({ identityId: BEN });
  });

  it("is called for, and the younger is not", async () => {
    const bed = await listed();
    const { older, younger } = aPair(bed);
    const c = collaborators(bed);

    for (const one of [younger, older]) {
      await withdraw(c, messageFor(bed, one));
      bed.advance(0.1);
    }

    expect(urnsOf(bed.withdrawCalls())).toEqual([older.urn]);
  });

  it("is not called for while each is noted as the older", async () => {
    const bed = await listed();
    const { older, younger } = aPair(bed);
    await mark(bed, older, younger);
    await mark(bed, younger, older);
    const c = collaborators(bed);

    for (const one of [older, younger]) await withdraw(c, messageFor(bed, one));

    expect(urnsOf(bed.withdrawCalls())).toEqual([]);
    for (const one of [older, younger]) expect((await bed.find(one)).state).toBe("pending");
  });

  it("is not called for when the younger's withdrawal is under way as its claim is taken", async () => {
    const bed = await listed();
    const { older, younger } = aPair(bed);
    const { ledger } = bed.workspace;
    const c = collaborators(bed);
    const claimFirst = {
      ...ledger.invitations,
      async claim(...[seen, claim]: Parameters<typeof ledger.invitations.claim>) {
        const other = await bed.find(younger);
        await ledger.invitations.claim(other, { ...claim, attempt: { ...claim.attempt, id: "another" } });
        return ledger.invitations.claim(seen, claim);
      },
    };

    await withdraw({ ...c, ledger: { ...ledger, invitations: claimFirst } }, messageFor(bed, older));

    expect(urnsOf(bed.withdrawCalls())).toEqual([]);
    expect(await bed.find(older)).toMatchObject({ state: "pending", attempt: null, attempts: 0 });
  });

  it("keeps its note while an answer about the younger is out, and is not planned", async () => {
    const bed = await listed();
    const { older, younger } = aPair(bed, ANA);
    const other = await bed.find(younger);
    const claim = { attempts: 1, attemptsInRun: 1, attemptRunId: "r", attemptReason: "stale", lostAnswers: 0 } as const;
    const attempt = { id: "another", until: later(bed.now(), 60_000) };
    await bed.workspace.ledger.invitations.claim(other, { ...claim, attempt });

    const found = await look(bed, ANA);

    expect(found.duplicates.has(idOf(older.urn))).toBe(false);
    expect((await bed.find(older)).duplicateOf).toMatchObject({ identityId: BEN });
  });

  it("is noticed when the other was withdrawn and the cooldown is not over: somebody is invited again too soon", async () => {
    const bed = await listed();
    const { older, younger } = aPair(bed, ANA);
    const endedAt = later(new Date(older.sentAt), DAY_MS);
    const end = (reinviteAfter: Date) =>
      anEnding({ endedAt, withdrawnAt: endedAt, reinviteAfter, outcome: "withdrawn" });
    const { invitations } = bed.workspace.ledger;
    await invitations.end(ANA, idOf(older.urn), end(later(bed.now(), DAY_MS)), bed.now());
    const appeared = [
      {
        invitationId: idOf(younger.urn),
        personId: String(younger.profileId),
        sentBy: new Date(younger.sentAt),
        sentFrom: null,
      },
    ];
    const isNew = { known: new Map(), appeared } as unknown as Partial<ComparedList["comparison"]>;

    const found = await look(bed, BEN, isNew);

    expect(found).toMatchObject({ duplicates: new Set(), invitedTooSoon: [idOf(younger.urn)] });
    await invitations.reopen(ANA, idOf(older.urn), endedAt, null);
    await invitations.end(ANA, idOf(older.urn), end(new Date(younger.sentAt)), bed.now());
    expect((await look(bed, BEN, isNew)).invitedTooSoon).toEqual([]);
  });

  it("is older than three weeks in nobody's case here", async () => {
    const bed = await team();

    const ages = [ANA, BEN].flatMap((id) => pending(bed, id)).map((one) => ageAt(one, bed.now()));

    expect(Math.max(...ages)).toBeLessThan(20);
  });
});

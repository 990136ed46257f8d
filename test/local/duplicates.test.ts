import { describe, expect, it } from "vitest";
import { besideOthers } from "../../lambdas/sweep/duplicates.ts";
import { withdraw } from "../../lambdas/withdraw/withdraw.ts";
import { DAY_MS, later } from "../../lib/core/time.ts";
import { flag } from "../../lib/ledger/flagging.ts";
import type { Standing } from "../../lib/local/sandbox/standing.ts";
import { aMark, anEnding } from "../helpers/dynamo-records.ts";
import { collaborators } from "../helpers/hand-delivery.ts";
import { ANA, account, ageAt, BEN, idOf, type Stage, stageFor, urnsOf } from "../helpers/stage.ts";
import { carryOut, withdrawalRequested } from "../helpers/wishes.ts";

/** All too young to be stale, so that only duplicates go. */
const YOUNG = account({ backlog: 12, backlogDays: 18 });
const TEAM = [YOUNG, { ...YOUNG, uid: BEN, name: "Ben" }];
const only = (id: string) => ({ identities: [{ id }] });

interface Pair {
  readonly older: Standing;
  readonly younger: Standing;
}

const pending = (stage: Stage, id: string) => stage.truth(id).filter(({ state }) => state === "pending");

/** Whom both have invited; by `firstSentBy`, when the older one is to be that identity's. */
function pairs(stage: Stage, olderOf?: string): Pair[] {
  const found = pending(stage, ANA).flatMap((ana) => {
    const ben = pending(stage, BEN).find(({ profileId }) => profileId === ana.profileId);
    if (ben === undefined) return [];
    return [ana.sentAt < ben.sentAt ? { older: ana, younger: ben } : { older: ben, younger: ana }];
  });
  return found.filter(({ older }) => olderOf === undefined || older.identityId === olderOf);
}

function aPair(stage: Stage, olderOf?: string): Pair {
  const [pair] = pairs(stage, olderOf);
  if (pair === undefined) throw new Error("the world has people whom both have invited");
  return pair;
}

const team = () => stageFor({ identities: TEAM, sharedPeopleShare: 0.5 });
const urns = (standings: readonly Standing[]) => standings.map(({ urn }) => urn).toSorted();

describe("people whom two identities have invited", () => {
  it.each([
    ["both at once", [{}, {}]],
    ["Ana first", [only(ANA), only(BEN), only(ANA), only(BEN)]],
    ["Ben first", [only(BEN), only(ANA), only(BEN), only(ANA)]],
  ])("keep the younger invitation and lose the older, with %s swept", async (_, runs) => {
    const stage = await team();
    const all = pairs(stage);

    for (const policy of runs) await stage.run(policy);

    expect(all.length).toBeGreaterThan(2);
    expect(new Set(all.map(({ older }) => older.identityId)).size).toBe(2);
    expect(urns(stage.withdrawCalls().map(({ urn }) => ({ urn }) as Standing))).toEqual(
      urns(all.map((one) => one.older)),
    );
    for (const { older, younger } of all) {
      expect((await stage.find(older)).ending).toMatchObject({ outcome: "withdrawn", reason: "duplicate" });
      expect((await stage.find(younger)).state).toBe("pending");
    }
    expect(stage.sandbox.world.violations()).toEqual([]);
  });

  it("keep both while the older is protected", async () => {
    const stage = await team();
    const { older, younger } = aPair(stage);
    await flag(stage.workspace.ledger, { personId: String(older.profileId) }, aMark());

    for (const _ of [1, 2]) await stage.run();

    for (const one of [older, younger]) expect((await stage.find(one)).state).toBe("pending");
  });

  it.each(["off", "dry-run"])("keep both in mode %s", async (mode) => {
    const stage = await team();

    for (const _ of [1, 2]) await stage.run({ mode: mode === "off" ? "off" : "dry-run" });

    expect(stage.withdrawCalls()).toEqual([]);
  });

  it("keep the older when the younger is asked back first", async () => {
    const stage = await team();
    for (const _ of [1, 2]) await stage.run({ mode: "dry-run" });
    const { older, younger } = aPair(stage);
    expect((await stage.find(older)).duplicateOf).toEqual({
      identityId: younger.identityId,
      invitationId: idOf(younger.urn),
    });

    await carryOut(stage, [withdrawalRequested(stage, { invitationUrn: younger.urn })]);
    for (const _ of [1, 2]) await stage.run();

    expect(await stage.find(younger)).toMatchObject({ state: "withdrawn", ending: { reason: "requested" } });
    expect(await stage.find(older)).toMatchObject({ state: "pending", duplicateOf: null });
  });
});

describe("the older of two", () => {
  const listed = async () => {
    const stage = await team();
    for (const _ of [1, 2]) await stage.run({ mode: "dry-run" });
    // Past the gap after the listings, so that nothing but the notes stands in the way of a call.
    stage.advance(0.1);
    return stage;
  };
  const messageFor = (stage: Stage, { identityId, urn }: Standing) => ({
    ...({ v: 1, kind: "withdraw", runId: "run-1", identityId, invitationId: idOf(urn), reason: "duplicate" } as const),
    ...{ plannedAt: stage.now(), expiresAt: later(stage.now(), DAY_MS) },
  });
  const look = (stage: Stage, identityId: string) => {
    const known = async () => {
      const open = new Map();
      for await (const one of stage.workspace.ledger.invitations.open(identityId)) open.set(one.invitationId, one);
      return open;
    };
    return known().then((all) => {
      const comparison = { known: all, appeared: [] } as never;
      return besideOthers(stage.workspace, identityId, { comparison } as never, later(stage.now(), 30 * DAY_MS));
    });
  };
  const mark = (stage: Stage, one: Standing, of: Standing | null) =>
    stage.workspace.ledger.invitations.markDuplicate(
      one.identityId,
      idOf(one.urn),
      of === null ? null : { identityId: of.identityId, invitationId: idOf(of.urn) },
    );

  it("stays the older when a better reading of a date would turn the two round", async () => {
    const stage = await listed();
    const { older, younger } = aPair(stage, ANA);
    const before = later(new Date(older.sentAt), -DAY_MS);
    await stage.workspace.ledger.invitations.refineSentAt(younger.identityId, idOf(younger.urn), before);

    const [ana, ben] = [await look(stage, ANA), await look(stage, BEN)];

    expect(ana.duplicates.has(idOf(older.urn))).toBe(true);
    expect(ben.duplicates.has(idOf(younger.urn))).toBe(false);
    expect((await stage.find(younger)).duplicateOf).toBeNull();
  });

  it("is decided anew when each is noted as the older", async () => {
    const stage = await listed();
    const { older, younger } = aPair(stage, ANA);
    await mark(stage, older, younger);
    await mark(stage, younger, older);

    await look(stage, BEN);

    expect((await stage.find(younger)).duplicateOf).toBeNull();
    expect((await stage.find(older)).duplicateOf).toMatchObject({ identityId: BEN });
  });

  it("is called for, and the younger is not", async () => {
    const stage = await listed();
    const { older, younger } = aPair(stage);
    const c = collaborators(stage);

    for (const one of [younger, older]) {
      await withdraw(c, messageFor(stage, one));
      stage.advance(0.1);
    }

    expect(urnsOf(stage.withdrawCalls())).toEqual([older.urn]);
  });

  it("is not called for while each is noted as the older", async () => {
    const stage = await listed();
    const { older, younger } = aPair(stage);
    await mark(stage, older, younger);
    await mark(stage, younger, older);
    const c = collaborators(stage);

    for (const one of [older, younger]) await withdraw(c, messageFor(stage, one));

    expect(urnsOf(stage.withdrawCalls())).toEqual([]);
    for (const one of [older, younger]) expect((await stage.find(one)).state).toBe("pending");
  });

  it("is not called for when the younger's withdrawal is under way as its claim is taken", async () => {
    const stage = await listed();
    const { older, younger } = aPair(stage);
    const { ledger } = stage.workspace;
    const c = collaborators(stage);
    const claimFirst = {
      ...ledger.invitations,
      async claim(...[seen, claim]: Parameters<typeof ledger.invitations.claim>) {
        const other = await stage.find(younger);
        await ledger.invitations.claim(other, { ...claim, attempt: { ...claim.attempt, id: "another" } });
        return ledger.invitations.claim(seen, claim);
      },
    };

    await withdraw({ ...c, ledger: { ...ledger, invitations: claimFirst } }, messageFor(stage, older));

    expect(urnsOf(stage.withdrawCalls())).toEqual([]);
    expect(await stage.find(older)).toMatchObject({ state: "pending", attempt: null, attempts: 0 });
  });

  it("keeps its note while an answer about the younger is out, and is not planned", async () => {
    const stage = await listed();
    const { older, younger } = aPair(stage, ANA);
    const other = await stage.find(younger);
    const claim = { attempts: 1, attemptsInRun: 1, attemptRunId: "r", attemptReason: "stale", lostAnswers: 0 } as const;
    const attempt = { id: "another", until: later(stage.now(), 60_000) };
    await stage.workspace.ledger.invitations.claim(other, { ...claim, attempt });

    const found = await look(stage, ANA);

    expect(found.duplicates.has(idOf(older.urn))).toBe(false);
    expect((await stage.find(older)).duplicateOf).toMatchObject({ identityId: BEN });
  });

  it("is noticed when the other was withdrawn and the cooldown is not over: somebody is invited again too soon", async () => {
    const stage = await listed();
    const { older, younger } = aPair(stage, ANA);
    const endedAt = later(new Date(older.sentAt), DAY_MS);
    const end = (reinviteAfter: Date) =>
      anEnding({ endedAt, withdrawnAt: endedAt, reinviteAfter, outcome: "withdrawn" });
    const { invitations } = stage.workspace.ledger;
    await invitations.end(ANA, idOf(older.urn), end(later(stage.now(), DAY_MS)), stage.now());
    const appeared = [{ invitationId: idOf(younger.urn), personId: String(younger.profileId) }];
    const comparison = { known: new Map(), appeared } as never;

    const found = await besideOthers(stage.workspace, BEN, { comparison }, stage.now());

    expect(found).toEqual({ duplicates: new Set(), invitedTooSoon: [idOf(younger.urn)] });
    await invitations.reopen(ANA, idOf(older.urn), endedAt);
    await invitations.end(ANA, idOf(older.urn), end(new Date(younger.sentAt)), stage.now());
    expect((await besideOthers(stage.workspace, BEN, { comparison }, stage.now())).invitedTooSoon).toEqual([]);
  });

  it("is older than three weeks in nobody's case here", async () => {
    const stage = await team();

    const ages = [ANA, BEN].flatMap((id) => pending(stage, id)).map((one) => ageAt(one, stage.now()));

    expect(Math.max(...ages)).toBeLessThan(20);
  });
});

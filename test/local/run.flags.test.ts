import { describe, expect, it } from "vitest";
import type { FlagKind } from "../../lib/domain/rule.ts";
import type { EdgesClient } from "../../lib/edges/client.ts";
import { addressSubject } from "../../lib/ledger/flag-subject.ts";
import { type FlagTarget, flag, unflag } from "../../lib/ledger/flagging.ts";
import type { Ledger } from "../../lib/ledger/ledger.ts";
import { profileKeyOf } from "../../lib/ledger/profile-key.ts";
import { personFor, profileUrl } from "../../lib/sandbox/people.ts";
import type { TrueState } from "../../lib/sandbox/true-state.ts";
import { aMark } from "../helpers/dynamo-records.ts";
import { ANA, account, ageAt, BEN, idOf, staleAt, type TestBed, testBedFor, urnsOf } from "../helpers/test-bed.ts";

const SEED = 7;
/** Enough that some are younger than the floor. */
const MANY = account({ backlog: 24, backlogDays: 30 });

/** A pending invitation that is `young` or stale at 21 days. */
function one(bed: TestBed, which: "young" | "stale", identityId = ANA): TrueState {
  const pending = bed.truth(identityId).filter(({ state }) => state === "pending");
  const found =
    which === "stale" ? staleAt(pending, bed.now()).at(-1) : pending.find((each) => ageAt(each, bed.now()) < 7);
  if (found === undefined) throw new Error(`no ${which} invitation`);
  return found;
}

const byId = ({ profileId }: TrueState): FlagTarget => ({ personId: String(profileId) });

function keyOf({ profileId }: TrueState): string {
  const key = profileKeyOf(profileUrl(personFor(SEED, profileId)));
  if (key === null) throw new Error("the sandbox's people have addresses");
  return key;
}
const byAddress = (standing: TrueState): FlagTarget => ({ profileKey: keyOf(standing) });

/** By another process. */
const elsewhere = async (bed: TestBed, work: (ledger: Ledger) => Promise<unknown>): Promise<void> =>
  void (await work(bed.elsewhere()));

/** Does something once, when the n-th withdraw call has been answered. */
function afterCall(nth: number, doing: () => Promise<void>): (real: EdgesClient) => EdgesClient {
  let calls = 0;
  return (real) => ({
    ...real,
    async withdrawInvitation(request) {
      const answer = await real.withdrawInvitation(request);
      calls += 1;
      if (calls === nth) await doing();
      return answer;
    },
  });
}

const outcomesOf = async (bed: TestBed, { urn }: TrueState) =>
  (await bed.outcomes()).filter(({ invitationId }) => invitationId === idOf(urn));

describe.each(["customer", "icp-mismatch", "do-not-contact"] as const)("somebody flagged %s", (kind) => {
  it("has an invitation younger than a week withdrawn, and the outcome says for what", async () => {
    const bed = await testBedFor({ identities: [MANY] });
    const young = one(bed, "young");
    await flag(bed.workspace.ledger, byId(young), aMark({ kind }));

    const { sweeps } = await bed.run({ dailyCap: 2 });

    expect(await outcomesOf(bed, young)).toMatchObject([
      { outcome: "withdrawn", reason: kind, confirmed: true, daysPending: ageAt(young, bed.now()) },
    ]);
    expect(sweeps.get(ANA)?.byReason).toMatchObject({ [kind]: 1 });
    expect(bed.sandbox.world.violations()).toEqual([]);
  });
});

describe("who is flagged", () => {
  it("goes before who is merely stale when the day's cap is short", async () => {
    const bed = await testBedFor({ identities: [MANY] });
    const young = one(bed, "young");
    await flag(bed.workspace.ledger, byId(young), aMark({ kind: "do-not-contact" }));

    const { calls } = await bed.run({ dailyCap: 3 });

    const stale = staleAt(bed.truth(), bed.now());
    expect(urnsOf(calls)[0]).toBe(young.urn);
    expect(urnsOf(calls)).toHaveLength(3);
    expect(stale.length).toBeGreaterThan(0);
  });

  it("is withdrawn although nobody can read the date", async () => {
    const bed = await testBedFor({
      identities: [account({ unreadableShare: 0.02, backlog: 60 })],
    });
    const unreadable = bed.truth().filter((standing) => standing.unreadable && standing.state === "pending");
    const [first] = unreadable;
    if (first === undefined || unreadable.length > 1) throw new Error("the world has one unreadable date");
    await flag(bed.workspace.ledger, byId(first), aMark({ kind: "customer" }));

    await bed.run({ dailyCap: 2 });

    expect(await outcomesOf(bed, first)).toMatchObject([{ outcome: "withdrawn", reason: "customer" }]);
  });

  it("is withdrawn from every identity that has invited them", async () => {
    const bed = await testBedFor({ identities: [MANY, { ...MANY, uid: BEN }] });
    const [ana, ben] = [one(bed, "young"), one(bed, "young", BEN)];
    for (const standing of [ana, ben]) await flag(bed.workspace.ledger, byId(standing), aMark({ kind: "customer" }));

    await bed.run({ dailyCap: 2 });

    const reasons = [await outcomesOf(bed, ana), await outcomesOf(bed, ben)].flat().map(({ reason }) => reason);
    expect(reasons).toEqual(["customer", "customer"]);
  });

  it("is withdrawn in no dry run, and counted there", async () => {
    const bed = await testBedFor({ identities: [MANY] });
    await flag(bed.workspace.ledger, byId(one(bed, "young")), aMark({ kind: "customer" }));

    const { sweeps, calls } = await bed.run({ mode: "dry-run" });

    expect(sweeps.get(ANA)?.byReason).toMatchObject({ customer: 1 });
    expect(urnsOf(calls)).toEqual([]);
  });
});

describe("who is protected", () => {
  it.each([
    ["by id", byId],
    ["by address", byAddress],
  ])("%s keeps a stale invitation while all others go", async (_, whom) => {
    const bed = await testBedFor({ identities: [MANY] });
    const kept = one(bed, "stale");
    await flag(bed.workspace.ledger, whom(kept), aMark());
    const stale = staleAt(bed.truth(), bed.now()).map(({ urn }) => urn);

    const { sweeps, calls } = await bed.run();

    expect(urnsOf(calls).toSorted()).toEqual(stale.filter((urn) => urn !== kept.urn).toSorted());
    expect(stale).toContain(kept.urn);
    expect(sweeps.get(ANA)?.byReason).toMatchObject({ protected: 1 });
    expect((await bed.find(kept)).state).toBe("pending");
  });

  it("and a customer too is kept", async () => {
    const bed = await testBedFor({ identities: [MANY] });
    const kept = one(bed, "young");
    for (const kind of ["customer", "protected"] as const) {
      await flag(bed.workspace.ledger, byId(kept), aMark({ kind }));
    }

    const { calls } = await bed.run();

    expect(urnsOf(calls)).not.toContain(kept.urn);
  });
});

describe("a flag set while a run is at work", () => {
  /** Protects whose call comes next once `nth` calls are through, from another connection. */
  async function protectNext(nth: number, how: (ledger: Ledger, next: TrueState) => Promise<unknown>) {
    const next: { standing?: TrueState } = {};
    const bed: TestBed = await testBedFor({
      edges: afterCall(nth, () =>
        elsewhere(bed, async (ledger) => {
          const [oldest] = staleAt(bed.truth(), bed.now());
          if (oldest === undefined) throw new Error("nobody is left to protect");
          next.standing = oldest;
          await how(ledger, oldest);
        }),
      ),
    });
    const stale = staleAt(bed.truth(), bed.now());
    const run = await bed.run();
    if (next.standing === undefined) throw new Error("there were not so many calls");
    return { bed, run, stale, next: next.standing };
  }

  it.each([
    ["by id", (ledger: Ledger, next: TrueState) => flag(ledger, byId(next), aMark())],
    ["by address", (ledger: Ledger, next: TrueState) => flag(ledger, byAddress(next), aMark())],
    [
      "by an address that waits for its listing, as an import leaves it",
      (ledger: Ledger, next: TrueState) => ledger.flags.add(addressSubject(keyOf(next)), aMark()),
    ],
  ])("%s stops the very next call, and no other", async (_, how) => {
    const { bed, run, stale, next } = await protectNext(3, how);

    expect(urnsOf(run.calls)).toHaveLength(stale.length - 1);
    expect(urnsOf(run.calls)).not.toContain(next.urn);
    expect(stale[3]?.urn).toBe(next.urn);
    expect(run.sweeps.get(ANA)?.deferred).toMatchObject({ protected: [idOf(next.urn)] });
    expect((await bed.find(next)).state).toBe("pending");
  });

  it("changes the reason under which a stale one goes", async () => {
    const { bed, next } = await protectNext(2, (ledger, standing) =>
      flag(ledger, byId(standing), aMark({ kind: "customer" })),
    );

    expect(await outcomesOf(bed, next)).toMatchObject([{ outcome: "withdrawn", reason: "customer" }]);
  });
});

describe("a flag taken while a run is at work", () => {
  it.each(["young", "stale"] as const)("leaves a %s one to the next run", async (which) => {
    const flagged: { standing?: TrueState } = {};
    const bed: TestBed = await testBedFor({
      identities: [MANY],
      edges: afterCall(1, () =>
        elsewhere(bed, async (ledger) => {
          if (flagged.standing !== undefined) await unflag(ledger, byId(flagged.standing), null);
        }),
      ),
    });
    const { ledger } = bed.workspace;
    const [urgent, wanted] = [
      bed.truth().find((each) => each.state === "pending" && ageAt(each, bed.now()) >= 21),
      one(bed, which),
    ];
    if (urgent === undefined || urgent.urn === wanted.urn) throw new Error("two are needed");
    flagged.standing = wanted;
    // The older one's call comes first, and the flag of the other is taken after it.
    for (const standing of [urgent, wanted]) await flag(ledger, byId(standing), aMark({ kind: "customer" }));

    const { calls, sweeps } = await bed.run();

    expect(urnsOf(calls)).not.toContain(wanted.urn);
    expect(sweeps.get(ANA)?.deferred).toMatchObject({
      [which === "stale" ? "unflagged" : "too-young"]: [idOf(wanted.urn)],
    });
  });
});

describe("a flag that waits for its first listing", () => {
  it("is the person's from then on, and both items say so", async () => {
    const bed = await testBedFor({ identities: [MANY] });
    const { ledger } = bed.workspace;
    const young = one(bed, "young");
    await ledger.flags.add(addressSubject(keyOf(young)), aMark());

    await bed.run({ mode: "dry-run" });

    const found = await ledger.flags.findMany([addressSubject(keyOf(young)), String(young.profileId)], {
      consistent: true,
    });
    expect(found.get(addressSubject(keyOf(young)))?.belongsTo).toBe(String(young.profileId));
    expect(found.get(String(young.profileId))?.addresses).toEqual([keyOf(young)]);
  });

  it("is met although the listing went on in a later receive", async () => {
    const bed = await testBedFor({ identities: [account({ backlog: 130 })] });
    const kept = staleAt(bed.truth(), bed.now())[0];
    if (kept === undefined) throw new Error("nobody is stale");
    await bed.workspace.ledger.flags.add(addressSubject(keyOf(kept)), aMark());

    const { sweeps } = await bed.run({ mode: "dry-run" });

    expect(sweeps.get(ANA)?.pages).toBeGreaterThan(1);
    expect(sweeps.get(ANA)?.byReason).toMatchObject({ protected: 1 });
  });

  it("applies where the identity's list broke off, as far as that was read", async () => {
    const bed = await testBedFor({
      identities: [account({ backlog: 130 })],
      faults: [{ kind: "failing-page", page: 2 }],
    });
    const waiting = bed.truth().map(keyOf);
    for (const key of waiting) await bed.workspace.ledger.flags.add(addressSubject(key), aMark());

    await bed.run();

    const kinds: FlagKind[] = [];
    let claimed = 0;
    for await (const { belongsTo, marks } of bed.workspace.ledger.flags.all()) {
      if (belongsTo !== null) claimed += 1;
      kinds.push(...marks.map(({ kind }) => kind));
    }
    expect(claimed).toBeGreaterThan(0);
    expect(new Set(kinds)).toEqual(new Set(["protected"]));
    expect(bed.withdrawCalls()).toEqual([]);
  });
});

it("no table holds the plain address of anybody, nor a name", async () => {
  const bed = await testBedFor({ identities: [MANY] });
  const young = one(bed, "young");
  await flag(bed.workspace.ledger, byAddress(young), aMark({ kind: "customer", note: null }));
  await bed.run({ dailyCap: 1 });
  const { handle, lastName } = personFor(SEED, young.profileId);

  const tracked = await bed.find(young);
  const flags: unknown[] = [];
  for await (const record of bed.workspace.ledger.flags.all()) flags.push(record);

  expect(tracked.profileKey).toBe(keyOf(young));
  expect(JSON.stringify([tracked, flags])).not.toContain(handle);
  expect(JSON.stringify([tracked, flags])).not.toContain(lastName);
  expect(flags).toHaveLength(1);
});

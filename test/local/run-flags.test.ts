import { describe, expect, it } from "vitest";
import { FLAGS, IDENTITIES, INVITATIONS, RUNS } from "../../lib/contract/tables.ts";
import type { FlagKind } from "../../lib/core/rule.ts";
import type { EdgesClient } from "../../lib/edges/client.ts";
import { createDynamoLedger } from "../../lib/ledger/dynamo-ledger.ts";
import { addressSubject } from "../../lib/ledger/flag-subject.ts";
import { flag, unflag, type Whom } from "../../lib/ledger/flagging.ts";
import type { Ledger } from "../../lib/ledger/ledger.ts";
import { profileKeyOf } from "../../lib/ledger/profile-key.ts";
import { personFor, profileUrl } from "../../lib/local/sandbox/people.ts";
import type { Standing } from "../../lib/local/sandbox/standing.ts";
import { connect } from "../helpers/dynamo-emulator.ts";
import { aMark } from "../helpers/dynamo-records.ts";
import { ANA, account, ageAt, BEN, idOf, type Stage, stageFor, staleAt, urnsOf } from "../helpers/stage.ts";

const SEED = 7;
/** Enough that some are younger than the floor. */
const MANY = account({ backlog: 24, backlogDays: 30 });

/** A pending invitation that is `young` or stale at 21 days. */
function one(stage: Stage, which: "young" | "stale", identityId = ANA): Standing {
  const pending = stage.truth(identityId).filter(({ state }) => state === "pending");
  const found =
    which === "stale" ? staleAt(pending, stage.now()).at(-1) : pending.find((each) => ageAt(each, stage.now()) < 7);
  if (found === undefined) throw new Error(`no ${which} invitation`);
  return found;
}

const byId = ({ profileId }: Standing): Whom => ({ personId: String(profileId) });

function keyOf({ profileId }: Standing): string {
  const key = profileKeyOf(profileUrl(personFor(SEED, profileId)));
  if (key === null) throw new Error("the sandbox's people have addresses");
  return key;
}
const byAddress = (standing: Standing): Whom => ({ profileKey: keyOf(standing) });

/** A ledger of its own over the same tables, as another process has it. */
async function elsewhere(stage: Stage, work: (ledger: Ledger) => Promise<unknown>): Promise<void> {
  const { client, documentClient } = connect(stage.workspace.endpoints.dynamo);
  const tables = { invitations: INVITATIONS.id, identities: IDENTITIES.id, runs: RUNS.id, flags: FLAGS.id };
  await work(createDynamoLedger({ documentClient, tables, now: stage.now }));
  client.destroy();
}

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

const outcomesOf = async (stage: Stage, { urn }: Standing) =>
  (await stage.outcomes()).filter(({ invitationId }) => invitationId === idOf(urn));

describe.each(["customer", "icp-mismatch", "do-not-contact"] as const)("somebody flagged %s", (kind) => {
  it("has an invitation younger than a week withdrawn, and the outcome says for what", async () => {
    const stage = await stageFor({ identities: [MANY] });
    const young = one(stage, "young");
    await flag(stage.workspace.ledger, byId(young), aMark({ kind }));

    const { sweeps } = await stage.run({ dailyCap: 2 });

    expect(await outcomesOf(stage, young)).toMatchObject([
      { outcome: "withdrawn", reason: kind, confirmed: true, daysPending: ageAt(young, stage.now()) },
    ]);
    expect(sweeps.get(ANA)?.byReason).toMatchObject({ [kind]: 1 });
    expect(stage.sandbox.world.violations()).toEqual([]);
  });
});

describe("who is flagged", () => {
  it("goes before who is merely stale when the day's cap is short", async () => {
    const stage = await stageFor({ identities: [MANY] });
    const young = one(stage, "young");
    await flag(stage.workspace.ledger, byId(young), aMark({ kind: "do-not-contact" }));

    const { calls } = await stage.run({ dailyCap: 3 });

    const stale = staleAt(stage.truth(), stage.now());
    expect(urnsOf(calls)[0]).toBe(young.urn);
    expect(urnsOf(calls)).toHaveLength(3);
    expect(stale.length).toBeGreaterThan(0);
  });

  it("is withdrawn although nobody can read the date", async () => {
    const stage = await stageFor({ identities: [account({ unreadableShare: 0.02, backlog: 60 })] });
    const unreadable = stage.truth().filter((standing) => standing.unreadable && standing.state === "pending");
    const [first] = unreadable;
    if (first === undefined || unreadable.length > 1) throw new Error("the world has one unreadable date");
    await flag(stage.workspace.ledger, byId(first), aMark({ kind: "customer" }));

    await stage.run({ dailyCap: 2 });

    expect(await outcomesOf(stage, first)).toMatchObject([{ outcome: "withdrawn", reason: "customer" }]);
  });

  it("is withdrawn from every identity that has invited them", async () => {
    const stage = await stageFor({ identities: [MANY, { ...MANY, uid: BEN }] });
    const [ana, ben] = [one(stage, "young"), one(stage, "young", BEN)];
    for (const standing of [ana, ben]) await flag(stage.workspace.ledger, byId(standing), aMark({ kind: "customer" }));

    await stage.run({ dailyCap: 2 });

    const reasons = [await outcomesOf(stage, ana), await outcomesOf(stage, ben)].flat().map(({ reason }) => reason);
    expect(reasons).toEqual(["customer", "customer"]);
  });

  it("is withdrawn in no dry run, and counted there", async () => {
    const stage = await stageFor({ identities: [MANY] });
    await flag(stage.workspace.ledger, byId(one(stage, "young")), aMark({ kind: "customer" }));

    const { sweeps, calls } = await stage.run({ mode: "dry-run" });

    expect(sweeps.get(ANA)?.byReason).toMatchObject({ customer: 1 });
    expect(urnsOf(calls)).toEqual([]);
  });
});

describe("who is protected", () => {
  it.each([
    ["by id", byId],
    ["by address", byAddress],
  ])("%s keeps a stale invitation while all others go", async (_, whom) => {
    const stage = await stageFor({ identities: [MANY] });
    const kept = one(stage, "stale");
    await flag(stage.workspace.ledger, whom(kept), aMark());
    const stale = staleAt(stage.truth(), stage.now()).map(({ urn }) => urn);

    const { sweeps, calls } = await stage.run();

    expect(urnsOf(calls).toSorted()).toEqual(stale.filter((urn) => urn !== kept.urn).toSorted());
    expect(stale).toContain(kept.urn);
    expect(sweeps.get(ANA)?.byReason).toMatchObject({ protected: 1 });
    expect((await stage.find(kept)).state).toBe("pending");
  });

  it("and a customer too is kept", async () => {
    const stage = await stageFor({ identities: [MANY] });
    const kept = one(stage, "young");
    for (const kind of ["customer", "protected"] as const) {
      await flag(stage.workspace.ledger, byId(kept), aMark({ kind }));
    }

    const { calls } = await stage.run();

    expect(urnsOf(calls)).not.toContain(kept.urn);
  });
});

describe("a flag set while a run is at work", () => {
  /** Protects whose call comes next once `nth` calls are through, from another connection. */
  async function protectNext(nth: number, how: (ledger: Ledger, next: Standing) => Promise<unknown>) {
    const next: { standing?: Standing } = {};
    const stage: Stage = await stageFor({
      edges: afterCall(nth, () =>
        elsewhere(stage, async (ledger) => {
          const [oldest] = staleAt(stage.truth(), stage.now());
          if (oldest === undefined) throw new Error("nobody is left to protect");
          next.standing = oldest;
          await how(ledger, oldest);
        }),
      ),
    });
    const stale = staleAt(stage.truth(), stage.now());
    const run = await stage.run();
    if (next.standing === undefined) throw new Error("there were not so many calls");
    return { stage, run, stale, next: next.standing };
  }

  it.each([
    ["by id", (ledger: Ledger, next: Standing) => flag(ledger, byId(next), aMark())],
    ["by address", (ledger: Ledger, next: Standing) => flag(ledger, byAddress(next), aMark())],
    [
      "by an address that waits for its listing, as an import leaves it",
      (ledger: Ledger, next: Standing) => ledger.flags.add(addressSubject(keyOf(next)), aMark()),
    ],
  ])("%s stops the very next call, and no other", async (_, how) => {
    const { stage, run, stale, next } = await protectNext(3, how);

    expect(urnsOf(run.calls)).toHaveLength(stale.length - 1);
    expect(urnsOf(run.calls)).not.toContain(next.urn);
    expect(stale[3]?.urn).toBe(next.urn);
    expect(run.sweeps.get(ANA)?.deferred).toMatchObject({ protected: [idOf(next.urn)] });
    expect((await stage.find(next)).state).toBe("pending");
  });

  it("changes the reason under which a stale one goes", async () => {
    const { stage, next } = await protectNext(2, (ledger, standing) =>
      flag(ledger, byId(standing), aMark({ kind: "customer" })),
    );

    expect(await outcomesOf(stage, next)).toMatchObject([{ outcome: "withdrawn", reason: "customer" }]);
  });
});

describe("a flag taken while a run is at work", () => {
  it.each(["young", "stale"] as const)("leaves a %s one to the next run", async (which) => {
    const flagged: { standing?: Standing } = {};
    const stage: Stage = await stageFor({
      identities: [MANY],
      edges: afterCall(1, () =>
        elsewhere(stage, async (ledger) => {
          if (flagged.standing !== undefined) await unflag(ledger, byId(flagged.standing), null);
        }),
      ),
    });
    const { ledger } = stage.workspace;
    const [urgent, wanted] = [
      stage.truth().find((each) => each.state === "pending" && ageAt(each, stage.now()) >= 21),
      one(stage, which),
    ];
    if (urgent === undefined || urgent.urn === wanted.urn) throw new Error("two are needed");
    flagged.standing = wanted;
    // The older one's call comes first, and the flag of the other is taken after it.
    for (const standing of [urgent, wanted]) await flag(ledger, byId(standing), aMark({ kind: "customer" }));

    const { calls, sweeps } = await stage.run();

    expect(urnsOf(calls)).not.toContain(wanted.urn);
    expect(sweeps.get(ANA)?.deferred).toMatchObject({
      [which === "stale" ? "unflagged" : "too-young"]: [idOf(wanted.urn)],
    });
  });
});

describe("a flag that waits for its first listing", () => {
  it("is the person's from then on, and both items say so", async () => {
    const stage = await stageFor({ identities: [MANY] });
    const { ledger } = stage.workspace;
    const young = one(stage, "young");
    await ledger.flags.add(addressSubject(keyOf(young)), aMark());

    await stage.run({ mode: "dry-run" });

    const found = await ledger.flags.findMany([addressSubject(keyOf(young)), String(young.profileId)], {
      consistent: true,
    });
    expect(found.get(addressSubject(keyOf(young)))?.belongsTo).toBe(String(young.profileId));
    expect(found.get(String(young.profileId))?.addresses).toEqual([keyOf(young)]);
  });

  it("is met although the listing went on in a later receive", async () => {
    const stage = await stageFor({ identities: [account({ backlog: 130 })] });
    const kept = staleAt(stage.truth(), stage.now())[0];
    if (kept === undefined) throw new Error("nobody is stale");
    await stage.workspace.ledger.flags.add(addressSubject(keyOf(kept)), aMark());

    const { sweeps } = await stage.run({ mode: "dry-run" });

    expect(sweeps.get(ANA)?.pages).toBeGreaterThan(1);
    expect(sweeps.get(ANA)?.byReason).toMatchObject({ protected: 1 });
  });

  it("applies where the identity's list broke off, as far as that was read", async () => {
    const stage = await stageFor({
      identities: [account({ backlog: 130 })],
      faults: [{ kind: "failing-page", page: 2 }],
    });
    const waiting = stage.truth().map(keyOf);
    for (const key of waiting) await stage.workspace.ledger.flags.add(addressSubject(key), aMark());

    await stage.run();

    const kinds: FlagKind[] = [];
    let claimed = 0;
    for await (const { belongsTo, marks } of stage.workspace.ledger.flags.all()) {
      if (belongsTo !== null) claimed += 1;
      kinds.push(...marks.map(({ kind }) => kind));
    }
    expect(claimed).toBeGreaterThan(0);
    expect(new Set(kinds)).toEqual(new Set(["protected"]));
    expect(stage.withdrawCalls()).toEqual([]);
  });
});

it("no table holds the plain address of anybody, nor a name", async () => {
  const stage = await stageFor({ identities: [MANY] });
  const young = one(stage, "young");
  await flag(stage.workspace.ledger, byAddress(young), aMark({ kind: "customer", note: null }));
  await stage.run({ dailyCap: 1 });
  const { handle, lastName } = personFor(SEED, young.profileId);

  const tracked = await stage.find(young);
  const flags: unknown[] = [];
  for await (const record of stage.workspace.ledger.flags.all()) flags.push(record);

  expect(tracked.profileKey).toBe(keyOf(young));
  expect(JSON.stringify([tracked, flags])).not.toContain(handle);
  expect(JSON.stringify([tracked, flags])).not.toContain(lastName);
  expect(flags).toHaveLength(1);
});

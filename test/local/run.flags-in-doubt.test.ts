import { afterEach, describe, expect, it, vi } from "vitest";
import type { SentInvitation } from "../../lib/domain/invitation.ts";
import type { FlagKind } from "../../lib/domain/rule.ts";
import type { EdgesClient } from "../../lib/edges/client.ts";
import { addressSubject } from "../../lib/ledger/flag-subject.ts";
import { flag } from "../../lib/ledger/flagging.ts";
import { keyOfAddress } from "../../lib/ledger/profile-key.ts";
import type { TrueState } from "../../lib/sandbox/true-state.ts";
import { aMark } from "../helpers/dynamo-records.ts";
import { carryOut, personFlagged, withdrawalRequested } from "../helpers/inbound-requests.ts";
import { ANA, account, ageAt, BEN, idOf, staleAt, type TestBed, testBedFor, urnsOf } from "../helpers/test-bed.ts";

/** Enough that some are younger than the floor. */
const MANY = account({ backlog: 24, backlogDays: 30 });
const ADDRESS = "https://www.linkedin.com/in/shared-example";
const KEY = keyOfAddress("linkedin.com/in/shared-example");

/** The API, whose lists show some invitations otherwise. */
function shown(
  change: (one: SentInvitation, identityId: string) => SentInvitation,
): (real: EdgesClient) => EdgesClient {
  return (real) => ({
    ...real,
    async *listSentInvitations(identityId, options) {
      const walk = real.listSentInvitations(identityId, options);
      for (;;) {
        const step = await walk.next();
        if (step.done === true) return step.value;
        const invitations = step.value.invitations.map((one) => change(one, identityId));
        yield { ...step.value, invitations };
      }
    },
  });
}

const pending = (bed: TestBed, identityId = ANA) => bed.truth(identityId).filter(({ state }) => state === "pending");
function one(bed: TestBed, which: "young" | "stale", identityId = ANA): TrueState {
  const all = pending(bed, identityId);
  const found = which === "stale" ? staleAt(all, bed.now()).at(-1) : all.find((each) => ageAt(each, bed.now()) < 7);
  if (found === undefined) throw new Error(`no ${which} invitation`);
  return found;
}

describe("a member whom the lists show without an id", () => {
  /** One young and one stale invitation are to such members, at this address. */
  async function withNameless(which: "young" | "stale") {
    const nameless: { id?: string } = {};
    const bed: TestBed = await testBedFor({
      identities: [MANY],
      edges: shown((invitation) =>
        invitation.invitationId === nameless.id
          ? {
              ...invitation,
              personId: null,
              salesNavigatorId: null,
              person: { ...invitation.person, profileUrl: ADDRESS },
            }
          : invitation,
      ),
    });
    const standing = one(bed, which);
    nameless.id = idOf(standing.urn);
    return { bed, standing, whom: { profileUrl: ADDRESS } };
  }
  const importFlag = (bed: TestBed, kind: FlagKind) =>
    bed.workspace.ledger.flags.add(addressSubject(KEY), aMark({ kind }));

  it("is kept by a protection of the address, before they are listed and ever after, and claims nothing", async () => {
    const { bed, standing } = await withNameless("stale");
    await importFlag(bed, "protected");

    const first = await bed.run();
    bed.untilDayAfter(first);
    const second = await bed.run();

    expect(urnsOf([...first.calls, ...second.calls])).not.toContain(standing.urn);
    expect(first.sweeps.get(ANA)?.byReason).toMatchObject({ protected: 1 });
    expect(second.sweeps.get(ANA)?.byReason).toEqual({ ...second.sweeps.get(ANA)?.byReason, protected: 1 });
    expect(await bed.find(standing)).toMatchObject({ personId: null, state: "pending" });
    const record = (await bed.workspace.ledger.flags.findMany([addressSubject(KEY)], { consistent: true })).values();
    expect([...record]).toMatchObject([{ belongsTo: null, marks: [{ kind: "protected" }] }]);
  });

  it("is protected by an address that the ledger knows already", async () => {
    const { bed, standing } = await withNameless("stale");
    await bed.run({ mode: "dry-run" });

    const record = await flag(bed.workspace.ledger, { profileKey: KEY }, aMark());
    const { calls } = await bed.run();

    expect(record.subject).toBe(addressSubject(KEY));
    expect(urnsOf(calls)).not.toContain(standing.urn);
  });

  it("is withdrawn for what is said of the address while it is theirs alone", async () => {
    const { bed, standing } = await withNameless("young");
    await importFlag(bed, "customer");

    const { calls } = await bed.run({ dailyCap: 1 });

    expect(urnsOf(calls)).toEqual([standing.urn]);
    expect((await bed.find(standing)).ending).toMatchObject({ outcome: "withdrawn", reason: "customer" });
  });

  it("is reached by events that name the address", async () => {
    const { bed, standing, whom } = await withNameless("young");
    await bed.run({ mode: "dry-run" });

    const flagged = await carryOut(bed, [personFlagged(bed, { ...whom, as: "protected" })]);
    const asked = await carryOut(bed, [withdrawalRequested(bed, whom)]);

    const named = [`${ANA}/${idOf(standing.urn)}`];
    expect([flagged.granted, asked.granted]).toMatchObject([
      [{ invitations: named }],
      [{ invitations: named, queued: 1 }],
    ]);
    expect(bed.withdrawCalls()).toEqual([]);
  });
});

describe("an address that the lists of two identities show for two people", () => {
  afterEach(() => vi.restoreAllMocks());

  async function withShared(kinds: readonly FlagKind[]) {
    const shared = new Set<string>();
    const bed: TestBed = await testBedFor({
      identities: [MANY, { ...MANY, uid: BEN, name: "Ben" }],
      edges: shown((invitation) =>
        shared.has(invitation.invitationId)
          ? { ...invitation, person: { ...invitation.person, profileUrl: ADDRESS } }
          : invitation,
      ),
    });
    const both = {
      stale: [one(bed, "stale"), one(bed, "stale", BEN)],
      young: [one(bed, "young"), one(bed, "young", BEN)],
    };
    const chosen = kinds.includes("protected") ? both.stale : both.young;
    for (const { urn } of chosen) shared.add(idOf(urn));
    for (const kind of kinds) await bed.workspace.ledger.flags.add(addressSubject(KEY), aMark({ kind }));
    const warned = vi.spyOn(bed.workspace.log, "warn");
    const warnings = () =>
      warned.mock.calls.filter(([message]) => message.startsWith("flags by an address that several"));
    return { bed, urns: chosen.map(({ urn }) => urn), warnings };
  }

  it("protects both, whichever is listed first, and each sweep says so once", async () => {
    const { bed, urns, warnings } = await withShared(["protected"]);

    const first = await bed.run({ identities: [{ id: BEN }] });
    bed.untilDayAfter(first);
    await bed.run();

    const called = urnsOf(bed.withdrawCalls());
    expect(called.length).toBeGreaterThan(0);
    expect(called.filter((urn) => urns.includes(urn))).toEqual([]);
    expect(warnings().map(([, fields]) => fields)).toEqual([{ identityId: ANA, count: 1, ref: `${KEY.slice(0, 8)}…` }]);
  });

  it("withdraws neither for what else is said of it, and says so", async () => {
    const { bed, urns, warnings } = await withShared(["customer"]);

    await bed.run();

    expect(urnsOf(bed.withdrawCalls()).filter((urn) => urns.includes(urn))).toEqual([]);
    expect(
      warnings()
        .map(([, fields]) => fields?.identityId)
        .sort(),
    ).toEqual([ANA, BEN]);
    const record = (await bed.workspace.ledger.flags.findMany([addressSubject(KEY)], { consistent: true })).values();
    expect([...record]).toMatchObject([{ belongsTo: null }]);
  });
});

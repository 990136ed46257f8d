import { beforeEach, describe, expect, it } from "vitest";
import { ID_TRIALS } from "../../lib/ledger/dynamo-ids.ts";
import { flagsOfListed } from "../../lib/ledger/flag-lookup.ts";
import { eachOnDynalite } from "../helpers/dynamo-fixture.ts";
import { appeared, collect, NOW, stored } from "../helpers/dynamo-records.ts";
import { ANA_LEE, VERSION_BEFORE, writeVersionBefore } from "../helpers/version-before.ts";

const t = eachOnDynalite();
beforeEach(() => writeVersionBefore(t.connection.documentClient, t.tables));

describe("what the version before has written", () => {
  it("is read as invitations of which no listing has shown more", async () => {
    const nothingMore = {
      ...{ salesNavigatorKey: null, sentFrom: null, sentWidthAtFirstSight: null, contradictingAt: null },
      undecidedWith: null,
    };

    expect(await stored(t.ledger, "identity-1", "71")).toMatchObject({
      ...{ ...nothingMore, personId: "90001", profileKey: ANA_LEE, state: "pending", ending: null },
      ...{ unreadableAt: null, withdrawalRequest: null, duplicateOf: null },
    });
    expect(await stored(t.ledger, "identity-1", "72")).toMatchObject({
      ...{ ...nothingMore, profileKey: null, unreadableAt: new Date("2026-03-09T09:30:00.000Z") },
      withdrawalRequest: { id: "event-1", reason: "left-the-market" },
      duplicateOf: { identityId: "identity-2", invitationId: "73" },
    });
    expect(await stored(t.ledger, "identity-1", "74")).toMatchObject({ ...nothingMore, state: "withdrawn" });
    expect(await stored(t.ledger, "identity-1", "75")).toMatchObject({ ...nothingMore, state: "gone" });
  });

  it("is read as resting where it was given up, and is pending again with that rest", async () => {
    const given = await stored(t.ledger, "identity-1", "76");
    const rest = { until: new Date("2026-03-04T09:30:00.000Z"), count: 1, attempts: 5 };

    await t.ledger.invitations.reopen("identity-1", "76", new Date("2026-03-01T09:30:00.000Z"), given.rest);

    expect(given).toMatchObject({ state: "failed", rest });
    expect(await stored(t.ledger, "identity-1", "76")).toMatchObject({ state: "pending", rest });
  });

  it("is read as a gate that nothing stops", async () => {
    const { gate } = await t.ledger.identities.find("identity-1");

    expect(gate).toMatchObject({ stop: null, overcome: {}, unknownOutcomes: [] });
    expect((await t.ledger.workspace.find()).version).toBe(0);
  });

  it("is read as an identity whose turn has not come, and as a need nobody knows", async () => {
    const turn = {
      ...{ identityId: "identity-1", need: null, servedAt: null, needsPerson: null },
      // What a catch-up goes by, of which that version knew nothing.
      ...{ backlog: null, lastRefusedAt: null, stop: null },
    };

    expect(await t.ledger.identities.turns(["identity-1"])).toEqual([turn]);
    expect(await t.ledger.identities.find("identity-1")).toMatchObject({ need: null, servedAt: null });
  });

  it("is found by every index, and by none that it has no key for", async () => {
    const { invitations } = t.ledger;
    const ids = async (all: AsyncIterable<{ readonly invitationId: string }>) =>
      (await collect(all)).map(({ invitationId }) => invitationId).sort();

    expect(await ids(invitations.open("identity-1"))).toEqual(["71", "72"]);
    expect(await collect(invitations.open("identity-1"))).toContainEqual(
      expect.objectContaining({ invitationId: "72", undecidedWith: null, duplicateOf: expect.anything() }),
    );
    expect(await ids(invitations.ofProfile(ANA_LEE))).toEqual(["71"]);
    expect(await ids(invitations.ofPerson("90004"))).toEqual(["74"]);
    expect(await ids(invitations.ofSalesNavigator(ANA_LEE))).toEqual([]);
    expect(await ids(invitations.outcomes({ since: new Date("2026-02-28T00:00:00.000Z"), until: NOW }))).toEqual([
      ...["74", "75", "76"],
    ]);
  });

  it("takes what this version learns of it", async () => {
    const { invitations } = t.ledger;
    const sentFrom = new Date("2026-02-07T09:30:00.000Z");

    await invitations.narrowSent("identity-1", "71", { sentFrom, sentBy: null });
    await invitations.keepSalesNavigatorKey("identity-1", "71", ANA_LEE);
    await invitations.markUndecided("identity-1", "72", { identityId: "identity-3", invitationId: "79" });

    expect(await stored(t.ledger, "identity-1", "71")).toMatchObject({ sentFrom, salesNavigatorKey: ANA_LEE });
    expect(await stored(t.ledger, "identity-1", "72")).toMatchObject({
      ...{ duplicateOf: null, undecidedWith: { identityId: "identity-3", invitationId: "79" } },
    });
  });

  it("is read as flags, by id, by address and by an address that was a person's", async () => {
    const person = { invitationId: "71", personId: "90001", profileKey: ANA_LEE, salesNavigatorKey: null };

    const { flags } = await flagsOfListed(t.ledger, [person]);

    expect([...(flags.get("90001") ?? [])].sort()).toEqual(["customer", "icp-mismatch", "protected"]);
  });

  it("is gone on with as a listing, and holds no trials of ids", async () => {
    const progress = await t.ledger.runs.loadProgress("run-1", "identity-1");

    const nothingMore = { salesNavigatorKey: null, sentFrom: null, isRelative: false, isContradicting: false };
    expect(progress?.invitations).toMatchObject([
      { ...nothingMore, invitationId: "71", profileKey: ANA_LEE },
      { ...nothingMore, invitationId: "72", profileKey: null, sentBy: null },
    ]);
    expect(await t.ledger.ids.calibration()).toEqual({ trials: 0, misses: 0, firstMiss: null });
  });
});

describe("what this version writes where there is nothing more to say", () => {
  it("has the attributes that the version before knows and no other", async () => {
    await appeared(t.ledger, { ...PLAIN, invitationId: "77" });

    const item = await t.item("invitations", { identityId: "identity-1", invitationId: "77" });

    expect(Object.keys(item).sort()).toEqual(Object.keys(VERSION_BEFORE.invitations[0]).sort());
  });

  it("keeps who asked for a withdrawal under the names that were stored first", async () => {
    const request = { id: "event-2", by: "crm", reason: "left-the-market", at: NOW };

    await t.ledger.invitations.requestWithdrawal("identity-1", "71", request);

    expect(await t.item("invitations", { identityId: "identity-1", invitationId: "71" })).toMatchObject({
      asked: { id: "event-2", by: "crm", why: "left-the-market", at: NOW.toISOString() },
    });
  });

  it("keeps the trials of ids apart from every run", async () => {
    await t.ledger.ids.add({ trials: 2, misses: 0, firstMiss: null });

    expect(await t.item("runs", { runId: ID_TRIALS, identityId: ID_TRIALS })).toMatchObject({ trials: 2, misses: 0 });
  });
});

const PLAIN = { sentFrom: null, salesNavigatorKey: null } as const;

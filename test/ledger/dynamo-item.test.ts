import { describe, expect, it } from "vitest";
import { INVITATIONS, RUNS } from "../../lib/contract/tables.ts";
import { createDynamoLedger } from "../../lib/ledger/dynamo-ledger.ts";
import { eachOnDynalite } from "../helpers/dynamo-fixture.ts";
import {
  anAnnouncement,
  anEnding,
  anInvitation,
  aProgress,
  appeared,
  aRun,
  aSweep,
  claimed,
  ended,
  NOW,
} from "../helpers/dynamo-records.ts";

const t = eachOnDynalite();
const invitationKey = { identityId: anInvitation().identityId, invitationId: anInvitation().invitationId };
const inSeconds = (instant: string): number => Date.parse(instant) / 1000;

describe("time to live", () => {
  it("is ten days after the end of an invitation, when ten days are kept", async () => {
    await ended(t.ledger, {}, { endedAt: new Date("2025-12-27T23:59:59.999Z"), reinviteAfter: null });

    expect(await t.item("invitations", invitationKey)).toMatchObject({ expiresAt: inSeconds("2026-01-06T23:59:59Z") });
  });

  it("is not before the person may be invited again", async () => {
    await ended(t.ledger, {}, { endedAt: NOW, reinviteAfter: new Date("2026-05-09T09:30:00.123Z") });

    expect(await t.item("invitations", invitationKey)).toMatchObject({ expiresAt: inSeconds("2026-05-09T09:30:00Z") });
  });

  it("is 730 days unless told otherwise", async () => {
    const usual = createDynamoLedger({ documentClient: t.connection.documentClient, tables: t.tables, now: () => NOW });

    await ended(usual, {}, { endedAt: new Date("2024-03-10T00:00:00.000Z"), reinviteAfter: null });

    expect(await t.item("invitations", invitationKey)).toMatchObject({ expiresAt: inSeconds("2026-03-10T00:00:00Z") });
  });

  it("is set by a settlement as well, and taken away by a reopening", async () => {
    await claimed(t.ledger, "attempt-1");
    const { identityId, invitationId } = invitationKey;

    await t.ledger.invitations.settle(identityId, invitationId, "attempt-1", anEnding({ reinviteAfter: null }), null);
    const settled = await t.item("invitations", invitationKey);
    await t.ledger.invitations.reopen(identityId, invitationId, NOW, null);
    const reopened = await t.item("invitations", invitationKey);

    expect(settled).toMatchObject({ expiresAt: inSeconds("2026-03-20T09:30:00Z") });
    expect(reopened).not.toHaveProperty("expiresAt");
  });

  it("ends runs, sweeps and early deferrals with the invitations, and a listing's progress after two days", async () => {
    await t.ledger.runs.begin(aRun({ startedAt: NOW }));
    await t.ledger.runs.recordSweep(aSweep({ at: NOW }));
    await t.ledger.runs.recordDeferral("run-1", "deferred-only", "1", "off");
    await t.ledger.runs.saveProgress("run-1", "identity-1", aProgress(1));

    for (const identityId of ["#run", "identity-1", "deferred-only"]) {
      const kept = await t.item("runs", { runId: "run-1", identityId });
      expect(kept).toMatchObject({ [RUNS.ttlAttribute]: inSeconds("2026-03-20T09:30:00Z") });
    }
    for (const identityId of ["identity-1#progress", "identity-1#progress#0001"]) {
      const kept = await t.item("runs", { runId: "run-1", identityId });
      expect(kept).toMatchObject({ [RUNS.ttlAttribute]: inSeconds("2026-03-12T09:30:00Z") });
    }
  });

  it.each([[0], [-1], [1.5], [Number.NaN]])("of %d days is refused: it would delete at once", (retentionDays) => {
    const { documentClient } = t.connection;

    expect(() => createDynamoLedger({ documentClient, tables: t.tables, now: () => NOW, retentionDays })).toThrow(
      RangeError,
    );
  });
});

describe("an invitation's item", () => {
  it("is in the index of the open ones or in that of the outcomes, never in both", async () => {
    await appeared(t.ledger);
    const open = await t.item("invitations", invitationKey);
    await t.ledger.invitations.end(invitationKey.identityId, invitationKey.invitationId, anEnding(), NOW);
    const closed = await t.item("invitations", invitationKey);

    expect(open).toMatchObject({ pendingOf: invitationKey.identityId });
    expect(open).not.toHaveProperty("outcomeDay");
    expect(open).not.toHaveProperty("outcomeAt");
    expect(closed).toMatchObject({ outcomeDay: "2026-03-10", outcomeAt: "2026-03-10T09:30:00.123Z" });
    expect(closed).not.toHaveProperty("pendingOf");
  });

  it("carries every attribute that an index projects", async () => {
    const { identityId, invitationId } = await appeared(t.ledger);
    await t.ledger.invitations.requestWithdrawal(identityId, invitationId, {
      id: "event-1",
      by: "crm",
      reason: "left",
      at: NOW,
    });
    await t.ledger.invitations.markDuplicate(identityId, invitationId, { identityId: "b", invitationId: "2" });
    await t.ledger.invitations.announce(identityId, invitationId, anAnnouncement());
    await ended(t.ledger);

    const names = Object.keys(await t.item("invitations", invitationKey));

    expect(names).toEqual(expect.arrayContaining(INVITATIONS.indexes.flatMap(({ projection }) => projection)));
  });

  it("is after a reopening what it was before it ended, but for the name of the last write", async () => {
    await appeared(t.ledger);
    const before = await t.item("invitations", invitationKey);
    await t.ledger.invitations.end(invitationKey.identityId, invitationKey.invitationId, anEnding(), NOW);

    await t.ledger.invitations.reopen(invitationKey.identityId, invitationKey.invitationId, NOW, null);

    const after = await t.item("invitations", invitationKey);
    expect({ ...after, lastWrite: before.lastWrite }).toEqual(before);
  });

  it("holds no more of a person than was asked for", async () => {
    const listed = { ...anInvitation(), fullName: "Somebody", profileUrl: "https://example.com/in/somebody" };
    const noted = { ...aSweep(), fullName: "Somebody" };

    await t.ledger.invitations.insertIfAbsent(listed);
    await t.ledger.runs.recordSweep(noted);

    const there = [
      await t.item("invitations", invitationKey),
      await t.item("runs", { runId: "run-1", identityId: "identity-1" }),
    ];
    expect(JSON.stringify(there)).not.toMatch(/somebody/i);
  });
});

describe("ids that are ours", () => {
  it.each([["#workspace"], ["#run"]])("are no identity's: %s is refused", async (id) => {
    await t.ledger.identities.blockWorkspace({ until: NOW, why: "401", ref: null });
    await t.ledger.runs.begin(aRun());

    await expect(t.ledger.identities.find(id)).rejects.toThrow(RangeError);
    await expect(t.ledger.identities.recordListing(id, { at: NOW, count: 0, trust: "empty" })).rejects.toThrow(id);
    await expect(t.ledger.runs.recordSweep(aSweep({ identityId: id }))).rejects.toThrow(id);
    await expect(t.ledger.runs.findSweep("run-1", id)).rejects.toThrow(id);
    await expect(t.ledger.runs.loadProgress("run-1", `a${id}`)).rejects.toThrow(id);
  });
});

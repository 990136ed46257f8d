import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { describe, expect, it } from "vitest";
import {
  appearancePatterns,
  detailOf,
  detailTemplate,
  type EventDefinition,
  IDENTITY_NEEDS_ATTENTION,
  INVITATION_ANNOUNCED,
  INVITATION_SETTLED,
  RUN_HELD,
} from "../../lib/contract/events.ts";
import { OUTCOMES_NOT_KNOWN } from "../../lib/domain/gate.ts";
import { eachOnDynalite } from "../helpers/dynamo-fixture.ts";
import {
  aClaim,
  aGate,
  anAnnouncement,
  anEnding,
  anError,
  anInvitation,
  aSweep,
  minutesAfter,
  NOW,
} from "../helpers/dynamo-records.ts";
import { writeVersionBefore } from "../helpers/version-before.ts";
import { matches, rendered } from "./helpers/pipe.ts";

const fixture = eachOnDynalite();

/** What a stream would have: the item before and after each step, as DynamoDB words it. */
async function streamOf(
  table: "invitations" | "identities" | "runs",
  key: Record<string, string>,
  steps: readonly (() => Promise<unknown>)[],
) {
  const image = async () => {
    const Key = Object.fromEntries(Object.entries(key).map(([name, value]) => [name, { S: value }]));
    const read = new GetItemCommand({ TableName: fixture.tables[table], Key, ConsistentRead: true });
    return (await fixture.connection.client.send(read)).Item;
  };
  const records: { dynamodb: { OldImage?: object; NewImage?: object } }[] = [];
  let before = await image();
  for (const step of steps) {
    await step();
    const after = await image();
    // A stream has no record of a write that changed nothing.
    if (JSON.stringify(after) === JSON.stringify(before)) continue;
    records.push({ dynamodb: { ...(before && { OldImage: before }), ...(after && { NewImage: after }) } });
    before = after;
  }
  return records;
}

const told = (event: EventDefinition, records: readonly { dynamodb: { NewImage?: object } }[]) =>
  records.filter((record) => appearancePatterns(event).some((pattern) => matches(pattern, record)));

describe("what the pipes tell the bus", () => {
  it("is each ending once, whatever else happens to the invitation before and after", async () => {
    const { invitations } = fixture.ledger;
    const invitation = anInvitation({ sentFrom: null });
    const { identityId, invitationId } = invitation;
    const now = async () => {
      const found = await invitations.find(identityId, invitationId);
      if (found === null) throw new Error("it is there");
      return found;
    };
    const error = anError();
    const ending = anEnding();
    const records = await streamOf("invitations", { identityId, invitationId }, [
      () => invitations.insertIfAbsent(invitation),
      () => invitations.narrowSent(identityId, invitationId, { sentFrom: null, sentBy: minutesAfter(-90_000) }),
      async () => invitations.claim(await now(), aClaim("one")),
      () => invitations.leaveOpen(identityId, invitationId, "one", { lost: true, counts: true, lastError: error }),
      async () => invitations.claim(await now(), aClaim("two", { lostAnswers: 1, attempts: 2 })),
      () => invitations.settle(identityId, invitationId, "two", ending, error),
      () => invitations.settle(identityId, invitationId, "two", ending, error),
      () => invitations.end(identityId, invitationId, { ...ending, outcome: "gone" }, minutesAfter(9_000)),
    ]);

    const [record, ...more] = told(INVITATION_SETTLED, records);

    expect(records).toHaveLength(6);
    expect(more).toEqual([]);
    expect(rendered(detailTemplate(INVITATION_SETTLED), record)).toEqual({
      version: "1",
      ...{ identityId, invitationId, urn: invitation.urn, personId: "90001" },
      ...{ outcome: "withdrawn", reason: "stale", confirmed: true, heldOut: false, runId: "run-1" },
      ...{ daysPending: "30", thresholdDays: "21", policyVersion: "7" },
      ...{ sentAt: minutesAfter(-90_000).toISOString(), endedAt: NOW.toISOString() },
      reinviteAfter: ending.reinviteAfter?.toISOString(),
      replaces: "",
    });
  });

  it("is an ending once more when it was taken back and comes again, with nothing where nothing is", async () => {
    const { invitations } = fixture.ledger;
    const invitation = anInvitation();
    const { identityId, invitationId } = invitation;
    const none = { withdrawnAt: null, reason: null, reinviteAfter: null };
    const gone = anEnding({ ...none, outcome: "gone" });
    const later = anEnding({ ...none, outcome: "accepted", endedAt: minutesAfter(5) });
    const records = await streamOf("invitations", { identityId, invitationId }, [
      () => invitations.insertIfAbsent(invitation),
      () => invitations.end(identityId, invitationId, gone, NOW),
      () => invitations.reopen(identityId, invitationId, gone.endedAt, null),
      () => invitations.end(identityId, invitationId, later, minutesAfter(5)),
    ]);

    const details = told(INVITATION_SETTLED, records).map((record) =>
      rendered(detailTemplate(INVITATION_SETTLED), record),
    );

    expect(details).toMatchObject([
      { outcome: "gone", reason: "", reinviteAfter: "", endedAt: NOW.toISOString() },
      { outcome: "accepted", reason: "", reinviteAfter: "", endedAt: minutesAfter(5).toISOString() },
    ]);
  });

  it("is an ending once more when another stands in its place, also after that was taken back", async () => {
    const { invitations } = fixture.ledger;
    const invitation = anInvitation();
    const { identityId, invitationId } = invitation;
    const none = { withdrawnAt: null, reason: null, reinviteAfter: null };
    const gone = anEnding({ ...none, outcome: "gone" });
    const accepted = anEnding({ ...none, outcome: "accepted", endedAt: minutesAfter(-90), runId: "run-2" });
    const mend = () => invitations.mendEnding(identityId, invitationId, gone.endedAt, accepted);
    const records = await streamOf("invitations", { identityId, invitationId }, [
      () => invitations.insertIfAbsent(invitation),
      () => invitations.end(identityId, invitationId, gone, NOW),
      mend,
      mend,
      () => invitations.reopen(identityId, invitationId, accepted.endedAt, null),
      () => invitations.end(identityId, invitationId, gone, NOW),
      mend,
    ]);

    const details = told(INVITATION_SETTLED, records).map((record) =>
      rendered(detailTemplate(INVITATION_SETTLED), record),
    );

    const [first, second] = [
      { outcome: "gone", replaces: "", endedAt: NOW.toISOString(), runId: "run-1" },
      { outcome: "accepted", replaces: "gone", endedAt: minutesAfter(-90).toISOString(), runId: "run-2" },
    ];
    expect(details).toMatchObject([first, second, first, second]);
  });

  it("is the moment an identity begins to need a person, not each change of its gate", async () => {
    const { identities } = fixture.ledger;
    const needs = { since: NOW, why: OUTCOMES_NOT_KNOWN, ref: "ref-9" };
    const records = await streamOf("identities", { identityId: "identity-1" }, [
      () => identities.replaceGate("identity-1", 0, aGate({ needsPerson: null })),
      () => identities.setNeedsPerson("identity-1", needs),
      () => identities.recordListing("identity-1", { at: NOW, count: 3, trust: "believed" }),
      () => identities.setNeedsPerson("identity-1", null),
    ]);

    const found = told(IDENTITY_NEEDS_ATTENTION, records);

    expect(records).toHaveLength(4);
    expect(found.map((record) => rendered(detailTemplate(IDENTITY_NEEDS_ATTENTION), record))).toEqual([
      { version: "1", identityId: "identity-1", since: NOW.toISOString(), why: OUTCOMES_NOT_KNOWN, ref: "ref-9" },
    ]);
  });

  it.each([
    [{ "listing-collapsed": 12 }, "listing-collapsed"],
    [{ "needs-person": 0 }, "needs-person"],
    [{ "workspace-stopped": 0 }, "workspace-stopped"],
    [{ "dry-run": 12 }, null],
    [{ "daily-cap": 3, "run-cap": 4 }, null],
    [{}, null],
  ])("is a sweep that was held because something is wrong: %j", async (held, why) => {
    const { runs } = fixture.ledger;
    const records = await streamOf("runs", { runId: "run-1", identityId: "identity-1" }, [
      () => runs.recordDeferral("run-1", "identity-1", "71", "off"),
      () => runs.recordSweep(aSweep({ held })),
      () => runs.recordDeferral("run-1", "identity-1", "72", "off"),
    ]);

    const details = told(RUN_HELD, records).map((record) => rendered(detailTemplate(RUN_HELD), record));

    const expected = { version: "1", runId: "run-1", identityId: "identity-1", at: NOW.toISOString(), eligible: "30" };
    expect(details).toEqual(why === null ? [] : [{ ...expected, why }]);
  });

  it("is worded the same by the pipe and by us", async () => {
    const { invitations, identities, runs } = fixture.ledger;
    const invitation = anInvitation();
    const { identityId, invitationId } = invitation;
    const gone = anEnding({ outcome: "gone", reason: null, reinviteAfter: null });
    const settled = await streamOf("invitations", { identityId, invitationId }, [
      () => invitations.insertIfAbsent(invitation),
      () => invitations.end(identityId, invitationId, gone, NOW),
    ]);
    const other = anInvitation({ invitationId: "72" });
    const announced = await streamOf("invitations", { identityId, invitationId: "72" }, [
      () => invitations.insertIfAbsent(other),
      () => invitations.announce(identityId, "72", anAnnouncement()),
    ]);
    const needing = await streamOf("identities", { identityId }, [
      () => identities.setNeedsPerson(identityId, { since: NOW, why: OUTCOMES_NOT_KNOWN, ref: null }),
    ]);
    const held = await streamOf("runs", { runId: "run-1", identityId }, [
      () => runs.recordSweep(aSweep({ identityId, held: { "listing-collapsed": 12 } })),
    ]);

    for (const [event, records] of [
      [INVITATION_SETTLED, settled],
      [IDENTITY_NEEDS_ATTENTION, needing],
      [INVITATION_ANNOUNCED, announced],
      [RUN_HELD, held],
    ] as const) {
      const [record] = told(event, records);
      if (record?.dynamodb.NewImage === undefined) throw new Error(`no ${event.detailType}`);
      expect(detailOf(event, record.dynamodb.NewImage)).toEqual(rendered(detailTemplate(event), record));
    }
  });
});

describe("an invitation that is announced", () => {
  it.each(["90001", null])(
    "is told once for each announcement, also when it comes again: person %s",
    async (personId) => {
      const { invitations } = fixture.ledger;
      const invitation = anInvitation({ personId });
      const { identityId, invitationId, urn } = invitation;
      const again = anAnnouncement({ at: minutesAfter(60), mayGoFrom: minutesAfter(600), reason: "customer" });
      const gone = anEnding({ outcome: "gone", reason: null, reinviteAfter: null });
      const records = await streamOf("invitations", { identityId, invitationId }, [
        () => invitations.insertIfAbsent(invitation),
        () => invitations.announce(identityId, invitationId, anAnnouncement()),
        () => invitations.announce(identityId, invitationId, again),
        () => invitations.takeBackAnnouncement(identityId, invitationId, NOW),
        () => invitations.announce(identityId, invitationId, again),
        () => invitations.end(identityId, invitationId, gone, NOW),
      ]);

      const details = told(INVITATION_ANNOUNCED, records).map((record) =>
        rendered(detailTemplate(INVITATION_ANNOUNCED), record),
      );

      const whose = { version: "1", identityId, invitationId, urn, personId: personId ?? "", runId: "run-1" };
      const sentAt = invitation.sentAt.toISOString();
      const { at, mayGoFrom } = anAnnouncement();
      expect(details).toEqual([
        { ...whose, sentAt, reason: "stale", announcedAt: at.toISOString(), mayGoFrom: mayGoFrom.toISOString() },
        {
          ...{ ...whose, sentAt, reason: "customer" },
          ...{ announcedAt: again.at.toISOString(), mayGoFrom: again.mayGoFrom.toISOString() },
        },
      ]);
    },
  );
});

describe("a template", () => {
  const absent = { withdrawnAt: null, reason: null, reinviteAfter: null };

  it.each([
    ["withdrawn", { outcome: "withdrawn" }],
    ["withdrawn, found missing from a list", { outcome: "withdrawn", confirmed: false, reason: null }],
    ["accepted", { ...absent, outcome: "accepted" }],
    ["gone", { ...absent, outcome: "gone" }],
    ["failed, of an earlier version", { ...absent, outcome: "failed", reason: "stale" }],
  ] as const)("finds a text for all that it names, of a person with an id and without: %s", async (_, over) => {
    const { invitations } = fixture.ledger;
    const ending = anEnding(over);
    for (const personId of ["90001", null]) {
      const invitation = anInvitation({ invitationId: `7${personId ?? "0"}`, personId });
      const { identityId, invitationId } = invitation;
      const records = await streamOf("invitations", { identityId, invitationId }, [
        () => invitations.insertIfAbsent(invitation),
        () => invitations.end(identityId, invitationId, ending, NOW),
      ]);

      const details = told(INVITATION_SETTLED, records).map((record) =>
        rendered(detailTemplate(INVITATION_SETTLED), record),
      );

      expect(details).toEqual([
        expect.objectContaining({
          ...{ invitationId, personId: personId ?? "", outcome: ending.outcome, reason: ending.reason ?? "" },
          ...{ reinviteAfter: ending.reinviteAfter?.toISOString() ?? "", replaces: "" },
        }),
      ]);
    }
  });

  it("finds one in what the version before has written, and this one ends or mends", async () => {
    await writeVersionBefore(fixture.connection.documentClient, fixture.tables);
    const { invitations } = fixture.ledger;
    const found = await invitations.find("identity-1", "75");
    if (found?.ending?.outcome !== "gone") throw new Error("it is gone");
    const { endedAt } = found.ending;
    const ended = await streamOf("invitations", { identityId: "identity-1", invitationId: "71" }, [
      () => invitations.end("identity-1", "71", anEnding({ ...absent, outcome: "gone" }), NOW),
    ]);
    const mended = await streamOf("invitations", { identityId: "identity-1", invitationId: "75" }, [
      () => invitations.mendEnding("identity-1", "75", endedAt, anEnding({ ...absent, outcome: "accepted" })),
    ]);

    const details = told(INVITATION_SETTLED, [...ended, ...mended]).map((record) =>
      rendered(detailTemplate(INVITATION_SETTLED), record),
    );

    expect(details).toMatchObject([
      { invitationId: "71", outcome: "gone", personId: "90001", reason: "", replaces: "" },
      { invitationId: "75", outcome: "accepted", personId: "90005", reason: "", replaces: "gone" },
    ]);
  });

  it("leaves nothing behind for an event where an ending is taken back", async () => {
    const { invitations } = fixture.ledger;
    const invitation = anInvitation();
    const { identityId, invitationId } = invitation;
    await invitations.insertIfAbsent(invitation);
    await invitations.end(identityId, invitationId, anEnding(), NOW);

    const [record] = await streamOf("invitations", { identityId, invitationId }, [
      () => invitations.reopen(identityId, invitationId, NOW, null),
    ]);

    const names = Object.keys(record?.dynamodb.NewImage ?? {});
    expect(names).toContain("pendingOf");
    expect(names.filter((name) => name.startsWith("event"))).toEqual([]);
  });

  it("finds one where an answer had no reference", async () => {
    const { identities } = fixture.ledger;
    const records = await streamOf("identities", { identityId: "identity-1" }, [
      () => identities.replaceGate("identity-1", 0, aGate({ needsPerson: { since: NOW, why: "LK_401", ref: null } })),
    ]);

    const [record] = told(IDENTITY_NEEDS_ATTENTION, records);

    expect(rendered(detailTemplate(IDENTITY_NEEDS_ATTENTION), record)).toMatchObject({ why: "LK_401", ref: "" });
  });
});

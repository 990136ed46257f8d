import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { describe, expect, it } from "vitest";
import {
  appearancePatterns,
  detailOf,
  detailTemplate,
  type EventDefinition,
  IDENTITY_NEEDS_ATTENTION,
  INVITATION_SETTLED,
  RUN_HELD,
} from "../../../lib/contract/events.ts";
import { OUTCOMES_NOT_KNOWN } from "../../../lib/domain/gate.ts";
import type { Ledger } from "../../../lib/ledger/ledger.ts";
import { eventEmittingLedger } from "../../../lib/local/events/event-emitting-ledger.ts";
import { matches, rendered } from "../../contract/helpers/pipe.ts";
import { eachOnDynalite } from "../../helpers/dynamo-fixture.ts";
import {
  aClaim,
  aGate,
  anEnding,
  anError,
  anInvitation,
  aSweep,
  minutesAfter,
  NOW,
  stored,
} from "../../helpers/dynamo-records.ts";
import { recorded } from "./helpers.ts";

const fixture = eachOnDynalite();

function told(change: (ledger: Ledger) => Ledger = (ledger) => ledger) {
  const heard = recorded();
  return { ledger: eventEmittingLedger(change(fixture.ledger), () => NOW, heard), ...heard };
}

/** An item as a stream would have it. */
async function image(table: "invitations" | "identities" | "runs", key: Record<string, string>): Promise<object> {
  const Key = Object.fromEntries(Object.entries(key).map(([name, value]) => [name, { S: value }]));
  const read = new GetItemCommand({ TableName: fixture.tables[table], Key, ConsistentRead: true });
  const { Item } = await fixture.connection.client.send(read);
  if (Item === undefined) throw new Error("it is there");
  return Item;
}

/** What the pipe would send of this item. */
function piped(event: EventDefinition, NewImage: object): unknown {
  const record = { dynamodb: { NewImage } };
  expect(appearancePatterns(event).some((pattern) => matches(pattern, record))).toBe(true);
  const detail = rendered(detailTemplate(event), record);
  expect(detailOf(event, NewImage)).toEqual(detail);
  return detail;
}

const needs = { since: NOW, why: OUTCOMES_NOT_KNOWN, ref: "ref-9" };

describe("a ledger that tells", () => {
  it.each([
    ["withdrawn", anEnding()],
    ["withdrawn without an answer", anEnding({ confirmed: false, heldOut: true, thresholdDays: 21.5 })],
    ["accepted", anEnding({ outcome: "accepted", reason: null, withdrawnAt: null, reinviteAfter: null })],
  ])("words an ending as the pipe does: %s", async (_, ending) => {
    const { ledger, events } = told();
    const { identityId, invitationId } = anInvitation();
    await ledger.invitations.insertIfAbsent(anInvitation());
    await ledger.invitations.claim(await stored(ledger, identityId, invitationId), aClaim("one"));

    const done = await ledger.invitations.settle(identityId, invitationId, "one", ending, anError());

    const detail = piped(INVITATION_SETTLED, await image("invitations", { identityId, invitationId }));
    expect(done).toBe(true);
    expect(events).toMatchObject([{ source: "invite-sweeper", "detail-type": "Invitation Settled", detail }]);
    expect(detail).toMatchObject({ outcome: ending.outcome, endedAt: NOW.toISOString() });
  });

  it("tells no ending that was refused", async () => {
    const { ledger, events } = told();
    const { identityId, invitationId } = anInvitation();
    await ledger.invitations.insertIfAbsent(anInvitation());

    const unclaimed = await ledger.invitations.settle(identityId, invitationId, "none", anEnding(), null);
    const ends = [anEnding({ outcome: "gone" }), anEnding({ outcome: "accepted" })];
    for (const ending of ends) await ledger.invitations.end(identityId, invitationId, ending, NOW);

    expect(unclaimed).toBe(false);
    expect(events.map(({ detail }) => detail.outcome)).toEqual(["gone"]);
  });

  it("gives an ending the same id however often it is settled, and one that comes again another", async () => {
    const { ledger, events } = told();
    const { identityId, invitationId } = anInvitation();
    await ledger.invitations.insertIfAbsent(anInvitation());
    await ledger.invitations.claim(await stored(ledger, identityId, invitationId), aClaim("one"));
    const gone = anEnding({ outcome: "gone" });

    await ledger.invitations.settle(identityId, invitationId, "one", gone, null);
    await ledger.invitations.settle(identityId, invitationId, "one", { ...gone, endedAt: minutesAfter(3) }, null);
    const ofFirst = new Set(events.map(({ id }) => id));
    await ledger.invitations.reopen(identityId, invitationId, gone.endedAt, null);
    await ledger.invitations.end(identityId, invitationId, { ...gone, runId: "run-2" }, NOW);

    expect(ofFirst.size).toBe(1);
    expect(events.at(-1)?.detail.runId).toBe("run-2");
    expect(ofFirst.has(events.at(-1)?.id ?? "")).toBe(false);
  });

  it("tells an ending that stands in place of another, as the pipe does, and none that was refused", async () => {
    const { ledger, events } = told();
    const { identityId, invitationId } = anInvitation();
    await ledger.invitations.insertIfAbsent(anInvitation());
    const none = { withdrawnAt: null, reason: null, reinviteAfter: null };
    await ledger.invitations.end(identityId, invitationId, anEnding({ ...none, outcome: "gone" }), NOW);
    const accepted = anEnding({ ...none, outcome: "accepted", endedAt: minutesAfter(-90), runId: "run-2" });
    const mend = () => ledger.invitations.mendEnding(identityId, invitationId, NOW, accepted);

    const answers = [await mend(), await mend()];

    const detail = piped(INVITATION_SETTLED, await image("invitations", { identityId, invitationId }));
    expect(answers).toEqual([true, false]);
    expect(events.map((event) => event.detail.outcome)).toEqual(["gone", "accepted"]);
    expect(events[1]?.detail).toEqual(detail);
    expect(detail).toMatchObject({ replaces: "gone", endedAt: minutesAfter(-90).toISOString() });
    expect(new Set(events.map(({ id }) => id)).size).toBe(2);
  });

  it("tells the moment an identity begins to need a person, as the pipe does, and no change after it", async () => {
    const { ledger, events } = told();
    const { identities } = ledger;
    await identities.replaceGate("identity-1", 0, aGate());
    const refused = await identities.replaceGate("identity-1", 0, aGate({ needsPerson: needs }));

    await identities.replaceGate("identity-1", 1, aGate({ needsPerson: needs }));
    const detail = piped(IDENTITY_NEEDS_ATTENTION, await image("identities", { identityId: "identity-1" }));
    await identities.replaceGate("identity-1", 2, aGate({ needsPerson: { ...needs, since: minutesAfter(1) } }));
    await identities.setNeedsPerson("identity-1", { ...needs, since: minutesAfter(2) });
    const once = events.length;
    await identities.setNeedsPerson("identity-1", null);
    await identities.setNeedsPerson("identity-1", { ...needs, since: minutesAfter(3), ref: null });

    expect(refused).toBe(false);
    expect(once).toBe(1);
    expect(events).toMatchObject([
      { "detail-type": "Identity Needs Attention", detail },
      { detail: { since: minutesAfter(3).toISOString(), ref: "" } },
    ]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(2);
  });

  it("tells once of two marks at the same moment", async () => {
    const { ledger, events } = told();

    await Promise.all([
      ledger.identities.setNeedsPerson("identity-1", needs),
      ledger.identities.setNeedsPerson("identity-1", { ...needs, since: minutesAfter(1) }),
    ]);

    expect(events).toHaveLength(1);
  });

  it.each([
    [{ "listing-collapsed": 12 }, "listing-collapsed"],
    [{ "needs-person": 0 }, "needs-person"],
    [{ "dry-run": 12 }, null],
    [{ "daily-cap": 3, "run-cap": 4 }, null],
    [{}, null],
  ])("tells of a sweep that was held because something is wrong, as the pipe does: %j", async (held, why) => {
    const { ledger, events } = told();

    // A sweep's message may be handled twice.
    for (const eligible of [30, 31]) await ledger.runs.recordSweep(aSweep({ held, eligible }));

    const item = await image("runs", { runId: "run-1", identityId: "identity-1" });
    if (why === null) expect(events).toEqual([]);
    else {
      const detail = { ...(piped(RUN_HELD, item) as object), eligible: "30" };
      expect(events).toMatchObject([{ "detail-type": "Run Held", detail }]);
      expect(detail).toMatchObject({ why });
    }
  });

  it("writes also when what it wrote cannot be read back, and says that something was missed", async () => {
    const unreadable = async () => {
      throw new Error("cannot be read");
    };
    const { ledger, events, errors } = told((real) => ({
      ...real,
      invitations: { ...real.invitations, find: unreadable },
      identities: { ...real.identities, find: unreadable },
      runs: { ...real.runs, findSweep: unreadable },
    }));
    const { identityId, invitationId } = anInvitation();
    await ledger.invitations.insertIfAbsent(anInvitation());

    const done = await ledger.invitations.end(identityId, invitationId, anEnding({ outcome: "gone" }), NOW);
    const replaced = await ledger.identities.replaceGate(identityId, 0, aGate({ needsPerson: needs }));
    await ledger.runs.recordSweep(aSweep({ held: { "listing-empty": 0 } }));

    expect([done, replaced]).toEqual([true, true]);
    expect(await fixture.ledger.runs.findSweep("run-1", "identity-1")).not.toBeNull();
    expect(errors).toHaveLength(3);
    // Whether it was held before is not known: better told twice, under one id, than not at all.
    expect(events.map((event) => event["detail-type"])).toEqual(["Run Held"]);
  });
});

import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { LedgerItemError } from "../../lib/ledger/dynamo-item.ts";
import type { TableNames } from "../helpers/dynamo-emulator.ts";
import { eachOnDynalite, type Key } from "../helpers/dynamo-fixture.ts";
import {
  aGate,
  aMark,
  anInvitation,
  appeared,
  aRun,
  aSweep,
  collect,
  daysBefore,
  ended,
  NOW,
} from "../helpers/dynamo-records.ts";

const t = eachOnDynalite();
const invitationKey = { identityId: anInvitation().identityId, invitationId: anInvitation().invitationId };

describe("an item that does not read as it was written", () => {
  const damage = async (table: keyof TableNames, key: Key, field: string, value?: unknown) => {
    await t.connection.documentClient.send(
      new UpdateCommand({
        TableName: t.tables[table],
        Key: key,
        UpdateExpression: value === undefined ? "REMOVE #field" : "SET #field = :value",
        ExpressionAttributeNames: { "#field": field },
        ...(value !== undefined && { ExpressionAttributeValues: { ":value": value } }),
      }),
    );
  };
  const errorOf = async (reading: Promise<unknown>): Promise<LedgerItemError> => {
    const error: unknown = await reading.then(
      () => "it was read",
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof LedgerItemError)) throw new Error(`not the error expected: ${String(error)}`);
    return error;
  };

  it.each([
    ["urn", undefined, "is missing"],
    ["lostAnswers", undefined, "is missing"],
    ["attempt", undefined, "is missing"],
    ["sentAt", "yesterday", "is not what the ledger writes"],
    ["sentAt", "2026-02-30T00:00:00.000Z", "is not what the ledger writes"],
    ["state", "vanished", "is not what the ledger writes"],
    ["sentWidthAtFirstSight", -1, "is not what the ledger writes"],
    ["sentWidthAtFirstSight", "wide", "is not what the ledger writes"],
    ["attempts", -1, "is not what the ledger writes"],
    ["reason", 7, "is not what the ledger writes"],
    ["confirmed", "yes", "is not what the ledger writes"],
    ["reinviteAfter", undefined, "is missing"],
  ])("is an error that names %s and not its value %j", async (field, value, what) => {
    await ended(t.ledger);
    await damage("invitations", invitationKey, field, value);

    const error = await errorOf(t.ledger.invitations.find(invitationKey.identityId, invitationKey.invitationId));

    expect(error).toMatchObject({ name: "LedgerItemError", table: "Invitations", field });
    expect(error.key).toBe('identityId "identity-1", invitationId "7100000000000000001"');
    expect(error.message).toBe(`Invitations, ${error.key}: "${field}" ${what}`);
  });

  it("is left out of the turns of many, for its own sweep to tell", async () => {
    await t.ledger.identities.recordServed("a", NOW);
    await t.ledger.identities.recordServed("b", NOW);
    await damage("identities", { identityId: "a" }, "servedAt", "yesterday");

    expect((await t.ledger.identities.turns(["a", "b"])).map(({ identityId }) => identityId)).toEqual(["b"]);
  });

  it("is told by its path when the fault lies inside", async () => {
    await t.ledger.identities.replaceGate("a", 0, aGate());
    await damage("identities", { identityId: "a" }, "lease", { holder: "h" });

    const error = await errorOf(t.ledger.identities.find("a"));

    expect(error.message).toBe('Identities, identityId "a": "lease.until" is missing');
  });

  it("is no fault for a gate from before the answers that tell nothing were kept: it has none", async () => {
    await t.ledger.identities.replaceGate("a", 0, aGate());
    await damage("identities", { identityId: "a" }, "unknownOutcomes");

    const { gate } = await t.ledger.identities.find("a");

    expect(gate).toEqual(aGate({ unknownOutcomes: [] }));
  });

  it("stops every reading that meets it", async () => {
    await ended(t.ledger, { invitationId: "ended" });
    await appeared(t.ledger, { invitationId: "open" });
    await damage("invitations", { identityId: "identity-1", invitationId: "ended" }, "daysPending");
    const yesterday = daysBefore(1);
    await ended(t.ledger, { invitationId: "misdated" }, { endedAt: yesterday });
    await damage("invitations", { identityId: "identity-1", invitationId: "misdated" }, "sentFrom", "lately");
    await damage("invitations", { identityId: "identity-1", invitationId: "open" }, "firstSeenAt");
    await t.ledger.runs.begin(aRun());
    await damage("runs", { runId: "run-1", identityId: "#run" }, "queued");
    await t.ledger.runs.recordSweep(aSweep());
    await damage("runs", { runId: "run-1", identityId: "identity-1" }, "held", { whim: -1 });
    await t.ledger.flags.add("90001", aMark());
    await damage("flags", { personId: "90001" }, "protected", { by: "owner", at: "lately", note: null });

    const readings: [string, () => Promise<unknown>][] = [
      ["daysPending", () => collect(t.ledger.invitations.outcomes({ since: NOW, until: NOW }))],
      [
        "sentFrom",
        () => collect(t.ledger.invitations.outcomes({ since: yesterday, until: yesterday, withSentFrom: true })),
      ],
      ["firstSeenAt", () => collect(t.ledger.invitations.open("identity-1"))],
      ["queued", () => t.ledger.runs.find("run-1")],
      ["queued", () => t.ledger.runs.latest(1)],
      ["held.whim", () => t.ledger.runs.findSweep("run-1", "identity-1")],
      ["held.whim", () => collect(t.ledger.runs.sweeps("run-1"))],
      ["protected.at", () => t.ledger.flags.findMany(["90001"], { consistent: true })],
      ["protected.at", () => collect(t.ledger.flags.all())],
    ];

    for (const [field, read] of readings) expect((await errorOf(read())).field).toBe(field);
  });
});

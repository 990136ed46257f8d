import { DeleteCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { eachOnDynalite } from "../helpers/dynamo-fixture.ts";
import { aProgress, NOW } from "../helpers/dynamo-records.ts";
import { onInput } from "../helpers/dynamo-wire.ts";

const t = eachOnDynalite();

describe("the progress of a listing", () => {
  it("is stored in items well below 400 KB, even with the longest ids", async () => {
    const sizes: number[] = [];
    onInput(t.connection.documentClient, (_, input) => {
      sizes.push(JSON.stringify(input).length);
      return input;
    });
    const invitations = Array.from({ length: 1500 }, () => ({
      invitationId: "7".repeat(64),
      urn: `urn:li:fsd_invitation:${"7".repeat(64)}`,
      personId: "9".repeat(64),
      kind: "CONNECTION",
      profileKey: "f".repeat(32),
      salesNavigatorKey: "e".repeat(32),
      sentFrom: NOW,
      sentBy: NOW,
      isRelative: false,
      isContradicting: false,
    }));

    await t.ledger.runs.saveProgress("run-1", "a", { ...aProgress(0), invitations });

    expect(sizes).toHaveLength(4);
    expect(Math.max(...sizes)).toBeLessThan(300_000);
  });

  it.each([
    ["first", false],
    ["second", true],
  ])("of which the %s save broke off before its head is none", async (_, savedBefore) => {
    const progress = aProgress(600);
    if (savedBefore) await t.ledger.runs.saveProgress("run-1", "a", aProgress(700));
    onInput(t.connection.documentClient, (command, input) => {
      if (command === "PutItemCommand" && /#progress"/.test(JSON.stringify(input))) throw new Error("killed");
      return input;
    });

    await expect(t.ledger.runs.saveProgress("run-1", "a", progress)).rejects.toThrow("killed");

    expect(await t.ledger.runs.loadProgress("run-1", "a")).toBeNull();
  });

  it("of which a part has gone is none", async () => {
    await t.ledger.runs.saveProgress("run-1", "a", aProgress(600));
    const Key = { runId: "run-1", identityId: "a#progress#0002" };

    await t.connection.documentClient.send(new DeleteCommand({ TableName: t.tables.runs, Key }));

    expect(await t.ledger.runs.loadProgress("run-1", "a")).toBeNull();
  });
});

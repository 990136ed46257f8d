import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { eachOnDynalite } from "../helpers/dynamo-fixture.ts";
import { aProgress, aSweep } from "../helpers/dynamo-records.ts";

const t = eachOnDynalite();

/** Takes attributes off an item of the table of runs, as the version before has written it. */
const withoutAttributes = (identityId: string, names: readonly string[]) =>
  t.connection.documentClient.send(
    new UpdateCommand({
      TableName: t.tables.runs,
      Key: { runId: "run-1", identityId },
      UpdateExpression: `REMOVE ${names.map((_, index) => `#a${index}`).join(", ")}`,
      ExpressionAttributeNames: Object.fromEntries(names.map((name, index) => [`#a${index}`, name])),
    }),
  );

describe("what the version before has written", () => {
  it("of a sweep is read: nothing was mended, and nobody listed without an id, under a shared address or with a form of date", async () => {
    await t.ledger.runs.recordSweep(aSweep());

    const added = ["withoutPerson", "sharedAddresses", "unreadableForms", "mended", "notLookedUp"];
    await withoutAttributes("identity-1", added);

    expect(await t.ledger.runs.findSweep("run-1", "identity-1")).toEqual({
      ...aSweep({ withoutPerson: 0, sharedAddresses: 0, unreadableForms: {}, mended: 0, notLookedUp: 0 }),
      deferred: {},
    });
  });

  it("of a listing's progress is gone on with", async () => {
    await t.ledger.runs.saveProgress("run-1", "a", aProgress(3));

    await withoutAttributes("a#progress", ["faults", "unreadableForms"]);
    await withoutAttributes("a#progress#0001", ["unfitNames"]);

    expect(await t.ledger.runs.loadProgress("run-1", "a")).toEqual(
      aProgress(3, { faults: {}, unreadableForms: {}, malformedNames: [] }),
    );
  });
});

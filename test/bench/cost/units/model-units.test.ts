import { PutCommand, TransactWriteCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalDynamo, startDynalite } from "../../../../lib/local/dynalite.ts";
import { CASES } from "./cases.ts";
import { type CountedTables, countedTables } from "./counted.ts";

let dynalite: LocalDynamo;
beforeAll(async () => {
  dynalite = await startDynalite();
});
afterAll(() => dynalite.close());

const consumed = ({ model }: CountedTables): number => model.read() + model.written();

describe("the model of units", () => {
  it.each(CASES)("counts $what: $units", async ({ units, before = [], command }) => {
    const tables = await countedTables(dynalite.url, ["model"]);
    const { documentClient, names } = tables;
    for (const Item of before) await documentClient.send(new PutCommand({ TableName: names.invitations, Item }));
    const untilNow = consumed(tables);

    await documentClient.send(command(names.invitations) as PutCommand);

    expect(consumed(tables) - untilNow).toBe(units);
    tables.close();
  });

  it("counts a condition that does not hold by the item that stands there, and changes nothing", async () => {
    const tables = await countedTables(dynalite.url, ["model"]);
    const { documentClient, names, model } = tables;
    const TableName = names.flags;
    const item = (size: number) => ({ personId: "p", text: "x".repeat(size) });
    await documentClient.send(new PutCommand({ TableName, Item: item(1500) }));

    const refused = documentClient.send(
      new PutCommand({ TableName, Item: item(9000), ConditionExpression: "attribute_not_exists(personId)" }),
    );

    await expect(refused).rejects.toThrow("conditional");
    expect(model.written()).toBe(2 + 2);
    await documentClient.send(new PutCommand({ TableName, Item: item(1) }));
    expect(model.written()).toBe(2 + 2 + 2);
    tables.close();
  });

  it("answers of an update what it would without a count", async () => {
    const tables = await countedTables(dynalite.url, ["model"]);

    const answer = await tables.documentClient.send(
      new UpdateCommand({ TableName: tables.names.flags, Key: { personId: "p" } }),
    );

    expect(answer).not.toHaveProperty("Attributes");
    tables.close();
  });

  it("lets no command go uncounted", async () => {
    const tables = await countedTables(dynalite.url, ["model"]);
    const put = { Put: { TableName: tables.names.flags, Item: { personId: "p" } } };

    const sent = tables.documentClient.send(new TransactWriteCommand({ TransactItems: [put] }));

    await expect(sent).rejects.toThrow("no units are known of TransactWriteItemsCommand");
    tables.close();
  });
});

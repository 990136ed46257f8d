import { CreateTableCommand, DescribeTableCommand, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { INVITATIONS, TABLES } from "../../lib/contract/tables.ts";
import { createTables } from "../../lib/local/create-tables.ts";
import { type LocalDynamo, startDynalite } from "../../lib/local/dynalite.ts";
import { connect } from "../helpers/dynamo-emulator.ts";

describe("creating the tables", () => {
  let server: LocalDynamo;
  let client: ReturnType<typeof connect>["client"];
  beforeEach(async () => {
    server = await startDynalite();
    ({ client } = connect(server.url));
  });
  afterEach(async () => {
    client.destroy();
    await server.close();
  });
  const names = async () => (await client.send(new ListTablesCommand({}))).TableNames;

  it("makes all of them, by their ids, on demand", async () => {
    await createTables(client);

    expect(await names()).toEqual(TABLES.map(({ id }) => id).toSorted());
    const { Table } = await client.send(new DescribeTableCommand({ TableName: INVITATIONS.id }));
    expect(Table?.BillingModeSummary?.BillingMode).toBe("PAY_PER_REQUEST");
    expect(Table?.TableStatus).toBe("ACTIVE");
  });

  it("gives each index the keys and the projection of its definition", async () => {
    await createTables(client);

    const { Table } = await client.send(new DescribeTableCommand({ TableName: INVITATIONS.id }));

    const made = (Table?.GlobalSecondaryIndexes ?? []).map(({ IndexName, KeySchema, Projection }) => ({
      name: IndexName,
      partitionKey: KeySchema?.[0]?.AttributeName,
      sortKey: KeySchema?.[1]?.AttributeName,
      projection: [...(Projection?.NonKeyAttributes ?? [])],
    }));
    expect(made).toEqual(expect.arrayContaining(INVITATIONS.indexes.map((index) => ({ ...index }))));
    expect(made).toHaveLength(INVITATIONS.indexes.length);
  });

  it("uses other names when told to", async () => {
    await createTables(client, ({ id }) => `stack-${id}`);

    expect(await names()).toEqual(TABLES.map(({ id }) => `stack-${id}`).toSorted());
  });

  it("leaves tables that are there as they are, also when two do it at once", async () => {
    await Promise.all([createTables(client), createTables(client)]);
    await createTables(client);

    expect(await names()).toHaveLength(TABLES.length);
  });

  it("does not take a table with other keys or indexes for its own", async () => {
    await client.send(
      new CreateTableCommand({
        TableName: INVITATIONS.id,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [
          { AttributeName: "identityId", AttributeType: "S" },
          { AttributeName: "invitationId", AttributeType: "S" },
        ],
        KeySchema: [
          { AttributeName: "identityId", KeyType: "HASH" },
          { AttributeName: "invitationId", KeyType: "RANGE" },
        ],
      }),
    );

    await expect(createTables(client)).rejects.toThrow("table Invitations has other keys or indexes");
  });
});

import {
  type AttributeDefinition,
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  type DynamoDBClient,
  type GlobalSecondaryIndex,
  type KeySchemaElement,
  ResourceInUseException,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { type IndexDefinition, TABLES, type TableDefinition } from "../contract/tables.ts";
import { shapeOf } from "./table-shape.ts";
import type { TableInTemplate } from "./template/local-system.ts";

/**
 * Creates the ledger's tables on any DynamoDB endpoint, on demand, and waits until they can be used. A table that is
 * there already is left as it is. Time to live is not turned on: emulators do not need it, the stack does it itself.
 *
 * @param physicalName what a table is called there; default: its `id`
 * @throws Error for a table that is there with other keys or indexes, or whose creation never ends
 */
export async function createTables(
  client: DynamoDBClient,
  physicalName: (table: TableDefinition) => string = ({ id }) => id,
): Promise<void> {
  await Promise.all(TABLES.map((table) => createTable(client, toCreateTable(table, physicalName(table)))));
}

/** The same for the tables of a synthesized template. `signal` ends the waiting. */
export async function createTablesOf(
  client: DynamoDBClient,
  tables: readonly TableInTemplate[],
  signal?: AbortSignal,
): Promise<void> {
  await Promise.all(tables.map((table) => createTable(client, tableOfTemplate(table), signal)));
}

/** A table of a template as it is to be created, called by its logical id without the word "Table". */
export function tableOfTemplate({
  logicalId,
  keySchema,
  attributes,
  indexes,
}: TableInTemplate): CreateTableCommandInput {
  return {
    TableName: logicalId.replace(/Table$/, ""),
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: [...keySchema],
    AttributeDefinitions: [...attributes],
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes.map((index) => ({ ...index })) }),
  };
}

const MAX_CREATION_S = 10;

async function createTable(
  client: DynamoDBClient,
  wanted: CreateTableCommandInput,
  signal?: AbortSignal,
): Promise<void> {
  const { TableName } = wanted;
  try {
    await client.send(new CreateTableCommand(wanted));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  try {
    const waiting = { maxWaitTime: MAX_CREATION_S, minDelay: 0.02, maxDelay: 1 };
    await waitUntilTableExists({ client, ...waiting, ...(signal && { abortSignal: signal }) }, { TableName });
  } catch (error) {
    // A process that was killed while it created its first tables leaves them like this, and they never finish.
    const why = `table ${TableName} is still being created after ${MAX_CREATION_S} s, or was left half created`;
    throw new Error(`${why}: it holds nothing, so move its data folder away and start again`, { cause: error });
  }
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  if (shapeOf(Table ?? {}) === shapeOf(wanted)) return;
  throw new Error(`table ${TableName} has other keys or indexes than this version needs: it comes from another one`);
}

function toCreateTable(table: TableDefinition, TableName: string): CreateTableCommandInput {
  const { partitionKey, sortKey, indexes } = table;
  const keys = [partitionKey, ...(sortKey === undefined ? [] : [sortKey])];
  const indexKeys = indexes.flatMap((index) => [index.partitionKey, index.sortKey]);
  return {
    TableName,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: toKeySchema(keys),
    AttributeDefinitions: [...new Set([...keys, ...indexKeys])].map(asText),
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes.map(toIndex) }),
  };
}

const toKeySchema = (keys: readonly string[]): KeySchemaElement[] =>
  keys.map((AttributeName, place) => ({ AttributeName, KeyType: place === 0 ? "HASH" : "RANGE" }));

/** Every key of the ledger is a text: ids as they come, instants and days as ISO 8601. */
const asText = (AttributeName: string): AttributeDefinition => ({ AttributeName, AttributeType: "S" });

function toIndex({ name, partitionKey, sortKey, projection }: IndexDefinition): GlobalSecondaryIndex {
  return {
    IndexName: name,
    KeySchema: toKeySchema([partitionKey, sortKey]),
    Projection: toProjection(projection),
  };
}

function toProjection(projection: IndexDefinition["projection"]): GlobalSecondaryIndex["Projection"] {
  if (projection === "all") return { ProjectionType: "ALL" };
  if (projection.length === 0) return { ProjectionType: "KEYS_ONLY" };
  return { ProjectionType: "INCLUDE", NonKeyAttributes: [...projection] };
}

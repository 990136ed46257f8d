import type { CreateTableCommandInput, GlobalSecondaryIndex } from "@aws-sdk/client-dynamodb";
import type { ClassicLevel } from "classic-level";
import type { StoredTable } from "dynalite/db/index.js";
import { indexChanges, type StoreChange, storedTables } from "./mend-tables.ts";
import { missingIndexes } from "./table-shape.ts";

/**
 * Gives the tables of a database of dynalite's the indexes that this version has and the one that made them had not:
 * DynamoDB can add an index to a table, dynalite cannot. An index's entries follow from the items. All changes are made
 * in one step, so a process that is killed leaves the old tables or the new ones. A table that differs in anything else
 * is left as it is, for whoever opens it to refuse. Answers the names of the indexes.
 *
 * @throws SyntaxError for an entry that is not JSON
 */
export async function addIndexes(
  database: ClassicLevel,
  wanted: readonly CreateTableCommandInput[],
): Promise<readonly string[]> {
  const changes: StoreChange[] = [];
  const added: string[] = [];
  for (const { key, table } of await storedTables(database)) {
    const now = wanted.find(({ TableName }) => TableName === table.TableName);
    const missing = now === undefined ? null : missingIndexes(table, now);
    if (now === undefined || missing === null || missing.length === 0) continue;
    const grown = withIndexes(table, missing, now.AttributeDefinitions ?? []);
    changes.push({ type: "put", key, value: JSON.stringify(grown) }, ...(await indexChanges(database, grown)));
    added.push(...missing.map(({ IndexName }) => `${table.TableName}/${IndexName}`));
  }
  if (changes.length > 0) await database.batch(changes);
  return added;
}

/** The table as dynalite would have stored it, had it been created with these indexes too. */
function withIndexes(
  table: StoredTable,
  indexes: readonly GlobalSecondaryIndex[],
  definitions: NonNullable<CreateTableCommandInput["AttributeDefinitions"]>,
): StoredTable {
  const keys = new Set(indexes.flatMap(({ KeySchema }) => KeySchema ?? []).map(({ AttributeName }) => AttributeName));
  const defined = new Set(table.AttributeDefinitions.map(({ AttributeName }) => AttributeName));
  const isNew = ({ AttributeName }: { readonly AttributeName: string | undefined }): boolean =>
    keys.has(AttributeName) && !defined.has(AttributeName);
  const stored = indexes.map(({ IndexName = "", ...index }) => ({
    ...{ IndexName, ...index },
    ...{ IndexArn: `${table.TableArn}/index/${IndexName}`, IndexStatus: "ACTIVE" as const },
    ...{ IndexSizeBytes: 0, ItemCount: 0 },
    ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0, NumberOfDecreasesToday: 0 },
  }));
  return {
    ...table,
    AttributeDefinitions: [...table.AttributeDefinitions, ...definitions.filter(isNew)],
    GlobalSecondaryIndexes: [...(table.GlobalSecondaryIndexes ?? []), ...stored],
  };
}

import { marshall } from "@aws-sdk/util-dynamodb";
import { ClassicLevel } from "classic-level";
import { createKey, getIndexActions } from "dynalite/db/index.js";
import { SYSTEM_CLOCK } from "../../observe/clock.ts";
import { noteCleanClose } from "../clean-close.ts";
import { DataFolderError } from "../data-folder-error.ts";
import { openLocalLedger } from "../local-ledger.ts";
import { type StoreChange, storedTables } from "../mend-tables.ts";
import type { MemoryTable } from "./memory-table.ts";

/** Some megabytes a write; the folder is nobody's yet, so it need not be one. */
const CHANGES_A_WRITE = 5_000;

/**
 * Writes tables to a new database in `folder`, as the local DynamoDB would have kept the same items, with their entries in
 * all indexes. For a folder that nobody takes for data before this has ended: a kill in between leaves a part.
 *
 * @throws DataFolderError when the folder cannot be written to
 */
export async function writeDatabase(
  folder: string,
  tables: readonly MemoryTable[],
  retentionDays: number,
): Promise<void> {
  // The database itself makes its tables: their definitions are its own affair.
  const empty = await openLocalLedger(folder, SYSTEM_CLOCK, retentionDays);
  await empty.close();
  const database = new ClassicLevel(folder);
  try {
    await database.open();
    const definitions = new Map((await storedTables(database)).map(({ table }) => [table.TableName, table]));
    let changes: StoreChange[] = [];
    const flush = async (): Promise<void> => {
      await database.batch(changes);
      changes = [];
    };
    for (const table of tables) {
      const { id } = table.definition;
      const definition = definitions.get(id);
      if (definition === undefined) throw new Error(`the local database has no table ${id}`);
      const indexes = definition.GlobalSecondaryIndexes ?? [];
      for (const item of table.items()) {
        const stored = marshall(item);
        changes.push({
          type: "put",
          key: `item-${id}~${createKey(stored, definition)}`,
          value: JSON.stringify(stored),
        });
        for (const { index, key, item: entry } of getIndexActions(indexes, null, stored, definition).puts) {
          changes.push({ type: "put", key: `index-global~${id}~${index}~${key}`, value: JSON.stringify(entry) });
        }
        if (changes.length >= CHANGES_A_WRITE) await flush();
      }
    }
    await flush();
  } catch (error) {
    throw new DataFolderError("unusable", folder, error);
  } finally {
    await database.close();
  }
  await noteCleanClose(folder);
}

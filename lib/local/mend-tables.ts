import type { ClassicLevel } from "classic-level";
import { getIndexActions, type StoredItem, type StoredTable } from "dynalite/db/index.js";

/** One change of the store. */
export type StoreChange =
  | { readonly type: "put"; readonly key: string; readonly value: string }
  | { readonly type: "del"; readonly key: string };

/**
 * Brings a database of dynalite's to a state that DynamoDB could be in. dynalite writes an item's index entries one by
 * one and the item last, and a table first as `CREATING`; a process that is killed in between leaves them apart, and an
 * invitation that no index shows would be lost from view for ever. The items are the truth: an answered write has
 * reached them. All changes are made in one step. Answers how many there were.
 *
 * @throws SyntaxError for an entry that is not JSON
 */
export async function mendTables(database: ClassicLevel): Promise<number> {
  const changes: StoreChange[] = [];
  for (const { key, table } of await storedTables(database)) {
    // Nobody writes to a table before it is active, so this one holds nothing and can be created again.
    if (table.TableStatus === "CREATING") changes.push({ type: "del", key });
    else changes.push(...(await indexChanges(database, table)));
  }
  if (changes.length > 0) await database.batch(changes);
  return changes.length;
}

/** The definitions of the tables, each with the key it is stored under. */
export async function storedTables(
  database: ClassicLevel,
): Promise<readonly { readonly key: string; readonly table: StoredTable }[]> {
  const stored = await entries(database, "table~");
  return stored.map(([key, text]) => ({ key, table: JSON.parse(text) as StoredTable }));
}

/** What makes the entries of a table's indexes those that follow from its items. */
export async function indexChanges(database: ClassicLevel, table: StoredTable): Promise<StoreChange[]> {
  const indexes = table.GlobalSecondaryIndexes ?? [];
  if (indexes.length === 0) return [];
  const prefixOf = (index: string) => `index-global~${table.TableName}~${index}~`;
  const unexplained = new Map<string, string>();
  for (const { IndexName } of indexes) {
    for (const [key, text] of await entries(database, prefixOf(IndexName))) unexplained.set(key, text);
  }
  const missing: StoreChange[] = [];
  for (const [, text] of await entries(database, `item-${table.TableName}~`)) {
    for (const { index, key, item } of getIndexActions(indexes, null, JSON.parse(text) as StoredItem, table).puts) {
      const place = `${prefixOf(index)}${key}`;
      const value = JSON.stringify(item);
      if (unexplained.get(place) !== value) missing.push({ type: "put", key: place, value });
      unexplained.delete(place);
    }
  }
  return [...missing, ...[...unexplained.keys()].map((key): StoreChange => ({ type: "del", key }))];
}

/** Keys that begin with `prefix`, which ends in `~`, with their values. */
function entries(database: ClassicLevel, prefix: string): Promise<[string, string][]> {
  return database.iterator({ gte: prefix, lt: `${prefix.slice(0, -1)}\u007f` }).all();
}

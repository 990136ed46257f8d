import { isDeepStrictEqual } from "node:util";
import type { IndexDefinition, TableDefinition } from "../../../../lib/contract/tables.ts";
import { type Item, itemSize } from "./item-size.ts";

const WRITE_UNIT_BYTES = 1024;
const READ_UNIT_BYTES = 4096;

const writeUnits = (bytes: number): number => Math.max(1, Math.ceil(bytes / WRITE_UNIT_BYTES));

/** What reading so many bytes at once takes: half of it where the read need not be strongly consistent. At least one step. */
export const readUnits = (bytes: number, consistent: boolean): number =>
  Math.max(1, Math.ceil(bytes / READ_UNIT_BYTES)) * (consistent ? 1 : 0.5);

/**
 * Units of a write that took an item from `before` to `after`; null is no item. The table: one per KB of the larger of the
 * two. Each index: nothing unless its entry changes; a put where the item enters it, a delete where it leaves, both where
 * the entry's key changes, one update where only an attribute that it carries does.
 */
export function unitsOfWrite(table: TableDefinition, before: Item | null, after: Item | null): number {
  const indexes = table.indexes.map((index) => unitsInIndex(table, index, before, after));
  return largerOf(before, after) + indexes.reduce((sum, units) => sum + units, 0);
}

/** A write whose condition does not hold changes nothing and is paid for by what it looked at. */
export const unitsOfRefused = (standing: Item | null): number => largerOf(standing, null);

function unitsInIndex(
  table: TableDefinition,
  index: IndexDefinition,
  itemBefore: Item | null,
  itemAfter: Item | null,
): number {
  const [before, after] = [itemBefore, itemAfter].map((item) => entryOf(table, index, item)) as [Entry, Entry];
  if (isDeepStrictEqual(before, after)) return 0;
  const isMoved = before !== null && after !== null && keyOf(index, before) !== keyOf(index, after);
  return isMoved ? largerOf(before, null) + largerOf(null, after) : largerOf(before, after);
}

type Entry = Item | null;

/** An index holds an item only while it has both of the index's keys. */
function entryOf(table: TableDefinition, { partitionKey, sortKey, projection }: IndexDefinition, item: Entry): Entry {
  if (item?.[partitionKey] === undefined || item[sortKey] === undefined) return null;
  if (projection === "all") return item;
  const carried = [partitionKey, sortKey, table.partitionKey, table.sortKey, ...projection];
  return Object.fromEntries(Object.entries(item).filter(([name]) => carried.includes(name)));
}

const keyOf = ({ partitionKey, sortKey }: IndexDefinition, entry: Item): string =>
  JSON.stringify([entry[partitionKey], entry[sortKey]]);

const sizeOf = (entry: Entry): number => (entry === null ? 0 : itemSize(entry));
const largerOf = (before: Entry, after: Entry): number => writeUnits(Math.max(sizeOf(before), sizeOf(after)));

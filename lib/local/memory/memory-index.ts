import type { IndexDefinition, TableDefinition } from "../../contract/tables.ts";
import type { Item } from "../../ledger/dynamo-expression.ts";
import { keyOf } from "../../ledger/dynamo-item.ts";

/** The entries of a secondary index, by its partition key. An item without both of its keys has none. */
export interface MemoryIndex {
  replace(primaryKey: string, before: Item | undefined, after: Item | undefined): void;
  /** In no order. */
  entries(partition: string): Iterable<Item>;
}

export function createMemoryIndex(table: TableDefinition, index: IndexDefinition): MemoryIndex {
  const { name, partitionKey, sortKey, projection } = index;
  const partitions = new Map<string, Map<string, Item>>();
  const partitionOf = (item: Item | undefined): string | null => {
    const [partition, sort] = [item?.[partitionKey], item?.[sortKey]];
    if (partition === undefined || sort === undefined) return null;
    // DynamoDB refuses such a write too.
    if (typeof partition !== "string" || typeof sort !== "string") throw new TypeError(`a key of ${name} is no text`);
    return partition;
  };
  const entryOf = (item: Item): Item => {
    if (projection === "all") return item;
    const wanted = [partitionKey, sortKey, ...Object.keys(keyOf(table, item)), ...projection];
    return Object.fromEntries(wanted.filter((one) => item[one] !== undefined).map((one) => [one, item[one]]));
  };
  return {
    replace(primaryKey, before, after) {
      const [from, to] = [partitionOf(before), partitionOf(after)];
      if (from !== null && from !== to) {
        const there = partitions.get(from);
        there?.delete(primaryKey);
        if (there?.size === 0) partitions.delete(from);
      }
      if (to === null || after === undefined) return;
      const there = partitions.get(to) ?? new Map<string, Item>();
      partitions.set(to, there.set(primaryKey, entryOf(after)));
    },
    entries: (partition) => partitions.get(partition)?.values() ?? [],
  };
}

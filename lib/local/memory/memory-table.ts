import type { IndexDefinition, TableDefinition } from "../../contract/tables.ts";
import type { Item } from "../../ledger/dynamo-expression.ts";
import { keyOf } from "../../ledger/dynamo-item.ts";
import { type DynamoTable, type Guard, LAST_WRITE, type Query } from "../../ledger/dynamo-table.ts";
import { copyOfFields } from "./attribute-value.ts";
import { changed } from "./change.ts";
import { createMemoryIndex, type MemoryIndex } from "./memory-index.ts";
import { holds } from "./predicate.ts";

/** A table of the ledger in this process's memory: the same items that DynamoDB would hold, and as consistent. */
export interface MemoryTable extends DynamoTable {
  readonly definition: TableDefinition;
  /** All there are now, in no order. */
  items(): Iterable<Item>;
}

/** Items are replaced and never changed, so what was read stays as it was read. */
export function createMemoryTable(definition: TableDefinition): MemoryTable {
  const { partitionKey, sortKey } = definition;
  const indexes = new Map<string, MemoryIndex>(
    definition.indexes.map((index: IndexDefinition) => [index.name, createMemoryIndex(definition, index)]),
  );
  const rows = new Map<string, Item>();
  /** By partition key, then by primary key. */
  const partitions = new Map<unknown, Map<string, Item>>();
  const primaryKey = (item: Item): string => JSON.stringify(Object.values(keyOf(definition, item)));

  function replace(key: string, after: Item | undefined): void {
    const before = rows.get(key);
    for (const index of indexes.values()) index.replace(key, before, after);
    const partition = (after ?? before)?.[partitionKey];
    const there = partitions.get(partition) ?? new Map<string, Item>();
    if (after === undefined) {
      rows.delete(key);
      there.delete(key);
    } else {
      rows.set(key, after);
      partitions.set(partition, there.set(key, after));
    }
  }

  /** Writes if the condition holds. When it does not, a write that has happened already is answered as having happened. */
  function write(key: string, guard: Guard | undefined, after: () => Item | undefined): boolean {
    const before = rows.get(key);
    if (guard !== undefined && !holds(guard, before ?? {})) {
      return guard.as !== undefined && before?.[LAST_WRITE] === guard.as;
    }
    replace(key, after());
    return true;
  }

  function found({ index, filter, descending, ...keys }: Query): Item[] {
    const definitionOf = definition.indexes.find(({ name }) => name === index);
    const [partitionName, sortName] =
      index === undefined ? [partitionKey, sortKey] : [definitionOf?.partitionKey, definitionOf?.sortKey];
    const partition = partitionGiven(keys, partitionName);
    const candidates =
      index === undefined ? (partitions.get(partition)?.values() ?? []) : indexOf(index).entries(partition);
    const items = [...candidates].filter((item) => holds(keys, item));
    if (sortName !== undefined) items.sort((a, b) => (textOf(a, sortName) < textOf(b, sortName) ? -1 : 1));
    if (descending === true) items.reverse();
    return filter === undefined ? items : items.filter((item) => holds(filter, item));
  }

  function indexOf(name: string): MemoryIndex {
    const index = indexes.get(name);
    if (index === undefined) throw new Error(`${definition.id} has no index ${name}`);
    return index;
  }

  return {
    definition,
    items: () => rows.values(),
    get: async (key) => copyOrNull(rows.get(primaryKey(key))),
    async put(item, guard) {
      return write(primaryKey(item), guard, () => ({ ...copyOfFields(item), ...nameOf(guard) }));
    },
    async update(key, change, guard) {
      const named = { ...change, set: { ...change.set, ...nameOf(guard) } };
      const at = primaryKey(key);
      return write(at, guard, () => changed(rows.get(at) ?? key, named));
    },
    async remove(key, when) {
      write(primaryKey(key), when, () => undefined);
    },
    async *query(query) {
      const items = found(query).map(copyOfFields);
      if (items.length > 0) yield items;
    },
    count: async (query) => found(query).length,
    async getMany(keys, _consistent, only) {
      const items = keys.map((key) => copyOrNull(rows.get(primaryKey(key)))).filter((item) => item !== null);
      return only === undefined ? items : items.map((item) => withOnly(item, only));
    },
    async putMany(items) {
      for (const item of items) replace(primaryKey(item), copyOfFields(item));
    },
    async *scan() {
      for (const item of [...rows.values()]) yield copyOfFields(item);
    },
  };
}

const nameOf = (guard: Guard | undefined): Item => (guard?.as === undefined ? {} : { [LAST_WRITE]: guard.as });
const copyOrNull = (item: Item | undefined): Item | null => (item === undefined ? null : copyOfFields(item));
const textOf = (item: Item, name: string): string => String(item[name]);
const withOnly = (item: Item, only: readonly string[]): Item =>
  Object.fromEntries(only.filter((name) => item[name] !== undefined).map((name) => [name, item[name]]));

/** The value that the key condition names first, as DynamoDB wants it: `#partition = :value`. */
function partitionGiven({ when, given = {} }: Pick<Query, "when" | "given">, name: string | undefined): string {
  const value = given[new RegExp(`#${name} = :(\\w+)`).exec(when)?.[1] ?? ""];
  if (typeof value !== "string") throw new SyntaxError(`"${when}" names no value of ${name}`);
  return value;
}

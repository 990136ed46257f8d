/** The part of dynalite that is used here; the package brings no types. */
declare module "dynalite" {
  import type { Server } from "node:http";

  interface DynaliteOptions {
    /** Folder of the LevelDB store; without it everything is kept in memory. */
    readonly path?: string;
    /** How long a table stays in CREATING, in milliseconds. Default 500. */
    readonly createTableMs?: number;
    readonly deleteTableMs?: number;
    readonly updateTableMs?: number;
  }

  /** Closing the server waits for writes under way and closes the store. */
  export default function dynalite(options?: DynaliteOptions): Server;
}

/** Of dynalite's inner part, its store, and how it keeps a table: its definition, its items and what they make of the indexes. */
declare module "dynalite/db/index.js" {
  import type {
    AttributeDefinition,
    GlobalSecondaryIndexDescription,
    KeySchemaElement,
  } from "@aws-sdk/client-dynamodb";

  export interface StoreOptions {
    readonly path?: string;
    readonly createTableMs?: number;
    readonly deleteTableMs?: number;
    readonly updateTableMs?: number;
  }

  type Done = (error: Error | null) => void;

  /** A LevelDB whose writes take callbacks. All of a server's tables are in one, under prefixes. */
  export interface LevelStore {
    open(): Promise<void>;
    put(key: string, value: unknown, callback: Done): void;
    del(key: string, callback: Done): void;
    batch(operations: readonly object[], callback: Done): void;
  }

  /** The module itself: the server calls `create` on it. */
  const db: { create(options: StoreOptions): { readonly db: LevelStore } };
  export default db;

  export type StoredItem = Readonly<Record<string, unknown>>;

  interface StoredIndex extends GlobalSecondaryIndexDescription {
    readonly IndexName: string;
  }

  export interface StoredTable {
    readonly TableName: string;
    readonly TableArn: string;
    readonly TableStatus: string;
    readonly KeySchema: readonly KeySchemaElement[];
    readonly AttributeDefinitions: readonly AttributeDefinition[];
    readonly GlobalSecondaryIndexes?: readonly StoredIndex[];
  }

  /** The key that an item is stored under, without the prefix of its table. */
  export function createKey(item: StoredItem, table: StoredTable): string;

  /** What an item's change from `before` to `after` does to the indexes; keys without the prefix of their index. */
  export function getIndexActions(
    indexes: readonly StoredIndex[],
    before: StoredItem | null,
    after: StoredItem | null,
    table: StoredTable,
  ): { readonly puts: readonly { readonly index: string; readonly key: string; readonly item: StoredItem }[] };
}

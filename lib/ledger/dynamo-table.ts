import { randomBytes } from "node:crypto";
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
  paginateScan,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import type { TableDefinition } from "../contract/tables.ts";
import { batchGet } from "./dynamo-batch-get.ts";
import { batchPut } from "./dynamo-batch-write.ts";
import { type Change, type Item, type Predicate, placeholders, toUpdate } from "./dynamo-expression.ts";
import { keyOf } from "./dynamo-item.ts";
import type { Reading } from "./reading.ts";

/** Names the conditional write that an item carries as its latest. */
export const LAST_WRITE = "lastWrite";

/** The condition of a write. It *is* the lock: when it does not hold, nothing is written and the answer is false. */
export interface Guard extends Predicate {
  /**
   * Names this one write. The SDK repeats a write whose answer was lost, and the repeat fails a condition that the first
   * has already used up; an item that carries this name shows that it was us. Left out where a repeat may hold again.
   */
  readonly as?: string;
}

export interface Query extends Predicate {
  readonly index?: string;
  /** On attributes that are no key of what is queried. Reads, and costs, what it leaves out. */
  readonly filter?: Predicate | undefined;
  /** Default false: ascending by sort key. */
  readonly descending?: boolean;
  /** Items read per request; a hint of how many are wanted. */
  readonly pageSize?: number;
  /** Strongly, which no index can. Default false. */
  readonly consistent?: boolean;
}

/** One table of the ledger. Throws what the SDK throws, except a condition that does not hold. */
export interface DynamoTable {
  get(key: Item, how?: Reading): Promise<Item | null>;
  put(item: Item, guard?: Guard): Promise<boolean>;
  update(key: Item, change: Change, guard?: Guard): Promise<boolean>;
  /** Takes the item away where `when` holds; where it does not, nothing happens. */
  remove(key: Item, when?: Predicate): Promise<void>;
  /** Page by page, no page empty. */
  query(query: Query): AsyncGenerator<readonly Item[], void, undefined>;
  /** How many items a query would answer; they are read, and paid for, all the same. Eventually consistent. */
  count(query: Query): Promise<number>;
  /** In no order; those that exist, with the attributes of `only` alone where it is given. Keys must differ from each other. */
  getMany(keys: readonly Item[], consistent: boolean, only?: readonly string[]): Promise<Item[]>;
  /** Puts each over whatever stands there, 25 at a time. Keys must differ from each other. */
  putMany(items: readonly Item[]): Promise<void>;
  /** Reads the whole table. */
  scan(): AsyncGenerator<Item, void, undefined>;
}

/** A name for a write that has no id of its own. */
export const newWriteName = (): string => randomBytes(9).toString("base64url");

export function createDynamoTable(
  client: DynamoDBDocumentClient,
  TableName: string,
  definition: TableDefinition,
  sleep: (ms: number) => Promise<void>,
): DynamoTable {
  // The SDK makes a copy of every request and answer for its log, also where the log is one that writes nothing.
  client.middlewareStack.remove("loggerMiddleware");
  const get = async (Key: Item, { consistent = true }: Reading = {}): Promise<Item | null> => {
    const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: consistent }));
    return Item ?? null;
  };
  const guarded = async (write: () => Promise<unknown>, key: Item, as: string | undefined): Promise<boolean> => {
    try {
      await write();
      return true;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return as !== undefined && (await get(key))?.[LAST_WRITE] === as;
    }
  };
  return {
    get,
    getMany: (keys, consistent, only) => batchGet(client, TableName, keys, { consistent, only }, sleep),
    put(item, guard) {
      const Item = { ...item, ...nameOf(guard) };
      return guarded(
        () => client.send(new PutCommand({ TableName, Item, ...conditionOf(guard), ...placeholders(listed(guard)) })),
        keyOf(definition, item),
        guard?.as,
      );
    },
    update(Key, change, guard) {
      const named = { ...change, set: { ...change.set, ...nameOf(guard) } };
      return guarded(
        () => client.send(new UpdateCommand({ TableName, Key, ...conditionOf(guard), ...toUpdate(named, guard) })),
        Key,
        guard?.as,
      );
    },
    putMany: (items) => batchPut(client, TableName, items, sleep),
    async remove(Key, when) {
      const input = { TableName, Key, ...conditionOf(when), ...placeholders(listed(when)) };
      await guarded(() => client.send(new DeleteCommand(input)), Key, undefined);
    },
    async count(query) {
      let counted = 0;
      const input = { ...queryInput(TableName, query), Select: "COUNT" } as const;
      for await (const { Count = 0 } of paginateQuery({ client }, input)) counted += Count;
      return counted;
    },
    async *query({ pageSize, ...query }) {
      const input = queryInput(TableName, query);
      const paging = { client, ...(pageSize !== undefined && { pageSize }) };
      for await (const { Items } of paginateQuery(paging, input)) {
        if (Items !== undefined && Items.length > 0) yield Items;
      }
    },
    async *scan() {
      for await (const { Items } of paginateScan({ client }, { TableName })) yield* Items ?? [];
    },
  };
}

const queryInput = (TableName: string, { index, filter, descending, consistent, ...keys }: Query) => ({
  TableName,
  KeyConditionExpression: keys.when,
  ...(index !== undefined && { IndexName: index }),
  ...(filter !== undefined && { FilterExpression: filter.when }),
  ...placeholders(filter === undefined ? [keys] : [keys, filter]),
  ...(consistent === true && { ConsistentRead: true }),
  ScanIndexForward: descending !== true,
});

const listed = (guard: Guard | undefined): Guard[] => (guard === undefined ? [] : [guard]);
const nameOf = (guard: Guard | undefined): Item => (guard?.as === undefined ? {} : { [LAST_WRITE]: guard.as });
const conditionOf = (guard: Guard | undefined) => (guard === undefined ? {} : { ConditionExpression: guard.when });

import { BatchGetCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Item } from "./dynamo-expression.ts";
import { retryUnprocessed } from "./retry-unprocessed.ts";

/** What one BatchGetItem takes. */
export const KEYS_A_BATCH = 100;

export interface BatchReading {
  readonly consistent: boolean;
  /** Attributes to answer; what is read, and paid for, is the whole item all the same. Default: all. */
  readonly only?: readonly string[] | undefined;
}

/**
 * Reads items by key, 100 at a time, in no order. Keys that DynamoDB leaves unread, because it is throttled or the
 * answer would be too large, are asked for again after a wait.
 *
 * @throws Error when keys are still unread after 8 rounds: a missing item must mean that there is none
 */
export async function batchGet(
  client: DynamoDBDocumentClient,
  tableName: string,
  keys: readonly Item[],
  { consistent, only }: BatchReading,
  sleep: (ms: number) => Promise<void>,
): Promise<Item[]> {
  const found: Item[] = [];
  const shape = {
    ConsistentRead: consistent,
    ...(only !== undefined && {
      ProjectionExpression: only.map((name) => `#${name}`).join(", "),
      ExpressionAttributeNames: Object.fromEntries(only.map((name) => [`#${name}`, name])),
    }),
  };
  const undone = (count: number) => `${tableName}: ${count} keys still unread`;
  for (let start = 0; start < keys.length; start += KEYS_A_BATCH) {
    await retryUnprocessed(undone, keys.slice(start, start + KEYS_A_BATCH), sleep, async (unread) => {
      const answer = await client.send(
        new BatchGetCommand({ RequestItems: { [tableName]: { Keys: unread, ...shape } } }),
      );
      found.push(...(answer.Responses?.[tableName] ?? []));
      return answer.UnprocessedKeys?.[tableName]?.Keys ?? [];
    });
  }
  return found;
}

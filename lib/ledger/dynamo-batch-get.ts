import { BatchGetCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Item } from "./dynamo-expression.ts";

/** What one BatchGetItem takes. */
const BATCH = 100;
/** Rounds in which DynamoDB may leave keys unread before it counts as a fault. */
const MAX_ROUNDS = 8;
const FIRST_WAIT_MS = 50;

/**
 * Reads items by key, 100 at a time, in no order. Keys that DynamoDB leaves unread, because it is throttled or the
 * answer would be too large, are asked for again after 50 ms, doubled each time and jittered.
 *
 * @throws Error when keys are still unread after 8 rounds: a missing item must mean that there is none
 */
export async function batchGet(
  client: DynamoDBDocumentClient,
  tableName: string,
  keys: readonly Item[],
  consistent: boolean,
  sleep: (ms: number) => Promise<void>,
): Promise<Item[]> {
  const found: Item[] = [];
  for (let start = 0; start < keys.length; start += BATCH) {
    let unread: Item[] = keys.slice(start, start + BATCH);
    for (let round = 1; unread.length > 0; round++) {
      if (round > MAX_ROUNDS)
        throw new Error(`${tableName}: ${unread.length} keys still unread after ${MAX_ROUNDS} rounds`);
      if (round > 1) await sleep(FIRST_WAIT_MS * 2 ** (round - 2) * (0.5 + Math.random() / 2));
      const answer = await client.send(
        new BatchGetCommand({ RequestItems: { [tableName]: { Keys: unread, ConsistentRead: consistent } } }),
      );
      found.push(...(answer.Responses?.[tableName] ?? []));
      unread = answer.UnprocessedKeys?.[tableName]?.Keys ?? [];
    }
  }
  return found;
}

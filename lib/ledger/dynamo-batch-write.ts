import { BatchWriteCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Item } from "./dynamo-expression.ts";
import { retryUnprocessed } from "./retry-unprocessed.ts";

/** What one BatchWriteItem takes. */
const BATCH = 25;

/**
 * Puts items 25 at a time, each over whatever stands there: such a write takes no condition. Those that DynamoDB leaves
 * unwritten, because it is throttled, are sent again after a wait. Keys must differ from each other.
 *
 * @throws Error when items are still unwritten after 8 rounds
 */
export async function batchPut(
  client: DynamoDBDocumentClient,
  tableName: string,
  items: readonly Item[],
  sleep: (ms: number) => Promise<void>,
): Promise<void> {
  const undone = (count: number) => `${tableName}: ${count} items still unwritten`;
  for (let start = 0; start < items.length; start += BATCH) {
    const requests = items.slice(start, start + BATCH).map((Item) => ({ PutRequest: { Item } }));
    await retryUnprocessed(undone, requests, sleep, async (unwritten) => {
      const answer = await client.send(new BatchWriteCommand({ RequestItems: { [tableName]: unwritten } }));
      return (answer.UnprocessedItems?.[tableName] ?? []).flatMap(({ PutRequest }) =>
        PutRequest?.Item === undefined ? [] : [{ PutRequest: { Item: PutRequest.Item } }],
      );
    });
  }
}

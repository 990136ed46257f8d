import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { SECOND_MS } from "../domain/time.ts";
import type { Clock } from "../observe/clock.ts";
import type { MessageResult } from "./message-result.ts";
import type { Queue } from "./queue.ts";

/** A wait costs a receive, and waiting is no reason for the dead letters: short of the queue's limit it is given up. */
export const MAX_WAITS = 18;

/**
 * Handles a batch in order and answers what must come again. A message that waits is hidden first; after the first one
 * that stays, the rest of a FIFO batch stays too, or its group's order would be lost. What throws is thrown on: the
 * message comes back after the queue's visibility time, and in the end goes to the dead letters.
 */
export async function handleBatch(
  event: SQSEvent,
  queue: Queue,
  clock: Clock,
  handle: (record: SQSRecord) => Promise<MessageResult>,
  giveUp: (record: SQSRecord) => Promise<unknown>,
): Promise<SQSBatchResponse> {
  for (const [index, record] of event.Records.entries()) {
    const result = await handle(record);
    if (result.kind === "retry" && Number(record.attributes.ApproximateReceiveCount) >= MAX_WAITS) {
      await giveUp(record);
    } else if (result.kind === "retry") {
      await queue.hide(record.receiptHandle, (result.at.getTime() - clock.now().getTime()) / SECOND_MS);
      return { batchItemFailures: event.Records.slice(index).map(({ messageId }) => ({ itemIdentifier: messageId })) };
    }
  }
  return { batchItemFailures: [] };
}

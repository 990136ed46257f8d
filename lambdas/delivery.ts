import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { SECOND_MS } from "../lib/core/time.ts";
import type { Clock } from "../lib/observe/clock.ts";
import type { Queue } from "../lib/queue/queue.ts";

/** What becomes of a message: it is done with, or it is hidden until `at` and comes again. */
export type Delivery = { readonly kind: "done" } | { readonly kind: "again"; readonly at: Date };

export const DONE: Delivery = { kind: "done" };
export const again = (at: Date): Delivery => ({ kind: "again", at });

/** A wait costs a receive, and waiting is no reason for the dead letters: short of the queue's limit it is given up. */
const MOST_WAITS = 18;

/**
 * Handles a batch in order and answers what must come again. A message that waits is hidden first; after the first one
 * that stays, the rest of a FIFO batch stays too, or its group's order would be lost. What throws is thrown on: the
 * message comes back after the queue's visibility time, and in the end goes to the dead letters.
 */
export async function deliver(
  event: SQSEvent,
  queue: Queue,
  clock: Clock,
  handle: (record: SQSRecord) => Promise<Delivery>,
  giveUp: (record: SQSRecord) => Promise<unknown>,
): Promise<SQSBatchResponse> {
  for (const [index, record] of event.Records.entries()) {
    const delivery = await handle(record);
    if (delivery.kind === "again" && Number(record.attributes.ApproximateReceiveCount) >= MOST_WAITS) {
      await giveUp(record);
    } else if (delivery.kind === "again") {
      await queue.hide(record.receiptHandle, (delivery.at.getTime() - clock.now().getTime()) / SECOND_MS);
      return { batchItemFailures: event.Records.slice(index).map(({ messageId }) => ({ itemIdentifier: messageId })) };
    }
  }
  return { batchItemFailures: [] };
}

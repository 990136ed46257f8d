import { ChangeMessageVisibilityCommand, SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { SECOND_MS } from "../domain/time.ts";
import { type OutgoingMessage, type Queue, SendError } from "./queue.ts";

const ENTRIES_A_REQUEST = 10;
const MAX_TRIES = 5;
const MAX_VISIBILITY_SECONDS = 43_200;

export interface SqsQueueOptions {
  readonly client: SQSClient;
  readonly url: string;
  /** Waits between tries; milliseconds. */
  readonly sleep: (ms: number) => Promise<void>;
}

export function createSqsQueue({ client, url, sleep }: SqsQueueOptions): Queue {
  return {
    async send(messages) {
      for (let start = 0; start < messages.length; start += ENTRIES_A_REQUEST) {
        const end = Math.min(messages.length, start + ENTRIES_A_REQUEST);
        const { unsent, codes } = await sendBatch(messages.slice(start, end));
        if (unsent > 0) throw new SendError(unsent + messages.length - end, codes);
      }
    },
    async hide(receiptHandle, seconds) {
      const VisibilityTimeout = Math.min(MAX_VISIBILITY_SECONDS, Math.max(1, Math.ceil(seconds)));
      await client.send(
        new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle: receiptHandle, VisibilityTimeout }),
      );
    },
  };

  /** A request as a whole may succeed while some of its entries fail; only those go out again, in their order. What is still refused after all tries is counted. */
  async function sendBatch(batch: readonly OutgoingMessage[]): Promise<{ unsent: number; codes: readonly string[] }> {
    let left = batch;
    let codes: string[] = [];
    for (let attempt = 1; left.length > 0 && attempt <= MAX_TRIES; attempt += 1) {
      if (attempt > 1) await sleep(2 ** (attempt - 2) * (SECOND_MS / 5));
      const answer = await client.send(
        new SendMessageBatchCommand({
          QueueUrl: url,
          Entries: left.map(({ group, dedup, body }, index) => ({
            Id: String(index),
            MessageGroupId: group,
            MessageDeduplicationId: dedup,
            MessageBody: body,
          })),
        }),
      );
      const sent = new Set(answer.Successful?.map(({ Id }) => Id));
      codes = answer.Failed?.map(({ Code }) => Code ?? "unknown") ?? [];
      left = left.filter((_message, index) => !sent.has(String(index)));
    }
    return { unsent: left.length, codes };
  }
}

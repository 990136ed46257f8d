import { ChangeMessageVisibilityCommand, SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import type { QueueDefinition } from "../../../lib/contract/queues.ts";
import { createQueueModel, type QueueModel } from "../../../lib/local/memory/queue-model.ts";
import { toSqsRecord } from "../../../lib/local/to-sqs-record.ts";
import type { Queue } from "../../../lib/queue/queue.ts";
import { createSqsQueue } from "../../../lib/queue/sqs-queue.ts";
import type { MeteredWorld } from "./world.ts";

/** A queue with the function behind it. */
export interface MeteredQueue {
  readonly queue: Queue;
  readonly model: QueueModel;
}

/** The project's own code over a model of SQS, its messages counted. A message that is given up is an error. */
export function meteredQueue(world: MeteredWorld, definition: QueueDefinition): MeteredQueue {
  const { clock } = world;
  const model = createQueueModel(
    definition,
    () => clock.now().getTime(),
    ({ body }) => {
      throw new Error(`given up: ${body}`);
    },
  );
  const client = { send: async (command: unknown) => answer(command) } as unknown as SQSClient;
  function answer(command: unknown): object {
    if (command instanceof ChangeMessageVisibilityCommand) {
      const { ReceiptHandle = "", VisibilityTimeout = 0 } = command.input;
      world.count("hides");
      model.hide(ReceiptHandle, VisibilityTimeout);
      return {};
    }
    if (!(command instanceof SendMessageBatchCommand)) throw new TypeError("a request that is not counted");
    const { Entries = [] } = command.input;
    world.count("sends");
    for (const { MessageGroupId: group = "", MessageDeduplicationId: dedup = "", MessageBody: body = "" } of Entries) {
      model.send({ group, dedup, body });
    }
    return { Successful: Entries.map(({ Id }) => ({ Id })), Failed: [] };
  }
  return { model, queue: createSqsQueue({ client, url: definition.id, sleep: clock.sleep }) };
}

export interface Fed {
  readonly model: QueueModel;
  readonly handle: (event: SQSEvent) => Promise<SQSBatchResponse>;
}

/** Hands out messages one after another, moving the clock to when the next may be had, until none is left. */
export async function workOff(world: MeteredWorld, functions: readonly Fed[]): Promise<void> {
  const { clock } = world;
  for (;;) {
    const dues = functions.flatMap(({ model }) => model.nextAt() ?? []);
    if (dues.length === 0) return;
    await clock.moveTo(new Date(Math.min(...dues)));
    for (const { model, handle } of functions) {
      const message = model.receive();
      if (message === null) continue;
      world.count("receives");
      const record = toSqsRecord({
        ...{ MessageId: message.id, ReceiptHandle: message.receiptHandle, Body: message.body },
        Attributes: { ApproximateReceiveCount: String(message.receiveCount) },
      });
      const { batchItemFailures } = await handle({ Records: [record] });
      if (batchItemFailures.length === 0) model.remove(message.receiptHandle);
    }
  }
}

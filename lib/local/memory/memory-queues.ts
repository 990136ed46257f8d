import { randomUUID } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Message } from "@aws-sdk/client-sqs";
import { SECOND_MS } from "../../domain/time.ts";
import { deadLettersFirst } from "../dead-letters-first.ts";
import type { LocalQueue, LocalQueues, VisibilityChange } from "../local-queues.ts";
import { DEFAULT_VISIBILITY_SECONDS } from "../runner.ts";
import type { QueueInTemplate } from "../template/local-system.ts";
import { createQueueModel, type QueueModel, type Received } from "./queue-model.ts";

/** Queues without a server: what a template says of them holds, and nothing outside this process can reach them. */
export function startMemoryQueues(now: () => number = Date.now): LocalQueues {
  const listeners: ((change: VisibilityChange) => void)[] = [];
  const tell = (change: VisibilityChange): void => {
    for (const listener of listeners) listener(change);
  };
  return {
    onVisibilityChange: (listener) => void listeners.push(listener),
    async create(definitions) {
      const models = new Map<string, QueueModel>();
      for (const definition of deadLettersFirst(definitions)) {
        const deadLetters = models.get(definition.redrive?.deadLetters ?? "");
        models.set(definition.logicalId, modelOf(definition, now, deadLetters));
      }
      return new Map(
        definitions.map((definition): [string, LocalQueue] => {
          const model = models.get(definition.logicalId);
          if (model === undefined) throw new Error(`the queue ${definition.logicalId} was not created`);
          return [definition.logicalId, memoryQueue(definition, model, now, tell)];
        }),
      );
    },
    close: async () => {},
  };
}

function modelOf(
  { logicalId, visibilitySeconds, retentionSeconds, redrive }: QueueInTemplate,
  now: () => number,
  deadLetters: QueueModel | undefined,
): QueueModel {
  let given = 0;
  return createQueueModel(
    {
      id: logicalId,
      visibilitySeconds: visibilitySeconds ?? DEFAULT_VISIBILITY_SECONDS,
      retentionSeconds,
      maxReceiveCount: redrive?.maxReceiveCount ?? Number.POSITIVE_INFINITY,
      deadLetterRetentionSeconds: retentionSeconds,
    },
    now,
    ({ group, body, receiveCount }: Received) => {
      given += 1;
      deadLetters?.send({ group, dedup: `${logicalId}/${given}`, body, receiveCount });
    },
  );
}

function memoryQueue(
  definition: QueueInTemplate,
  model: QueueModel,
  now: () => number,
  tell: (change: VisibilityChange) => void,
): LocalQueue {
  // Dead letters are kept by their id, with those of other runs.
  const series = randomUUID();
  /** Until when each received message is hidden, by its latest handle. */
  const hidden = new Map<string, number>();
  const hide = (receiptHandle: string, seconds: number): void => {
    model.hide(receiptHandle, seconds);
    hidden.set(receiptHandle, now() + seconds * SECOND_MS);
    tell({ receiptHandle, seconds });
  };
  return {
    definition,
    url: definition.logicalId,
    sender: () => ({
      async send(messages) {
        for (const message of messages) model.send(message);
      },
      hide: async (receiptHandle, seconds) => hide(receiptHandle, Math.max(1, Math.ceil(seconds))),
    }),
    async receive(most) {
      // Work that never leaves this process would otherwise keep a Ctrl-C, and the screen, from having their turn.
      await nextTurn();
      const messages: Message[] = [];
      while (messages.length < most) {
        const received = model.receive();
        if (received === null) break;
        hidden.set(received.receiptHandle, now() + model.definition.visibilitySeconds * SECOND_MS);
        messages.push(toMessage({ ...received, id: `${series}/${received.id}` }, now()));
      }
      return messages;
    },
    async remove(receiptHandle) {
      model.remove(receiptHandle);
      hidden.delete(receiptHandle);
    },
    show: async (receiptHandle) => hide(receiptHandle, 0),
    async hasHidden() {
      for (const [receiptHandle, until] of hidden) if (until <= now()) hidden.delete(receiptHandle);
      return hidden.size > 0;
    },
  };
}

function toMessage({ id, receiptHandle, body, group, receiveCount }: Received, at: number): Message {
  const received = { ApproximateReceiveCount: String(receiveCount), ApproximateFirstReceiveTimestamp: String(at) };
  return {
    ...{ MessageId: id, ReceiptHandle: receiptHandle, Body: body },
    Attributes: { ...received, SentTimestamp: String(at), MessageGroupId: group },
  };
}

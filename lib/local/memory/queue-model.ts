import type { QueueDefinition } from "../../contract/queues.ts";
import { MINUTE_MS, SECOND_MS } from "../../domain/time.ts";

/** One message as a poller gets it. */
export interface Received {
  readonly id: string;
  readonly group: string;
  readonly body: string;
  /** Good until the message is visible again; one of an earlier receive is out of date. */
  readonly receiptHandle: string;
  readonly receiveCount: number;
}

export interface SentMessage {
  readonly group: string;
  readonly dedup: string;
  readonly body: string;
  /** Of a message that a redrive moves: a queue of dead letters counts on. Default 0. */
  readonly receiveCount?: number;
}

/** An SQS FIFO queue, as its documents describe it. Instants are epoch milliseconds. */
export interface QueueModel {
  readonly definition: QueueDefinition;
  /** False for a repeat within the five minutes of deduplication: it is told as sent, and dropped. */
  send(message: SentMessage): boolean;
  /** The next message that may be had: the oldest of a group none of whose messages is out or hidden. */
  receive(): Received | null;
  /** False when the handle is out of date: then the message stays. */
  remove(receiptHandle: string): boolean;
  /** @throws StaleHandleError when the handle is out of date */
  hide(receiptHandle: string, seconds: number): void;
  /** When a message may be had next; null when there is none. */
  nextAt(): number | null;
  size(): number;
  /** Whether nothing may be had although some group is free: all its messages lie beyond the window. */
  isBeyondWindow(): boolean;
}

/**
 * "FIFO queues scan the first 120,000 messages to determine available message groups" (SQS Developer Guide, "Avoid large
 * message backlogs with the same message group ID"). What is out or hidden counts among them.
 */
export const FIFO_WINDOW = 120_000;

export interface QueueOptions {
  /** Messages at the front among which a free group is looked for. Default 120,000. */
  readonly window?: number;
  /** Told of each message whose retention has ended. */
  readonly onExpired?: (body: string) => void;
}

/** "The receipt handle has expired." */
export class StaleHandleError extends Error {
  override readonly name = "StaleHandleError";
}

interface Message {
  readonly id: string;
  readonly group: string;
  readonly body: string;
  readonly sentAt: number;
  visibleAt: number;
  receiveCount: number;
}

const DEDUPLICATION_MS = 5 * MINUTE_MS;

export function createQueueModel(
  definition: QueueDefinition,
  now: () => number,
  onDeadLetter: (message: Received) => void,
  { window = FIFO_WINDOW, onExpired = () => {} }: QueueOptions = {},
): QueueModel {
  let messages: Message[] = [];
  let sent = 0;
  const seen = new Map<string, number>();
  const received = (message: Message): Received => ({
    ...{ id: message.id, group: message.group, body: message.body, receiveCount: message.receiveCount },
    receiptHandle: `${message.id}/${message.receiveCount}`,
  });
  const forgetExpired = (): void => {
    const oldest = now() - definition.retentionSeconds * SECOND_MS;
    for (const { body } of messages.filter(({ sentAt }) => sentAt <= oldest)) onExpired(body);
    messages = messages.filter(({ sentAt }) => sentAt > oldest);
  };
  const outBy = (receiptHandle: string): Message | undefined =>
    messages.find((one) => `${one.id}/${one.receiveCount}` === receiptHandle && one.visibleAt > now());

  /** The first of each group among the first `most` messages, in the order of sending. */
  function heads(most = window): Message[] {
    const groups = new Map<string, Message>();
    for (const message of messages.slice(0, most)) if (!groups.has(message.group)) groups.set(message.group, message);
    return [...groups.values()];
  }

  return {
    definition,
    size: () => messages.length,
    send({ group, dedup, body, receiveCount = 0 }) {
      const before = seen.get(dedup);
      if (before !== undefined && now() - before < DEDUPLICATION_MS) return false;
      seen.set(dedup, now());
      sent += 1;
      messages.push({ id: `m${sent}`, group, body, sentAt: now(), visibleAt: now(), receiveCount });
      return true;
    },
    receive() {
      forgetExpired();
      for (;;) {
        const message = heads().find(({ visibleAt }) => visibleAt <= now());
        if (message === undefined) return null;
        if (message.receiveCount >= definition.maxReceiveCount) {
          messages = messages.filter((one) => one !== message);
          onDeadLetter(received(message));
          continue;
        }
        message.receiveCount += 1;
        message.visibleAt = now() + definition.visibilitySeconds * SECOND_MS;
        return received(message);
      }
    },
    remove(receiptHandle) {
      const message = outBy(receiptHandle);
      messages = messages.filter((one) => one !== message);
      return message !== undefined;
    },
    hide(receiptHandle, seconds) {
      const message = outBy(receiptHandle);
      if (message === undefined) throw new StaleHandleError(receiptHandle);
      message.visibleAt = now() + seconds * SECOND_MS;
    },
    nextAt() {
      forgetExpired();
      const all = heads().map(({ visibleAt }) => visibleAt);
      return all.length === 0 ? null : Math.max(now(), Math.min(...all));
    },
    isBeyondWindow() {
      forgetExpired();
      const free = (most: number) => heads(most).some(({ visibleAt }) => visibleAt <= now());
      return !free(window) && free(messages.length);
    },
  };
}

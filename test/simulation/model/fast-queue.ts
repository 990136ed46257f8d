import type { QueueDefinition } from "../../../lib/contract/queues.ts";
import { MINUTE_MS, SECOND_MS } from "../../../lib/domain/time.ts";
import {
  FIFO_WINDOW,
  type QueueModel,
  type QueueOptions,
  type Received,
  StaleHandleError,
} from "../../../lib/local/memory/queue-model.ts";
import { createHeap } from "./heap.ts";

interface Message {
  readonly id: string;
  readonly group: string;
  readonly body: string;
  /** Its place in the order of sending. */
  readonly place: number;
  readonly sentAt: number;
  visibleAt: number;
  receiveCount: number;
  gone: boolean;
}

const DEDUPLICATION_MS = 5 * MINUTE_MS;

/**
 * The same queue as `createQueueModel`, for a million messages: a receive costs the logarithm of the groups and not the
 * number of messages. What it rests on: only messages within the window are ever received, removed or too old, so that
 * each that goes moves the window's end by one.
 */
export function createFastQueue(
  definition: QueueDefinition,
  now: () => number,
  onDeadLetter: (message: Received) => void,
  { window = FIFO_WINDOW, onExpired = () => {} }: QueueOptions = {},
): QueueModel {
  /** By place; what has gone from the front is cut off now and then. */
  let messages: Message[] = [];
  let offset = 0;
  let sent = 0;
  let alive = 0;
  /** Everything before `oldest` has gone; what lies before `windowEnd` and has not gone is the window. */
  let oldest = 0;
  let windowEnd = 0;
  let inWindow = 0;
  const groups = new Map<string, Message[]>();
  const out = new Map<string, Message>();
  const seen = new Map<string, number>();
  /** Heads of groups: those that may be had, by place, and those that are out or hidden, by when they come back. */
  const ready = createHeap<Message>((a, b) => a.place - b.place);
  const hidden = createHeap<{ readonly message: Message; readonly at: number }>(
    (a, b) => a.at - b.at || a.message.place - b.message.place,
  );
  const at = (place: number): Message | undefined => messages[place - offset];

  function widen(): void {
    while (inWindow < window && windowEnd < sent) {
      if (at(windowEnd)?.gone === false) inWindow += 1;
      windowEnd += 1;
    }
  }

  function take(message: Message): void {
    if (message.gone) return;
    message.gone = true;
    alive -= 1;
    if (message.place < windowEnd) inWindow -= 1;
    out.delete(handleOf(message));
    const group = groups.get(message.group);
    // Only a head is ever received, and only the oldest of all is too old: it is the first of its group.
    group?.shift();
    const [next] = group ?? [];
    if (next === undefined) groups.delete(message.group);
    else ready.push(next);
    while (oldest < sent && at(oldest)?.gone === true) oldest += 1;
    if (oldest - offset > 10_000 && oldest - offset > messages.length / 2) {
      messages = messages.slice(oldest - offset);
      offset = oldest;
    }
    widen();
  }

  function forgetExpired(): void {
    const tooOld = now() - definition.retentionSeconds * SECOND_MS;
    for (let first = at(oldest); first !== undefined && first.sentAt <= tooOld; first = at(oldest)) {
      onExpired(first.body);
      take(first);
    }
  }

  function comeBack(): void {
    for (let first = hidden.peek(); first !== undefined && first.at <= now(); first = hidden.peek()) {
      hidden.pop();
      const { message } = first;
      // Hidden for longer since, or gone: then another entry stands for it, or none.
      if (!message.gone && message.visibleAt === first.at) {
        out.delete(handleOf(message));
        ready.push(message);
      }
    }
  }

  function firstReady(): Message | undefined {
    comeBack();
    for (let first = ready.peek(); first !== undefined; first = ready.peek()) {
      if (!first.gone && first.visibleAt <= now()) return first.place < windowEnd ? first : undefined;
      ready.pop();
    }
    return undefined;
  }

  function hideUntil(message: Message, until: number): void {
    message.visibleAt = until;
    hidden.push({ message, at: until });
  }

  const outBy = (receiptHandle: string): Message | undefined => {
    const message = out.get(receiptHandle);
    return message !== undefined && message.visibleAt > now() ? message : undefined;
  };

  return {
    definition,
    size: () => alive,
    send({ group, dedup, body }) {
      const before = seen.get(dedup);
      if (before !== undefined && now() - before < DEDUPLICATION_MS) return false;
      if (seen.size > 100_000) {
        for (const [key, sentAt] of seen) {
          if (now() - sentAt < DEDUPLICATION_MS) break;
          seen.delete(key);
        }
      }
      // Anew, so that the oldest stand first.
      seen.delete(dedup);
      seen.set(dedup, now());
      const [place, id] = [sent, `m${sent + 1}`];
      const message = { id, group, body, place, sentAt: now(), visibleAt: now(), receiveCount: 0, gone: false };
      messages.push(message);
      sent += 1;
      alive += 1;
      const others = groups.get(group);
      if (others === undefined) {
        groups.set(group, [message]);
        ready.push(message);
      } else others.push(message);
      widen();
      return true;
    },
    receive() {
      forgetExpired();
      for (let message = firstReady(); message !== undefined; message = firstReady()) {
        ready.pop();
        if (message.receiveCount >= definition.maxReceiveCount) {
          const dead = received(message);
          take(message);
          onDeadLetter(dead);
          continue;
        }
        message.receiveCount += 1;
        hideUntil(message, now() + definition.visibilitySeconds * SECOND_MS);
        out.set(handleOf(message), message);
        return received(message);
      }
      return null;
    },
    remove(receiptHandle) {
      const message = outBy(receiptHandle);
      if (message !== undefined) take(message);
      return message !== undefined;
    },
    hide(receiptHandle, seconds) {
      const message = outBy(receiptHandle);
      if (message === undefined) throw new StaleHandleError(receiptHandle);
      hideUntil(message, now() + seconds * SECOND_MS);
    },
    nextAt() {
      forgetExpired();
      if (firstReady() !== undefined) return now();
      for (let first = hidden.peek(); first !== undefined; first = hidden.peek()) {
        if (!first.message.gone && first.message.visibleAt === first.at) return first.at;
        hidden.pop();
      }
      return null;
    },
    isBeyondWindow() {
      forgetExpired();
      if (firstReady() !== undefined) return false;
      return ready.peek() !== undefined;
    },
  };
}

const handleOf = ({ id, receiveCount }: Message): string => `${id}/${receiveCount}`;

const received = (message: Message): Received => ({
  ...{ id: message.id, group: message.group, body: message.body, receiveCount: message.receiveCount },
  receiptHandle: handleOf(message),
});

import type { Message } from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { later, SECOND_MS } from "../domain/time.ts";
import type { Log } from "../observe/log.ts";
import type { FastForwardClock } from "./fast-forward-clock.ts";
import type { LocalQueue, LocalQueues } from "./local-queues.ts";
import { toSqsRecord } from "./to-sqs-record.ts";

/** A queue with the function behind it, as an event source mapping ties them together. */
export interface EventSource {
  readonly name: string;
  readonly queue: LocalQueue;
  /** After this the invocation counts as failed, whatever it still does. */
  readonly timeoutMs: number;
  /** Invocations at once, over all message groups. */
  readonly maxConcurrency: number;
  /** Names of the sources whose queues it sends to. */
  readonly feeds: readonly string[];
  readonly handle: (event: SQSEvent, context: { getRemainingTimeInMillis(): number }) => Promise<SQSBatchResponse>;
}

export interface RunnerOptions {
  /** The runner hears from them what the functions hide, in this process or in another. */
  readonly queues: Pick<LocalQueues, "onVisibilityChange">;
  readonly clock: FastForwardClock;
  readonly sources: readonly EventSource[];
  readonly log: Log;
  /** Jump over waits in which nothing happens. Without it a gap of a minute takes a minute. */
  readonly fastForward: boolean;
  /** Told after every invocation, and with the instant at which the next message is due when all are waiting. */
  readonly onProgress?: (progress: { readonly waitingUntil: Date | null }) => void;
}

export interface Runner {
  /** Polls and invokes until no message is left, or `stop` was called and what was under way has ended. */
  untilIdle(): Promise<void>;
  /** Takes no further message. What is under way ends by itself. */
  stop(): void;
}

/** A message that was received and not deleted: it comes back when it is due. */
interface Waiting {
  readonly source: EventSource;
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly due: Date;
}

/** SQS's own, for a queue that says nothing else. */
export const DEFAULT_VISIBILITY_SECONDS = 30;
/** Real time between two looks at who sleeps and what is due, while nothing wakes the runner; these cost no request. */
const POLL_MS = 25;
/** Real time after which the queues are looked at although nothing is known to have happened. */
const LOOK_ANYWAY_MS = 1_000;
/** The most that SQS hands out at once. */
const MESSAGES_A_RECEIVE = 10;

/** Stands in for Lambda's pollers: batch size 1, one message a group, partial failures, time-outs. SQS redrives. */
export function createRunner({
  queues: { onVisibilityChange },
  clock,
  sources,
  log,
  fastForward,
  onProgress = () => {},
}: RunnerOptions): Runner {
  const running = new Map<EventSource, number>(sources.map((source) => [source, 0]));
  /** By receipt handle, of the messages under way: until when the function has hidden it, by the functions' clock. */
  const hiddenUntil = new Map<string, Date | null>();
  /** By message id. */
  const waiting = new Map<string, Waiting>();
  // Queues with nothing new in them are not asked: most requests of a run would be answered "nothing".
  const toLookAt = new Set<EventSource>();
  let lookedEverywhereAt = 0;
  let allFoundEmpty = false;
  let stopped = false;
  let wakeLoop = () => {};

  onVisibilityChange(({ receiptHandle, seconds }) => {
    if (hiddenUntil.has(receiptHandle)) hiddenUntil.set(receiptHandle, later(clock.now(), seconds * SECOND_MS));
  });

  const inFlight = () => [...running.values()].reduce((sum, count) => sum + count, 0);

  return {
    stop() {
      stopped = true;
      wakeLoop();
    },
    async untilIdle() {
      // Whoever has begun to sleep may be the last one that did anything: then the clock can jump at once.
      const takeBack = clock.onSleep(() => wakeLoop());
      try {
        await handleAll();
      } finally {
        takeBack();
      }
    },
  };

  async function handleAll(): Promise<void> {
    for (;;) {
      await bringBackDue();
      if (Date.now() - lookedEverywhereAt >= LOOK_ANYWAY_MS) lookEverywhere();
      if (!stopped) await receive();
      if (toLookAt.size > 0 && !stopped) continue;
      if (inFlight() > 0 || (waiting.size > 0 && !stopped)) {
        if (!jump()) await pause(POLL_MS);
      } else if (stopped) return;
      else if (!allFoundEmpty) lookEverywhere();
      else if (await isAnyHidden()) await pause(LOOK_ANYWAY_MS);
      else return;
    }
  }

  async function receive(): Promise<void> {
    for (const source of [...toLookAt]) {
      toLookAt.delete(source);
      const free = source.maxConcurrency - (running.get(source) ?? 0);
      // The end of one of them has this queue looked at again.
      if (free <= 0) continue;
      const wanted = Math.min(MESSAGES_A_RECEIVE, free);
      const messages = await source.queue.receive(wanted);
      if (messages.length === wanted) toLookAt.add(source);
      if (messages.length > 0) allFoundEmpty = false;
      for (const message of messages) {
        // It may have come back before it was expected.
        waiting.delete(message.MessageId ?? "");
        running.set(source, (running.get(source) ?? 0) + 1);
        void invoke(source, message);
      }
    }
  }

  /** Costs a request a queue; after a run's last message it makes sure that none was overlooked. */
  function lookEverywhere(): void {
    lookedEverywhereAt = Date.now();
    allFoundEmpty = true;
    for (const source of sources) toLookAt.add(source);
  }

  /** Whether a queue still hides a message. Nothing waits for it here, so it comes back when the queue lets it. */
  async function isAnyHidden(): Promise<boolean> {
    for (const { queue } of sources) if (await queue.hasHidden()) return true;
    return false;
  }

  /** One invocation with a batch of one. Ends by itself, so nobody waits for the promise. */
  async function invoke(source: EventSource, message: Message): Promise<void> {
    const record = toSqsRecord(message);
    const { messageId, receiptHandle } = record;
    hiddenUntil.set(receiptHandle, null);
    const receivedAt = clock.now();
    let failed = true;
    try {
      const end = receivedAt.getTime() + source.timeoutMs;
      const context = { getRemainingTimeInMillis: () => Math.max(0, end - clock.now().getTime()) };
      const answer = await withTimeout(source, source.handle({ Records: [record] }, context));
      failed = answer.batchItemFailures.some(({ itemIdentifier }) => itemIdentifier === messageId);
      if (!failed) await source.queue.remove(receiptHandle);
    } catch (error) {
      log.error(`${source.name} failed`, { fault: error instanceof Error ? error.message : String(error) });
    }
    if (failed) {
      const seconds = source.queue.definition.visibilitySeconds ?? DEFAULT_VISIBILITY_SECONDS;
      const due = hiddenUntil.get(receiptHandle) ?? later(clock.now(), seconds * SECOND_MS);
      waiting.set(messageId, { source, messageId, receiptHandle, due });
    }
    hiddenUntil.delete(receiptHandle);
    running.set(source, (running.get(source) ?? 1) - 1);
    allFoundEmpty = false;
    // Its end lets the next message of its group come, and it may have sent some.
    for (const other of sources) if (other === source || source.feeds.includes(other.name)) toLookAt.add(other);
    onProgress({ waitingUntil: nextDue() });
    wakeLoop();
  }

  /** In real time a queue lets a message come back by itself; where the clock has jumped, the queue has to be told. */
  async function bringBackDue(): Promise<void> {
    const now = clock.now();
    for (const one of [...waiting.values()].filter(({ due }) => due <= now)) {
      waiting.delete(one.messageId);
      toLookAt.add(one.source);
      if (fastForward) await show(one);
    }
  }

  /** The queue may have been quicker, and the message in other hands: that is no reason to end the run. */
  async function show({ source, receiptHandle }: Waiting): Promise<void> {
    try {
      await source.queue.show(receiptHandle);
    } catch (error) {
      const fault = error instanceof Error ? error.message : String(error);
      log.warn(`${source.name}: a message cannot be called back and comes when its queue lets it`, { fault });
    }
  }

  /** Jumps to the next thing that happens, provided that nobody is doing anything but waiting. */
  function jump(): boolean {
    if (!fastForward || clock.sleeping() < inFlight()) return false;
    const candidates = [nextDue(), clock.nextWaking()].filter((at) => at !== null).map((at) => at.getTime());
    if (candidates.length === 0) return false;
    clock.advance(new Date(Math.min(...candidates)));
    return true;
  }

  function nextDue(): Date | null {
    return waiting.size === 0 ? null : new Date(Math.min(...[...waiting.values()].map(({ due }) => due.getTime())));
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wakeLoop = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** Rejects when the function's time is up in real time. The invocation itself cannot be killed and runs on unheard. */
async function withTimeout<Answer>({ name, timeoutMs }: EventSource, work: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${name} timed out after ${timeoutMs / SECOND_MS} s`)), timeoutMs);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

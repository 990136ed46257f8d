import type { Message } from "@aws-sdk/client-sqs";
import type { Queue } from "../queue/queue.ts";
import type { QueueInTemplate } from "./template/local-system.ts";

/** A change of a received message's visibility. 0 seconds let it come again at once. */
export interface VisibilityChange {
  readonly receiptHandle: string;
  readonly seconds: number;
}

/** Queues of this process, whether a server answers for them or not. Messages live in memory: a restart plans the run again. */
export interface LocalQueues {
  /** Calls `listener` for each change that a queue accepts, whoever asks, before that one is answered. */
  onVisibilityChange(listener: (change: VisibilityChange) => void): void;
  /** Creates the queues of a template, dead letters first; answers them by logical id. */
  create(definitions: readonly QueueInTemplate[]): Promise<ReadonlyMap<string, LocalQueue>>;
  close(): Promise<void>;
}

/** One queue, as Lambda's pollers and whoever looks after the messages see it. */
export interface LocalQueue {
  readonly definition: QueueInTemplate;
  /** Where a function in another process finds it. */
  readonly url: string;
  /** As a use case sees it. `sleep` waits between tries; milliseconds. */
  sender(sleep: (ms: number) => Promise<void>): Queue;
  /** Up to `most` messages, each hidden from now on for as long as the queue hides. At most 10. */
  receive(most: number): Promise<readonly Message[]>;
  /** Takes a received message away. */
  remove(receiptHandle: string): Promise<void>;
  /** Lets a received message come again at once. Throws when its handle is out of date. */
  show(receiptHandle: string): Promise<void>;
  /** Whether it hides a message now. */
  hasHidden(): Promise<boolean>;
}

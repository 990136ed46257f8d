import type { Collaborators } from "../../lib/collaborators.ts";
import type { QueueDefinition } from "../../lib/contract/queues.ts";
import type { Clock } from "../../lib/observe/clock.ts";
import type { MessageResult } from "../../lib/queue/message-result.ts";
import type { OutgoingMessage, Queue } from "../../lib/queue/queue.ts";
import { Crash } from "./crash.ts";
import { policyOf, type TestBed } from "./test-bed.ts";

/** A queue that keeps what it is sent. */
export interface KeepingQueue extends Queue {
  readonly sent: OutgoingMessage[];
}

export function keepingQueue(): KeepingQueue {
  const sent: OutgoingMessage[] = [];
  return { sent, send: async (messages) => void sent.push(...messages), hide: async () => {} };
}

/** What the functions are given, over a bed, with queues that nobody polls. */
export function collaborators(bed: TestBed, policy: object = {}) {
  const queues = { sweep: keepingQueue(), withdraw: keepingQueue() };
  return { ...bed.workspace, policy: policyOf(policy), queues } satisfies Collaborators;
}

/**
 * Delivers one message until it is done with, as the queue does: again when it asks to wait, and after the visibility
 * time when the function died. Answers how often it was received.
 */
export async function deliverByHand(
  clock: Clock & { advance(instant: Date): void },
  queue: Pick<QueueDefinition, "visibilitySeconds" | "maxReceiveCount">,
  receive: (receive: number) => Promise<MessageResult>,
): Promise<number> {
  for (let receives = 1; receives <= queue.maxReceiveCount; receives += 1) {
    const receivedAt = clock.now();
    try {
      const delivery = await receive(receives);
      if (delivery.kind === "ack") return receives;
      clock.advance(delivery.at);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      clock.advance(new Date(receivedAt.getTime() + queue.visibilitySeconds * 1000));
    }
  }
  throw new Error("it would be in the dead letters now");
}

/** Lets whoever sleeps on the test bed's clock wake at once, until `work` has ended. */
export async function withoutWaiting<Result>(
  { workspace: { clock } }: TestBed,
  work: Promise<Result>,
): Promise<Result> {
  let ended = false;
  const end = () => {
    ended = true;
  };
  void work.then(end, end);
  while (!ended) {
    clock.advance(clock.nextWaking() ?? clock.now());
    await new Promise((resolve) => setImmediate(resolve));
  }
  return work;
}

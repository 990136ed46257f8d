import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterEach, describe, expect, it } from "vitest";
import { type QueueDefinition, SWEEP_QUEUE, WITHDRAW_QUEUE } from "../../lib/contract/queues.ts";
import { type EmbeddedQueues, startEmbeddedQueues } from "../../lib/local/embedded-queues.ts";
import type { LocalQueue } from "../../lib/local/local-queues.ts";
import { createRunner, type EventSource } from "../../lib/local/runner.ts";
import { localSystem } from "../../lib/local/template/index.ts";
import { createSqsQueue } from "../../lib/queue/sqs-queue.ts";
import { onSweepMessages } from "../../lib/sweep/on-messages.ts";
import { onWithdrawMessages } from "../../lib/withdraw/on-messages.ts";
import { collaborators } from "../helpers/hand-delivery.ts";
import { type TestBed, testBedFor } from "../helpers/test-bed.ts";

let queues: EmbeddedQueues | null = null;
afterEach(async () => {
  await queues?.close();
  queues = null;
});

const startQueues = async () => {
  queues = await startEmbeddedQueues();
  return queues;
};

const bodiesIn = async ({ client }: EmbeddedQueues, QueueUrl: string): Promise<(string | undefined)[]> => {
  const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  return Messages.map(({ Body }) => Body);
};

/** Runs one function over one queue until nothing is left, and answers how often it was invoked. */
async function drain(bed: TestBed, queues: EmbeddedQueues, queue: LocalQueue, source: Partial<EventSource>) {
  let invocations = 0;
  const runner = createRunner({
    ...{ queues, clock: bed.workspace.clock, log: bed.workspace.log, fastForward: true },
    sources: [
      {
        ...{ name: "function", queue, timeoutMs: 30_000, maxConcurrency: 5, feeds: [] },
        ...source,
        handle: (event, context) => {
          invocations += 1;
          return source.handle?.(event, context) ?? Promise.resolve({ batchItemFailures: [] });
        },
      },
    ],
  });
  await runner.untilIdle();
  return invocations;
}

/** The queues of the stack's template, embedded: the one of a definition with its dead letters. */
async function create(embedded: EmbeddedQueues, { id }: QueueDefinition) {
  const created = await embedded.create((await localSystem()).queues);
  const queue = created.get(`${id}Queue`);
  const deadLetters = created.get(`${id}DeadLetters`);
  if (queue === undefined || deadLetters === undefined) throw new Error(`the template has no queue ${id}`);
  return { ...queue, deadLetterUrl: deadLetters.url };
}

const send = (embedded: EmbeddedQueues, { url }: LocalQueue, body: string, group = "g") =>
  createSqsQueue({ client: embedded.client, url, sleep: async () => {} }).send([{ group, dedup: body, body }]);

describe.each([
  { name: "withdraw", definition: WITHDRAW_QUEUE },
  { name: "sweep", definition: SWEEP_QUEUE },
])("a message the $name function does not know", ({ name, definition }) => {
  it.each([
    "not JSON at all",
    JSON.stringify({ v: 2, kind: "withdraw" }),
    JSON.stringify({ v: 1, kind: "greeting", text: "hello" }),
  ])("ends in the dead letters after as many receives as the queue allows: %s", async (body) => {
    const bed = await testBedFor();
    const embedded = await startQueues();
    const queue = await create(embedded, definition);
    const c = collaborators(bed);
    await send(embedded, queue, body);

    const invocations = await drain(bed, embedded, queue, {
      handle: (event, context) =>
        name === "sweep" ? onSweepMessages(c, event, context) : onWithdrawMessages(c, event),
    });

    expect(invocations).toBe(definition.maxReceiveCount);
    expect(await bodiesIn(embedded, queue.deadLetterUrl)).toEqual([body]);
    expect(bed.sandbox.world.calls()).toEqual([]);
  });
});

describe("a function that does not end in time", () => {
  it("counts as failed, and its message comes again after the visibility time", async () => {
    const bed = await testBedFor();
    const embedded = await startQueues();
    const queue = await create(embedded, WITHDRAW_QUEUE);
    await send(embedded, queue, "one");
    const at: number[] = [];

    await drain(bed, embedded, queue, {
      timeoutMs: 30,
      handle: () => {
        at.push(bed.now().getTime());
        return at.length === 1 ? new Promise(() => {}) : Promise.resolve({ batchItemFailures: [] });
      },
    });

    expect(at).toHaveLength(2);
    expect(((at[1] ?? 0) - (at[0] ?? 0)) / 1000).toBeGreaterThanOrEqual(WITHDRAW_QUEUE.visibilitySeconds);
  });

  it("holds back its own group and no other", async () => {
    const bed = await testBedFor();
    const embedded = await startQueues();
    const queue = await create(embedded, WITHDRAW_QUEUE);
    await send(embedded, queue, "a1", "a");
    await send(embedded, queue, "a2", "a");
    await send(embedded, queue, "b1", "b");
    const order: string[] = [];

    await drain(bed, embedded, queue, {
      timeoutMs: 30,
      handle: ({ Records: [record] }) => {
        order.push(record?.body ?? "");
        return order.length === 1 ? new Promise(() => {}) : Promise.resolve({ batchItemFailures: [] });
      },
    });

    expect(order).toEqual(["a1", "b1", "a1", "a2"]);
  });
});

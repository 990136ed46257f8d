import { ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, describe, expect, it } from "vitest";
import { type EmbeddedQueues, startEmbeddedQueues } from "../../lib/local/embedded-queues.ts";
import { createFastForwardClock, type FastForwardClock } from "../../lib/local/fast-forward-clock.ts";
import type { LocalQueue } from "../../lib/local/local-queues.ts";
import { SILENT_LOG } from "../../lib/local/log-file.ts";
import { createRunner, type EventSource, type Runner } from "../../lib/local/runner.ts";
import { createSqsQueue } from "../../lib/queue/sqs-queue.ts";

const DONE = { batchItemFailures: [] };

let queues: EmbeddedQueues | null = null;
afterEach(async () => {
  await queues?.close();
  queues = null;
});

const startQueue = (...logicalIds: string[]) => startQueueHiding(180, ...logicalIds);

async function startQueueHiding(visibilitySeconds: number, ...logicalIds: string[]): Promise<LocalQueue[]> {
  queues = await startEmbeddedQueues();
  const definition = { fifo: true, visibilitySeconds, retentionSeconds: 3600, redrive: null };
  const created = await queues.create(logicalIds.map((logicalId) => ({ ...definition, logicalId })));
  return [...created.values()];
}

const started = (): EmbeddedQueues => {
  if (queues === null) throw new Error("no queues have been started");
  return queues;
};
const client = (): SQSClient => started().client;

const sqs = (queue: LocalQueue | undefined) =>
  createSqsQueue({ client: client(), url: queue?.url ?? "", sleep: async () => {} });

const send = (queue: LocalQueue | undefined, ...bodies: string[]) =>
  sqs(queue).send(bodies.map((body) => ({ group: "g", dedup: body, body })));

function sourceOf(queue: LocalQueue | undefined, handle: EventSource["handle"]): EventSource {
  if (queue === undefined) throw new Error("a source needs a queue");
  return { name: queue.definition.logicalId, queue, timeoutMs: 30_000, maxConcurrency: 2, feeds: [], handle };
}

function runnerOf(sources: EventSource[], clock: FastForwardClock = createFastForwardClock()): Runner {
  return createRunner({ queues: started(), clock, sources, log: SILENT_LOG, fastForward: true });
}

/** How many receives go out from here on. */
function countReceives(): () => number {
  const real = client();
  let receives = 0;
  const send = real.send.bind(real);
  real.send = ((command: unknown, ...rest: []) => {
    if (command instanceof ReceiveMessageCommand) receives += 1;
    return Reflect.apply(send, real, [command, ...rest]);
  }) as typeof real.send;
  return () => receives;
}

describe("the local runner", () => {
  it("asks a queue when something can be in it, and not all the time", async () => {
    const [queue, other] = await startQueue("One", "Other");
    const bodies = ["1", "2", "3", "4", "5", "6", "7", "8"];
    await send(queue, ...bodies);
    const handled: string[] = [];
    const slow = sourceOf(queue, async ({ Records: [record] }) => {
      await new Promise((resolve) => setTimeout(resolve, 40));
      handled.push(record?.body ?? "");
      return DONE;
    });
    const receives = countReceives();
    const begun = Date.now();

    await runnerOf([slow, sourceOf(other, async () => DONE)]).untilIdle();

    expect(handled).toEqual(bodies);
    const seconds = Math.floor((Date.now() - begun) / 1000);
    // Both queues at the beginning, at the end and once a second, however fast this machine is.
    expect(receives()).toBeLessThanOrEqual(bodies.length * 2 + 2 * (2 + seconds));
  });

  it("finds what a function sends to the source it feeds", async () => {
    const [first, second] = await startQueue("First", "Second");
    await send(first, "begin");
    const handled: string[] = [];
    const forward: EventSource = {
      ...sourceOf(first, async () => {
        await send(second, "go on");
        return DONE;
      }),
      feeds: ["Second"],
    };
    const end = sourceOf(second, async ({ Records: [record] }) => {
      handled.push(record?.body ?? "");
      return DONE;
    });

    await runnerOf([forward, end]).untilIdle();

    expect(handled).toEqual(["go on"]);
  });

  it("leaves nothing behind that came in a way it was not told of", async () => {
    const [first, second] = await startQueue("First", "Second");
    await send(first, "begin");
    const handled: string[] = [];
    const forward = sourceOf(first, async () => {
      await send(second, "unannounced");
      return DONE;
    });
    const end = sourceOf(second, async ({ Records: [record] }) => {
      handled.push(record?.body ?? "");
      return DONE;
    });

    await runnerOf([forward, end]).untilIdle();

    expect(handled).toEqual(["unannounced"]);
  });

  it("brings a message back when it is due by the functions' clock", async () => {
    const [queue] = await startQueue("One");
    await send(queue, "again");
    const clock = createFastForwardClock();
    const begin = clock.now().getTime();
    const at: number[] = [];
    const source = sourceOf(queue, async ({ Records: [record] }) => {
      at.push(clock.now().getTime() - begin);
      if (at.length > 1) return DONE;
      await sqs(queue).hide(record?.receiptHandle ?? "", 600);
      return { batchItemFailures: [{ itemIdentifier: record?.messageId ?? "" }] };
    });

    await runnerOf([source], clock).untilIdle();

    expect(at).toHaveLength(2);
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(600_000);
  });

  it("waits for a message that its function hid after its time was up", async () => {
    const [queue] = await startQueueHiding(1, "One");
    await send(queue, "late");
    const receipts: string[] = [];
    const hiding: Promise<void>[] = [];
    const source: EventSource = {
      ...sourceOf(queue, ({ Records: [record] }) => {
        receipts.push(record?.receiptHandle ?? "");
        return receipts.length === 1 ? new Promise(() => {}) : Promise.resolve(DONE);
      }),
      timeoutMs: 30,
    };
    const runner = createRunner({
      ...{ queues: started(), clock: createFastForwardClock(), sources: [source], log: SILENT_LOG, fastForward: false },
      // The first invocation has been given up, and its function is still there.
      onProgress: () => {
        if (hiding.length === 0) hiding.push(sqs(queue).hide(receipts[0] ?? "", 2));
      },
    });

    await runner.untilIdle();

    await Promise.all(hiding);
    expect(receipts).toHaveLength(2);
  });

  it("jumps over a wait inside a function, also one that ends between two milliseconds", async () => {
    const [queue] = await startQueue("One");
    await send(queue, "wait");
    const clock = createFastForwardClock();
    const begin = clock.now().getTime();
    const source = sourceOf(queue, async () => {
      await clock.sleep(3_600_000.4);
      return DONE;
    });

    await runnerOf([source], clock).untilIdle();

    expect(clock.now().getTime() - begin).toBeGreaterThanOrEqual(3_600_000);
  });

  it("takes no further message once it is stopped", async () => {
    const [queue] = await startQueue("One");
    await send(queue, "1", "2", "3");
    const handled: string[] = [];
    const source = sourceOf(queue, async ({ Records: [record] }) => {
      handled.push(record?.body ?? "");
      runner.stop();
      return DONE;
    });
    const runner = runnerOf([source]);

    await runner.untilIdle();

    expect(handled).toEqual(["1"]);
  });
});

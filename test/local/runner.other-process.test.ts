import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SQSBatchResponse } from "aws-lambda";
import { afterEach, describe, expect, it } from "vitest";
import { type BundledFunction, startBundledFunction } from "../../lib/local/bundles/bundled-function.ts";
import { type EmbeddedQueues, startEmbeddedQueues } from "../../lib/local/embedded-queues.ts";
import { createFastForwardClock } from "../../lib/local/fast-forward-clock.ts";
import { createRunner } from "../../lib/local/runner.ts";
import { createSqsQueue } from "../../lib/queue/sqs-queue.ts";
import { temporaryFolder } from "../helpers/command-line.ts";
import { NODES } from "../helpers/lambda-node.ts";

const TIMEOUT_MS = 30_000;
/** The withdraw queue's own. */
const VISIBILITY_SECONDS = 180;

/** At its first receive of a message it asks the queue for what the body says, and reports the message as failed. */
const SOURCE = `
  export async function handler({ Records: [record] }) {
    const { messageId, receiptHandle, body, attributes } = record;
    if (attributes.ApproximateReceiveCount !== "1") return { batchItemFailures: [] };
    const { action, seconds } = JSON.parse(body);
    const request = { QueueUrl: process.env.QUEUE_URL, ReceiptHandle: receiptHandle, VisibilityTimeout: seconds };
    const answer = await fetch(process.env.QUEUES, {
      method: "POST",
      headers: { "content-type": "application/x-amz-json-1.0", "x-amz-target": "AmazonSQS." + action },
      body: JSON.stringify(request),
    });
    if (!answer.ok) throw new Error(await answer.text());
    return { batchItemFailures: [{ itemIdentifier: messageId }] };
  }
`;

const open: (Pick<EmbeddedQueues, "close"> | BundledFunction)[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

interface Handled {
  readonly body: string;
  /** By the functions' clock, in milliseconds since the beginning. */
  readonly at: number;
}

/** Runs until no message is left, over one queue whose function is in a process of its own. */
async function run(node: string, fastForward: boolean, ...bodies: string[]) {
  const queues = await startEmbeddedQueues();
  open.push(queues);
  const definition = { logicalId: "One", fifo: true, visibilitySeconds: VISIBILITY_SECONDS };
  const created = await queues.create([{ ...definition, retentionSeconds: 3600, redrive: null }]);
  const queue = created.get("One");
  if (queue === undefined) throw new Error("the queue was not created");
  const bundle = join(temporaryFolder(), "index.mjs");
  writeFileSync(bundle, SOURCE);
  const clock = createFastForwardClock();
  const environment = { QUEUES: queues.endpoint, QUEUE_URL: queue.url };
  const inItsProcess = await startBundledFunction({ bundle, environment, clock, onLog: () => {}, node });
  open.push(inItsProcess);
  const { send } = createSqsQueue({ client: queues.client, url: queue.url, sleep: clock.sleep });
  await send(bodies.map((body) => ({ group: "g", dedup: body, body })));

  const begin = clock.now().getTime();
  const handled: Handled[] = [];
  const warnings: string[] = [];
  /** How far ahead the next message was due, after each invocation; null when none was. */
  const waits: (number | null)[] = [];
  const warn = (message: string) => void warnings.push(message);
  const runner = createRunner({
    ...{ queues, clock, fastForward },
    log: { info: () => {}, warn, error: warn },
    sources: [
      {
        ...{ name: "One", queue, timeoutMs: TIMEOUT_MS, maxConcurrency: 2, feeds: [] },
        async handle(event) {
          handled.push({ body: event.Records[0]?.body ?? "", at: clock.now().getTime() - begin });
          return (await inItsProcess.invoke(event, TIMEOUT_MS)) as SQSBatchResponse;
        },
      },
    ],
    onProgress: ({ waitingUntil: until }) =>
      void waits.push(until === null ? null : (until.getTime() - clock.now().getTime()) / 1000),
  });
  await runner.untilIdle();
  return { handled, warnings, waits };
}

const hide = (seconds: number, name = "") => JSON.stringify({ action: "ChangeMessageVisibility", seconds, name });
const remove = JSON.stringify({ action: "DeleteMessage" });

describe.each(NODES)("a function in another process, on $title", ({ node }) => {
  it.skipIf(node === null)("hides messages, and in real time each comes back when the queue lets it", async () => {
    const [first, second] = [hide(1, "first"), hide(1, "second")];

    const { handled, warnings, waits } = await run(node ?? "", false, first, second);

    expect(handled.map(({ body }) => body)).toEqual([first, first, second, second]);
    expect(waits.map((wait) => wait !== null && wait <= 1)).toEqual([true, false, true, false]);
    expect(warnings).toEqual([]);
  });

  it.skipIf(node === null)("hides a message, and the clock jumps to that moment and no other", async () => {
    const { handled, waits } = await run(node ?? "", true, hide(600));

    const [first, second] = handled.map(({ at }) => at);
    expect(handled).toHaveLength(2);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(600_000);
    expect(waits[0]).toBeLessThanOrEqual(600);
  });

  it.skipIf(node === null)("hides a message for less than the queue would, and need not wait longer", async () => {
    const { waits } = await run(node ?? "", true, hide(60));

    expect(waits[0]).toBeLessThanOrEqual(60);
  });

  it.skipIf(node === null)("gives a message back at once, and it is handled again", async () => {
    const { handled } = await run(node ?? "", true, hide(0, "first"), hide(0, "second"));

    expect(handled).toHaveLength(4);
  });

  it.skipIf(node === null)(
    "removes a message that the runner waits for: that is logged, and the others are handled",
    async () => {
      const { handled, warnings } = await run(node ?? "", true, remove, hide(60));

      expect(handled.map(({ body }) => body)).toEqual([remove, hide(60), hide(60)]);
      expect(warnings).toEqual(["One: a message cannot be called back and comes when its queue lets it"]);
    },
  );
});

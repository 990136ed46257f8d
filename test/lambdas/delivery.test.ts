import type { SQSEvent, SQSRecord } from "aws-lambda";
import { describe, expect, it } from "vitest";
import { again, DONE, deliver } from "../../lambdas/delivery.ts";
import type { Queue } from "../../lib/queue/queue.ts";

const NOW = new Date("2026-03-10T09:30:00.000Z");
const CLOCK = { now: () => NOW, sleep: async () => {} };

const aRecord = (messageId: string): SQSRecord => ({
  ...{ messageId, receiptHandle: `handle-${messageId}`, body: messageId, md5OfBody: "" },
  attributes: {
    ...{ ApproximateReceiveCount: "1", SentTimestamp: "0", SenderId: "", ApproximateFirstReceiveTimestamp: "0" },
  },
  ...{ messageAttributes: {}, eventSource: "aws:sqs", eventSourceARN: "", awsRegion: "us-east-1" },
});

const anEvent = (...ids: readonly string[]): SQSEvent => ({ Records: ids.map(aRecord) });

function hidingQueue() {
  const hidden: (readonly [string, number])[] = [];
  const queue: Queue = { send: async () => {}, hide: async (handle, seconds) => void hidden.push([handle, seconds]) };
  return { queue, hidden };
}

describe("delivering a batch", () => {
  it("reports nothing when every message is done with", async () => {
    const { queue, hidden } = hidingQueue();
    const handled: string[] = [];

    const answer = await deliver(anEvent("a", "b"), queue, CLOCK, async ({ body }) => {
      handled.push(body);
      return DONE;
    });

    expect(answer).toEqual({ batchItemFailures: [] });
    expect(handled).toEqual(["a", "b"]);
    expect(hidden).toEqual([]);
  });

  it("hides a message until it is due and reports it", async () => {
    const { queue, hidden } = hidingQueue();

    const answer = await deliver(anEvent("a"), queue, CLOCK, async () => again(new Date(NOW.getTime() + 90_000)));

    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "a" }] });
    expect(hidden).toEqual([["handle-a", 90]]);
  });

  it("keeps the rest of the batch behind the one that waits, untouched and in order", async () => {
    const { queue, hidden } = hidingQueue();
    const handled: string[] = [];

    const answer = await deliver(anEvent("a", "b", "c"), queue, CLOCK, async ({ body }) => {
      handled.push(body);
      return body === "b" ? again(new Date(NOW.getTime() + 1000)) : DONE;
    });

    expect(handled).toEqual(["a", "b"]);
    expect(answer.batchItemFailures).toEqual([{ itemIdentifier: "b" }, { itemIdentifier: "c" }]);
    expect(hidden.map(([handle]) => handle)).toEqual(["handle-b"]);
  });

  it("lets what is thrown through, so that the message comes again by itself", async () => {
    const { queue, hidden } = hidingQueue();

    const delivery = deliver(anEvent("a"), queue, CLOCK, async () => {
      throw new Error("the table is down");
    });

    await expect(delivery).rejects.toThrow("the table is down");
    expect(hidden).toEqual([]);
  });
});

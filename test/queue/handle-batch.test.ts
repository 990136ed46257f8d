import type { SQSEvent, SQSRecord } from "aws-lambda";
import { describe, expect, it } from "vitest";
import { handleBatch } from "../../lib/queue/handle-batch.ts";
import { ACK, retryAt } from "../../lib/queue/message-result.ts";
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

const notGivenUp = async (): Promise<never> => {
  throw new Error("this message is not to be given up");
};

describe("delivering a batch", () => {
  it("reports nothing when every message is done with", async () => {
    const { queue, hidden } = hidingQueue();
    const handled: string[] = [];

    const answer = await handleBatch(
      anEvent("a", "b"),
      queue,
      CLOCK,
      async ({ body }) => {
        handled.push(body);
        return ACK;
      },
      notGivenUp,
    );

    expect(answer).toEqual({ batchItemFailures: [] });
    expect(handled).toEqual(["a", "b"]);
    expect(hidden).toEqual([]);
  });

  it("hides a message until it is due and reports it", async () => {
    const { queue, hidden } = hidingQueue();

    const answer = await handleBatch(
      anEvent("a"),
      queue,
      CLOCK,
      async () => retryAt(new Date(NOW.getTime() + 90_000)),
      notGivenUp,
    );

    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "a" }] });
    expect(hidden).toEqual([["handle-a", 90]]);
  });

  it("keeps the rest of the batch behind the one that waits, untouched and in order", async () => {
    const { queue, hidden } = hidingQueue();
    const handled: string[] = [];

    const answer = await handleBatch(
      anEvent("a", "b", "c"),
      queue,
      CLOCK,
      async ({ body }) => {
        handled.push(body);
        return body === "b" ? retryAt(new Date(NOW.getTime() + 1000)) : ACK;
      },
      notGivenUp,
    );

    expect(handled).toEqual(["a", "b"]);
    expect(answer.batchItemFailures).toEqual([{ itemIdentifier: "b" }, { itemIdentifier: "c" }]);
    expect(hidden.map(([handle]) => handle)).toEqual(["handle-b"]);
  });

  it("lets what is thrown through, so that the message comes retryAt by itself", async () => {
    const { queue, hidden } = hidingQueue();

    const delivery = handleBatch(
      anEvent("a"),
      queue,
      CLOCK,
      async () => {
        throw new Error("the table is down");
      },
      notGivenUp,
    );

    await expect(delivery).rejects.toThrow("the table is down");
    expect(hidden).toEqual([]);
  });

  it.each([
    ["17", { failures: 1, givenUp: [] }],
    ["18", { failures: 0, givenUp: ["a"] }],
  ])(
    "gives a message that only waits up before the queue's 20 receives are used up: at %s",
    async (receives, wanted) => {
      const { queue } = hidingQueue();
      const record = aRecord("a");
      const event = {
        Records: [{ ...record, attributes: { ...record.attributes, ApproximateReceiveCount: receives } }],
      };
      const givenUp: string[] = [];
      const wait = async () => retryAt(new Date(NOW.getTime() + 1000));

      const answer = await handleBatch(event, queue, CLOCK, wait, async ({ body }) => givenUp.push(body));

      expect({ failures: answer.batchItemFailures.length, givenUp }).toEqual(wanted);
    },
  );
});

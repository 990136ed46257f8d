import type { SQSEvent } from "aws-lambda";
import { describe, expect, it } from "vitest";
import { EXPERIMENT } from "../../lib/probe/experiment.ts";
import { FUNCTION_CODE } from "../../lib/probe/function-code.ts";
import { parseReceive } from "../../lib/probe/receive.ts";
import { handleBatch } from "../../lib/queue/handle-batch.ts";
import { retryAt } from "../../lib/queue/message-result.ts";

type Input = Readonly<Record<string, unknown>>;
type Handler = (event: unknown) => Promise<unknown>;

/** Runs the inline source the way the runtime would, with an SDK that writes down what it is asked. */
function load(failing = ""): { handler: Handler; requests: { name: string; input: Input }[] } {
  const requests: { name: string; input: Input }[] = [];
  const command = (name: string) =>
    class {
      readonly name = name;
      readonly input: Input;
      constructor(input: Input) {
        this.input = input;
      }
    };
  const sdk = {
    ChangeMessageVisibilityCommand: command("hide"),
    SendMessageCommand: command("report"),
    SQSClient: class {
      async send({ name, input }: { name: string; input: Input }) {
        if (name === failing) throw new Error("AccessDenied");
        requests.push({ name, input });
      }
    },
  };
  const exported: { handler?: Handler } = {};
  const env = { QUEUE_URL: "the-queue", RESULTS_URL: "the-results" };
  new Function("require", "exports", "process", FUNCTION_CODE)(() => sdk, exported, { env });
  if (exported.handler === undefined) throw new Error("no handler");
  return { handler: exported.handler, requests };
}

const event = (body: string, count = 1) => ({
  Records: [
    {
      messageId: `id-of-${body}`,
      receiptHandle: `handle-of-${body}`,
      body,
      attributes: { ApproximateReceiveCount: String(count), SentTimestamp: "1000" },
    },
  ],
});

const reports = (requests: readonly { name: string; input: Input }[]) =>
  requests.filter(({ name }) => name === "report").map(({ input }) => parseReceive(String(input.MessageBody)));

describe("the probe's function", () => {
  it("hides A1 at its first receive, reports it as failed and tells of it", async () => {
    const { handler, requests } = load();

    const answer = await handler(event("A1"));

    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "id-of-A1" }] });
    expect(requests[0]?.input).toEqual({
      QueueUrl: "the-queue",
      ReceiptHandle: "handle-of-A1",
      VisibilityTimeout: EXPERIMENT.hideSeconds,
    });
    expect(reports(requests)).toMatchObject([{ message: "A1", receiveCount: 1, sentAt: 1000 }]);
  });

  it("answers as the real functions do for a message that waits", async () => {
    const hidden: string[] = [];
    const now = new Date(0);
    const real = await handleBatch(
      event("A1") as unknown as SQSEvent,
      { send: async () => {}, hide: async (handle) => void hidden.push(handle) },
      { now: () => now, sleep: async () => {} },
      async () => retryAt(new Date(EXPERIMENT.hideSeconds * 1000)),
      async () => {
        throw new Error("the first receive is not given up");
      },
    );

    expect(await load().handler(event("A1"))).toEqual(real);
    expect(hidden).toEqual(["handle-of-A1"]);
  });

  it.each([
    ["A1", 2],
    ["A2", 1],
    ["B1", 1],
  ])("is done with %s at receive %i", async (body, count) => {
    const { handler, requests } = load();

    expect(await handler(event(body, count))).toEqual({ batchItemFailures: [] });
    expect(requests.map(({ name }) => name)).toEqual(["report"]);
  });

  it("reports that it could not hide", async () => {
    const { handler, requests } = load("hide");

    await handler(event("A1"));

    expect(reports(requests)).toMatchObject([{ message: "A1", fault: "Error: AccessDenied" }]);
  });
});

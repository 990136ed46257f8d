import {
  type BatchResultErrorEntry,
  ChangeMessageVisibilityCommand,
  SendMessageBatchCommand,
  type SendMessageBatchCommandInput,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { type OutgoingMessage, SendError } from "../../lib/queue/queue.ts";
import { createSqsQueue } from "../../lib/queue/sqs-queue.ts";

const sqs = mockClient(SQSClient);
beforeEach(() => sqs.reset());

const aMessage = (n: number): OutgoingMessage => ({ group: `g${n % 3}`, dedup: `d${n}`, body: `body ${n}` });
const messages = (count: number) => Array.from({ length: count }, (_, index) => aMessage(index));

function aQueue() {
  const slept: number[] = [];
  const queue = createSqsQueue({
    client: new SQSClient({ region: "us-east-1" }),
    url: "https://sqs.example/queue.fifo",
    sleep: async (ms) => void slept.push(ms),
  });
  return { queue, slept };
}

/** Accepts all entries of a request but those that `refuses` names. */
function acceptAllBut(refuses: (body: string, request: number) => boolean) {
  let request = 0;
  sqs.on(SendMessageBatchCommand).callsFake(({ Entries = [] }: SendMessageBatchCommandInput) => {
    request += 1;
    const refused = Entries.filter(({ MessageBody = "" }) => refuses(MessageBody, request));
    const Failed: BatchResultErrorEntry[] = refused.map(({ Id }) => ({
      Id,
      Code: "InternalError",
      SenderFault: false,
    }));
    const Successful = Entries.filter((entry) => !refused.includes(entry)).map(({ Id }) => ({
      ...{ Id, MessageId: `m${Id}`, MD5OfMessageBody: "" },
    }));
    return { Successful, Failed };
  });
}

const sentBodies = () =>
  sqs
    .commandCalls(SendMessageBatchCommand)
    .map(({ args: [{ input }] }) => input.Entries?.map(({ MessageBody }) => MessageBody) ?? []);

describe("sending", () => {
  it("puts ten messages in a request, in order, each with its group and deduplication id", async () => {
    acceptAllBut(() => false);
    const { queue, slept } = aQueue();

    await queue.send(messages(23));

    expect(sentBodies().map(({ length }) => length)).toEqual([10, 10, 3]);
    expect(sentBodies().flat()).toEqual(messages(23).map(({ body }) => body));
    const [first] = sqs.commandCalls(SendMessageBatchCommand);
    expect(first?.args[0].input.Entries?.[1]).toMatchObject({ MessageGroupId: "g1", MessageDeduplicationId: "d1" });
    expect(slept).toEqual([]);
  });

  it("makes no request for nothing", async () => {
    const { queue } = aQueue();

    await queue.send([]);

    expect(sqs.calls()).toHaveLength(0);
  });

  it("sends the refused entries of a request again, and only those", async () => {
    acceptAllBut((body, request) => request === 1 && ["body 2", "body 7"].includes(body));
    const { queue, slept } = aQueue();

    await queue.send(messages(10));

    expect(sentBodies()[1]).toEqual(["body 2", "body 7"]);
    expect(sentBodies()).toHaveLength(2);
    expect(slept).toHaveLength(1);
  });

  it("gives up after a bounded number of tries with growing waits, and says how many were not sent and why", async () => {
    acceptAllBut((body) => body === "body 3");
    const { queue, slept } = aQueue();

    const sending = queue.send(messages(5));

    await expect(sending).rejects.toThrow(SendError);
    await expect(sending).rejects.toMatchObject({ unsent: 1 });
    await expect(sending).rejects.toThrow(/1 .*InternalError/);
    expect(slept.length).toBeGreaterThan(1);
    expect(slept).toEqual(slept.toSorted((a, b) => a - b));
  });

  it("sends what comes after a request that could not be sent, or says that it did not", async () => {
    acceptAllBut((body) => body === "body 3");
    const { queue } = aQueue();

    const sending = queue.send(messages(25));

    const unsent = await sending.then(
      () => 0,
      (error: unknown) => (error instanceof SendError ? error.unsent : Number.NaN),
    );
    expect(unsent).toBe(
      25 -
        new Set(
          sentBodies()
            .flat()
            .filter((body) => body !== "body 3"),
        ).size,
    );
  });
});

describe("hiding", () => {
  it.each([
    [90, 90],
    [0.2, 1],
    [-5, 1],
    [59.1, 60],
    [100_000, 43_200],
  ])("for %s seconds asks for %s", async (seconds, VisibilityTimeout) => {
    sqs.on(ChangeMessageVisibilityCommand).resolves({});
    const { queue } = aQueue();

    await queue.hide("handle", seconds);

    const [call] = sqs.commandCalls(ChangeMessageVisibilityCommand);
    expect(call?.args[0].input).toMatchObject({ ReceiptHandle: "handle", VisibilityTimeout });
  });
});

import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { buildApp } from "fauxqs";
import * as z from "zod/mini";
import { deadLettersFirst } from "./dead-letters-first.ts";
import { embeddedQueue } from "./embedded-queue.ts";
import { inProcessClient } from "./in-process-client.ts";
import type { EmulatorAnswer, EmulatorRequest } from "./in-process-requests.ts";
import { LOCAL_AWS } from "./local-aws.ts";
import type { LocalQueue, LocalQueues, VisibilityChange } from "./local-queues.ts";
import type { QueueInTemplate } from "./template/local-system.ts";

/** The emulator's account, as its queues' ARNs have it. */
const ACCOUNT = "000000000000";

/** Queues behind a server that functions in other processes can reach too. */
export interface EmbeddedQueues extends LocalQueues {
  readonly client: SQSClient;
  readonly endpoint: string;
}

const visibilityRequest = z.object({ ReceiptHandle: z.string(), VisibilityTimeout: z.number() });

const nameOf = (logicalId: string, fifo: boolean): string => (fifo ? `${logicalId}.fifo` : logicalId);

/** SQS in this process, on 127.0.0.1 and any free port. Messages live in memory: a restart plans the run again. */
export async function startEmbeddedQueues(): Promise<EmbeddedQueues> {
  // Not `startFauxqs`: that one listens on every address of the machine.
  const app = buildApp({ logger: false });
  const listeners: ((change: VisibilityChange) => void)[] = [];
  app.addHook("onSend", async (request, reply) => {
    if (request.headers["x-amz-target"] !== "AmazonSQS.ChangeMessageVisibility" || reply.statusCode !== 200) return;
    const { ReceiptHandle: receiptHandle, VisibilityTimeout: seconds } = z.parse(visibilityRequest, request.body);
    for (const listener of listeners) listener({ receiptHandle, seconds });
  });
  const endpoint = await app.listen({ port: 0, host: "127.0.0.1" });
  const request = async ({ method, url, headers, body }: EmulatorRequest): Promise<EmulatorAnswer> => {
    const answer = await app.inject({ method: method as "POST", url, headers, payload: body });
    const given = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
    return { statusCode: answer.statusCode, headers: Object.fromEntries(given), body: answer.rawPayload };
  };
  const client = new SQSClient({ ...inProcessClient("sqs", endpoint, request), useQueueUrlAsEndpoint: false });
  const createOne = async (definition: QueueInTemplate): Promise<LocalQueue> => {
    const { logicalId, fifo, visibilitySeconds, retentionSeconds, redrive } = definition;
    const { QueueUrl: url } = await client.send(
      new CreateQueueCommand({
        QueueName: nameOf(logicalId, fifo),
        Attributes: {
          ...(fifo && { FifoQueue: "true" }),
          ...(visibilitySeconds !== null && { VisibilityTimeout: String(visibilitySeconds) }),
          MessageRetentionPeriod: String(retentionSeconds),
          ...(redrive !== null && {
            RedrivePolicy: JSON.stringify({
              // SQS takes only a FIFO queue as the dead letters of a FIFO queue, and any other for any other.
              deadLetterTargetArn: `arn:aws:sqs:${LOCAL_AWS.region}:${ACCOUNT}:${nameOf(redrive.deadLetters, fifo)}`,
              maxReceiveCount: redrive.maxReceiveCount,
            }),
          }),
        },
      }),
    );
    if (url === undefined) throw new Error(`the embedded queue ${logicalId} was not created`);
    return embeddedQueue(client, definition, url);
  };
  return {
    client,
    endpoint,
    onVisibilityChange: (listener) => void listeners.push(listener),
    async create(definitions) {
      const created = new Map<string, LocalQueue>();
      for (const definition of deadLettersFirst(definitions))
        created.set(definition.logicalId, await createOne(definition));
      return created;
    },
    async close() {
      client.destroy();
      await app.close();
    },
  };
}

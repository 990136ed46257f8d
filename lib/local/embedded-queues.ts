import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { buildApp } from "fauxqs";
import * as z from "zod/mini";
import { LOCAL_AWS } from "./local-aws.ts";
import type { QueueInTemplate } from "./template/local-system.ts";

/** The emulator's account, as its queues' ARNs have it. */
const ACCOUNT = "000000000000";

/** A change of a received message's visibility. 0 seconds let it come again at once. */
export interface VisibilityChange {
  readonly receiptHandle: string;
  readonly seconds: number;
}

export interface EmbeddedQueues {
  readonly client: SQSClient;
  readonly endpoint: string;
  /** Calls `listener` for each change that a queue accepts, whichever process asks, before that process is answered. */
  onVisibilityChange(listener: (change: VisibilityChange) => void): void;
  /** Creates the queues of a template, dead letters first; answers them by logical id. */
  create(definitions: readonly QueueInTemplate[]): Promise<ReadonlyMap<string, EmbeddedQueue>>;
  close(): Promise<void>;
}

export interface EmbeddedQueue {
  readonly definition: QueueInTemplate;
  readonly url: string;
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
  const client = new SQSClient({ ...LOCAL_AWS, endpoint, useQueueUrlAsEndpoint: false });
  const createOne = async (definition: QueueInTemplate): Promise<EmbeddedQueue> => {
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
    return { definition, url };
  };
  return {
    client,
    endpoint,
    onVisibilityChange: (listener) => void listeners.push(listener),
    async create(definitions) {
      const created = new Map<string, EmbeddedQueue>();
      const deadLettersFirst = definitions.toSorted((a, b) => Number(a.redrive !== null) - Number(b.redrive !== null));
      for (const definition of deadLettersFirst) created.set(definition.logicalId, await createOne(definition));
      return created;
    },
    async close() {
      client.destroy();
      await app.close();
    },
  };
}

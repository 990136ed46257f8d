import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { buildApp } from "fauxqs";
import type { QueueDefinition } from "../contract/queues.ts";
import { LOCAL_AWS } from "./local-aws.ts";

export interface EmbeddedQueues {
  readonly client: SQSClient;
  readonly endpoint: string;
  /** Creates a queue with its dead letters behind it. */
  create(definition: QueueDefinition): Promise<EmbeddedQueue>;
  close(): Promise<void>;
}

export interface EmbeddedQueue {
  readonly definition: QueueDefinition;
  readonly url: string;
  readonly deadLetterUrl: string;
}

/** SQS in this process, on 127.0.0.1 and any free port. Messages live in memory: a restart plans the run again. */
export async function startEmbeddedQueues(): Promise<EmbeddedQueues> {
  // Not `startFauxqs`: that one listens on every address of the machine.
  const app = buildApp({ logger: false });
  const endpoint = await app.listen({ port: 0, host: "127.0.0.1" });
  const client = new SQSClient({ ...LOCAL_AWS, endpoint, useQueueUrlAsEndpoint: false });
  const createFifo = async (name: string, attributes: Record<string, string>): Promise<string> => {
    const command = new CreateQueueCommand({
      QueueName: `${name}.fifo`,
      Attributes: { FifoQueue: "true", ...attributes },
    });
    const { QueueUrl } = await client.send(command);
    if (QueueUrl === undefined) throw new Error(`the embedded queue ${name} was not created`);
    return QueueUrl;
  };
  return {
    client,
    endpoint,
    async create(definition) {
      const { id, visibilitySeconds, retentionSeconds, maxReceiveCount, deadLetterRetentionSeconds } = definition;
      const deadLetterUrl = await createFifo(`${id}DeadLetters`, {
        MessageRetentionPeriod: String(deadLetterRetentionSeconds),
      });
      const { Attributes } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl: deadLetterUrl, AttributeNames: ["QueueArn"] }),
      );
      const url = await createFifo(id, {
        VisibilityTimeout: String(visibilitySeconds),
        MessageRetentionPeriod: String(retentionSeconds),
        RedrivePolicy: JSON.stringify({ deadLetterTargetArn: Attributes?.QueueArn, maxReceiveCount }),
      });
      return { definition, url, deadLetterUrl };
    },
    async close() {
      client.destroy();
      await app.close();
    },
  };
}

import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";

/** Sends one message to a queue that is not FIFO; it is delivered once, or now and then twice, after `delaySeconds`. */
export const createDelayedQueue =
  (client: SQSClient, QueueUrl: string) =>
  async (MessageBody: string, DelaySeconds: number): Promise<void> => {
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody, DelaySeconds }));
  };

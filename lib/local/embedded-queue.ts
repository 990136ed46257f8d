import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { createSqsQueue } from "../queue/sqs-queue.ts";
import type { LocalQueue } from "./local-queues.ts";
import type { QueueInTemplate } from "./template/local-system.ts";

const HIDDEN = "ApproximateNumberOfMessagesNotVisible";

/** A queue of the embedded SQS, a request for each thing that is asked of it. Throws what the SDK throws. */
export function embeddedQueue(client: SQSClient, definition: QueueInTemplate, url: string): LocalQueue {
  return {
    definition,
    url,
    sender: (sleep) => createSqsQueue({ client, url, sleep }),
    async receive(most) {
      const request = { QueueUrl: url, MaxNumberOfMessages: most };
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({ ...request, MessageSystemAttributeNames: ["All"] }),
      );
      return Messages;
    },
    async remove(ReceiptHandle) {
      await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }));
    },
    async show(ReceiptHandle) {
      const change = { QueueUrl: url, ReceiptHandle, VisibilityTimeout: 0 };
      await client.send(new ChangeMessageVisibilityCommand(change));
    },
    async hasHidden() {
      const { Attributes } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [HIDDEN] }),
      );
      return Number(Attributes?.[HIDDEN]) > 0;
    },
  };
}

import { DeleteMessageCommand, ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { DeadLetterFile, KeptDeadLetter } from "./dead-letter-file.ts";

/** Moves what lies in a dead-letter queue of this process to the file, which outlives it: written first, then deleted. */
export async function keepDeadLetters(
  client: SQSClient,
  url: string,
  queue: KeptDeadLetter["queue"],
  file: DeadLetterFile,
  firstSeenAt: Date,
): Promise<void> {
  // A group hands out its next message once the last one is deleted, so this ends when all groups are empty.
  for (;;) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ["All"] }),
    );
    if (Messages.length === 0) return;
    file.append(
      Messages.map(({ MessageId = "", Body = "", Attributes = {} }) => ({
        ...{ queue, id: MessageId, body: Body, group: Attributes.MessageGroupId ?? null },
        ...{ attributes: Attributes, firstSeenAt },
      })),
    );
    for (const { ReceiptHandle } of Messages) {
      await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }));
    }
  }
}

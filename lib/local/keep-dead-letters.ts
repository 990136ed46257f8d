import type { DeadLetterFile, KeptDeadLetter } from "./dead-letter-file.ts";
import type { LocalQueue } from "./local-queues.ts";

/** Moves what lies in a dead-letter queue of this process to the file, which outlives it: written first, then deleted. */
export async function keepDeadLetters(
  deadLetters: LocalQueue,
  queue: KeptDeadLetter["queue"],
  file: DeadLetterFile,
  firstSeenAt: Date,
): Promise<void> {
  // A group hands out its next message once the last one is deleted, so this ends when all groups are empty.
  for (;;) {
    const messages = await deadLetters.receive(10);
    if (messages.length === 0) return;
    file.append(
      messages.map(({ MessageId = "", Body = "", Attributes = {} }) => ({
        ...{ queue, id: MessageId, body: Body, group: Attributes.MessageGroupId ?? null },
        ...{ attributes: Attributes, firstSeenAt },
      })),
    );
    for (const { ReceiptHandle = "" } of messages) await deadLetters.remove(ReceiptHandle);
  }
}

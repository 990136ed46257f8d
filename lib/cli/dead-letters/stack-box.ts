import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { SYSTEM_CLOCK } from "../../observe/clock.ts";
import { createSqsQueue } from "../../queue/sqs-queue.ts";
import { readStackOutputs } from "../stack/stack-outputs.ts";
import { startRunOnStack } from "../stack/start-run.ts";
import type { DeadLetter, DeadLetterBox, DeadLetterQueue } from "./dead-letter.ts";
import { scheduledTimeIn } from "./scheduled-time.ts";

/** Long enough for what is done with ten messages; what a killed process held is there again after it. */
const HELD_SECONDS = 600;
/** Long polling asks all of SQS's servers: only then does an empty answer mean that nothing is left. */
const POLL_SECONDS = 1;

/** The dead letters of a deployed stack. Region and credentials are found the standard way of the AWS tools. */
export async function openStackBox(stackName: string): Promise<DeadLetterBox & { close(): void }> {
  const outputs = await readStackOutputs(new CloudFormationClient({}), stackName, [
    "sweepQueueUrl",
    "withdrawQueueUrl",
    "startRunDeadLettersUrl",
    "sweepDeadLettersUrl",
    "withdrawDeadLettersUrl",
  ]);
  // The queue is named by its address, but asked for where the environment says: AWS_ENDPOINT_URL counts here too.
  const client = new SQSClient({ useQueueUrlAsEndpoint: false });
  const boxes: Readonly<Record<DeadLetterQueue, string>> = {
    "start-run": outputs.startRunDeadLettersUrl,
    sweep: outputs.sweepDeadLettersUrl,
    withdraw: outputs.withdrawDeadLettersUrl,
  };
  const sourceOf = (url: string) => createSqsQueue({ client, url, sleep: SYSTEM_CLOCK.sleep });
  const sources = { sweep: sourceOf(outputs.sweepQueueUrl), withdraw: sourceOf(outputs.withdrawQueueUrl) };

  const putBack = async ({ queue, id, body, group }: DeadLetter): Promise<void> => {
    if (queue === "start-run") {
      const scheduledAt = scheduledTimeIn(body);
      if (scheduledAt === null) throw new Error(`dead letter ${id} holds no scheduled time`);
      await startRunOnStack(stackName, scheduledAt);
      return;
    }
    if (group === null) throw new Error(`dead letter ${id} has no group to be put back into`);
    // New to the queue, and yet the same when this is repeated after a crash: SQS then drops the repeat.
    await sources[queue].send([{ group, dedup: `redrive/${id}`, body }]);
  };

  const visit: DeadLetterBox["visit"] = (queue, look) => visitQueue(client, boxes[queue], queue, look);
  return {
    visit,
    async redrive(queues, choose) {
      const notices: string[] = [];
      const refused: { id: string; why: string }[] = [];
      for (const queue of queues) {
        const unseen = await visit(queue, async (letter) => {
          if (!(await choose(letter))) return "keep";
          try {
            await putBack(letter);
          } catch (error) {
            // A run that does not start is told with the rest; a queue that takes nothing ends it all.
            if (letter.queue !== "start-run") throw error;
            refused.push({ id: letter.id, why: error instanceof Error ? error.message : String(error) });
            return "keep";
          }
          return "delete";
        });
        notices.push(...unseen);
      }
      return { notices, refused, deadAgain: null, interrupted: false };
    },
    close: () => client.destroy(),
  };
}

/**
 * Receives until nothing more comes and holds on to what it has seen, for a queue that got it back would hand it out
 * again and again. A FIFO queue hands out up to ten messages of a group at once, and no further one while any of these
 * is held: what lies behind them is only seen once they are deleted, and is counted here. At the end all that was held
 * is let go, the newest first, so that each group begins with its oldest again.
 */
async function visitQueue(
  client: SQSClient,
  QueueUrl: string,
  queue: DeadLetterQueue,
  look: (letter: DeadLetter) => Promise<"keep" | "delete">,
): Promise<readonly string[]> {
  const held = new Map<string, string | undefined>();
  try {
    for (;;) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          VisibilityTimeout: HELD_SECONDS,
          WaitTimeSeconds: POLL_SECONDS,
          MessageSystemAttributeNames: ["All"],
          MessageAttributeNames: ["All"],
        }),
      );
      const fresh = Messages.filter(({ MessageId = "" }) => !held.has(MessageId));
      for (const { MessageId = "", ReceiptHandle } of Messages) held.set(MessageId, ReceiptHandle);
      // Nothing new: the queue is seen to its end, or this has taken so long that what was held comes round again.
      if (fresh.length === 0) break;
      for (const message of fresh) {
        if ((await look(toDeadLetter(queue, message))) === "keep") continue;
        await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
        held.delete(message.MessageId ?? "");
      }
    }
    const behind = (await countIn(client, QueueUrl)) - held.size;
    return behind > 0 ? [unseenInWords(queue, behind)] : [];
  } finally {
    for (const ReceiptHandle of [...held.values()].reverse()) {
      await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
    }
  }
}

function unseenInWords(queue: DeadLetterQueue, count: number): string {
  return `${queue}: SQS counts about ${count} more. It shows at most ten of an identity until these are gone, and none that somebody else is reading; redrive or purge these, or try again in a few minutes`;
}

async function countIn(client: SQSClient, QueueUrl: string): Promise<number> {
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
    }),
  );
  const { ApproximateNumberOfMessages = "0", ApproximateNumberOfMessagesNotVisible = "0" } = Attributes;
  return Number(ApproximateNumberOfMessages) + Number(ApproximateNumberOfMessagesNotVisible);
}

function toDeadLetter(
  queue: DeadLetterQueue,
  { MessageId = "", Body = "", Attributes = {}, MessageAttributes = {} }: Message,
): DeadLetter {
  // Lambda writes ErrorMessage, the schedule ERROR_MESSAGE.
  const { ErrorMessage, ERROR_MESSAGE } = MessageAttributes;
  return {
    queue,
    id: MessageId,
    body: Body,
    group: Attributes.MessageGroupId ?? null,
    sentAt: Attributes.SentTimestamp === undefined ? null : new Date(Number(Attributes.SentTimestamp)),
    received: Attributes.ApproximateReceiveCount === undefined ? null : Number(Attributes.ApproximateReceiveCount),
    error: ErrorMessage?.StringValue ?? ERROR_MESSAGE?.StringValue ?? null,
  };
}

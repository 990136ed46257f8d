import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { SQSClient } from "@aws-sdk/client-sqs";
import { OPTIONAL_OUTPUTS } from "../../contract/outputs.ts";
import { createDelayedQueue } from "../../queue/delayed-queue.ts";
import type { OutgoingMessage } from "../../queue/queue.ts";
import { UsageError } from "../errors.ts";
import { optionalOutput } from "./optional-output.ts";
import { describeStack } from "./stack-outputs.ts";

/** Hands a stack the messages of a clean-up that its ledger holds. */
export type SendCleanup = (messages: readonly OutgoingMessage[]) => Promise<void>;

/**
 * How clean-ups are left with a stack: its own function follows each from its first message to its end.
 *
 * @throws UsageError for a stack of an earlier version, which has no such function
 */
export async function cleanupSender(stackName: string): Promise<SendCleanup> {
  const url = optionalOutput(
    await describeStack(new CloudFormationClient({}), stackName),
    OPTIONAL_OUTPUTS.cleanupQueueUrl,
  );
  if (url === null) {
    throw new UsageError(
      `the stack ${stackName} is of a version that cannot clean up: deploy this one first, with \`npm run deploy\``,
    );
  }
  // The queue is named by its address, but asked for where the environment says: AWS_ENDPOINT_URL counts here too.
  const client = new SQSClient({ useQueueUrlAsEndpoint: false });
  const send = createDelayedQueue(client, url);
  return async (messages) => {
    for (const { body } of messages) await send(body, 0);
  };
}

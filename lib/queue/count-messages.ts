import { GetQueueAttributesCommand, type SQSClient } from "@aws-sdk/client-sqs";

const COUNTED = [
  "ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesNotVisible",
  "ApproximateNumberOfMessagesDelayed",
] as const;

/** Messages in a queue, hidden ones included. SQS is right about them within a minute of the last change, it says. */
export async function countMessages(client: SQSClient, QueueUrl: string): Promise<number> {
  const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...COUNTED] }));
  return COUNTED.reduce((sum, name) => sum + countIn(Attributes?.[name]), 0);
}

/** An answer without a number says nothing of how much room there is, so nothing is taken from it. */
function countIn(text: string | undefined): number {
  const count = Number(text ?? Number.NaN);
  if (!Number.isInteger(count) || count < 0) throw new TypeError("SQS does not say how many messages wait");
  return count;
}

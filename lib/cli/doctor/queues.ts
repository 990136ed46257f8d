import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { OUTPUTS } from "../../contract/outputs.ts";
import { type Check, ok, warning } from "./check.ts";
import { ask } from "./look.ts";
import { outputOf, type StackInView } from "./stack-in-view.ts";

const QUEUES = { sweep: OUTPUTS.sweepQueueUrl, withdraw: OUTPUTS.withdrawQueueUrl } as const;

/** Messages that one FIFO queue may have under way; more are not handed out. */
const MAX_UNDER_WAY = 120_000;
/** Above this share of it somebody should know. */
const NEAR = 0.8;

/** What waits and what is under way. Neither is a fault by itself: a message is hidden until its identity may call again. */
export async function queuesCheck(stack: StackInView): Promise<Check> {
  const found: QueueFound[] = [];
  for (const [name, output] of Object.entries(QUEUES)) {
    const QueueUrl = outputOf(stack, output);
    const { Attributes } = await ask("sqs:GetQueueAttributes", () =>
      stack.sqs.send(
        new GetQueueAttributesCommand({
          ...{ QueueUrl, AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] },
        }),
      ),
    );
    const { ApproximateNumberOfMessages: waiting, ApproximateNumberOfMessagesNotVisible: underWay = "0" } =
      Attributes ?? {};
    if (waiting === undefined) throw new Error(`SQS does not count the messages of ${name}`);
    found.push({ name, waiting: Number(waiting), underWay: Number(underWay) });
  }
  return judgeQueues(found);
}

interface QueueFound {
  readonly name: string;
  readonly waiting: number;
  readonly underWay: number;
}

export function judgeQueues(queues: readonly QueueFound[]): Check {
  const text = queues.map(({ name, waiting, underWay }) => `${name} ${waiting} waiting, ${underWay} under way`);
  if (queues.every(({ underWay }) => underWay < MAX_UNDER_WAY * NEAR)) return ok("queues", text.join("; "));
  const remedy = `lower runCap: a queue hands out no more than ${MAX_UNDER_WAY} at a time`;
  return warning("queues", text.join("; "), remedy);
}

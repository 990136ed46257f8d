import { Duration } from "aws-cdk-lib";
import { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { START_RUN_QUEUE } from "../contract/queues.ts";
import { SAFE_QUEUE } from "./fifo-queue.ts";
import { pinLogicalId } from "./pin-logical-id.ts";

/** The messages by which start-run goes on with a run that takes more than one invocation. */
export function startRunQueue(scope: Construct, deadLetters: Queue): Queue {
  const { id, visibilitySeconds, retentionSeconds, maxReceiveCount } = START_RUN_QUEUE;
  const queue = new Queue(scope, `${id}Queue`, {
    ...SAFE_QUEUE,
    visibilityTimeout: Duration.seconds(visibilitySeconds),
    retentionPeriod: Duration.seconds(retentionSeconds),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount },
  });
  pinLogicalId(queue, `${id}Queue`);
  return queue;
}

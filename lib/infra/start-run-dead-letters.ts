import { Duration } from "aws-cdk-lib";
import { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { SWEEP_QUEUE } from "../contract/queues.ts";
import { acknowledgeLastStop, SAFE_QUEUE } from "./fifo-queue.ts";
import { pinLogicalId } from "./pin-logical-id.ts";

/**
 * Runs that did not start: what the schedule could not deliver, and what start-run failed on. Not FIFO, which neither
 * of the two takes.
 */
export function startRunDeadLetters(scope: Construct): Queue {
  const queue = new Queue(scope, "StartRunDeadLetters", {
    ...SAFE_QUEUE,
    retentionPeriod: Duration.seconds(SWEEP_QUEUE.deadLetterRetentionSeconds),
  });
  pinLogicalId(queue, "StartRunDeadLetters");
  acknowledgeLastStop(queue);
  return queue;
}

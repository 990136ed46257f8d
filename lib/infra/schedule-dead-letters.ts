import { Duration } from "aws-cdk-lib";
import { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { SWEEP_QUEUE } from "../contract/queues.ts";
import { acknowledgeLastStop, SAFE_QUEUE } from "./fifo-queue.ts";
import { pinLogicalId } from "./pin-logical-id.ts";

/** Runs that did not start. */
export const startRunDeadLetters = (scope: Construct): Queue => scheduleDeadLetters(scope, "StartRunDeadLetters");

/** Digests that were not sent. */
export const digestDeadLetters = (scope: Construct): Queue => scheduleDeadLetters(scope, "DigestDeadLetters");

/** Exports that could not be asked for. */
export const archiveDeadLetters = (scope: Construct): Queue => scheduleDeadLetters(scope, "ArchiveDeadLetters");

/** What a schedule could not deliver, and what its function failed on. Not FIFO, which neither of the two takes. */
function scheduleDeadLetters(scope: Construct, id: string): Queue {
  const queue = new Queue(scope, id, {
    ...SAFE_QUEUE,
    retentionPeriod: Duration.seconds(SWEEP_QUEUE.deadLetterRetentionSeconds),
  });
  pinLogicalId(queue, id);
  acknowledgeLastStop(queue);
  return queue;
}

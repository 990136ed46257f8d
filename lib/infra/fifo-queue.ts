import { Duration, Validations } from "aws-cdk-lib";
import { Queue, QueueEncryption, type QueueProps } from "aws-cdk-lib/aws-sqs";
import { Construct, type IConstruct } from "constructs";
import type { QueueDefinition } from "../contract/queues.ts";
import { pinLogicalId } from "./pin-logical-id.ts";

/** Every queue is encrypted with SQS's own keys and refuses requests without TLS. */
export const SAFE_QUEUE = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true } as const satisfies QueueProps;

/** Dead letters have no dead letters of their own; an alarm tells a person of the first one. */
export function acknowledgeLastStop(deadLetters: IConstruct): void {
  Validations.of(deadLetters).acknowledge({
    id: "Serverless-SQSRedrivePolicy",
    reason: "This queue holds dead letters: it is the last stop, and an alarm tells a person.",
  });
}

/** A FIFO queue and its dead letters, as `lib/contract/queues.ts` defines them. */
export class FifoQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, definition: QueueDefinition) {
    super(scope, `${definition.id}Queue`);
    const { id, visibilitySeconds, retentionSeconds, maxReceiveCount, deadLetterRetentionSeconds } = definition;
    // SQS takes only a FIFO queue as the dead letters of a FIFO queue.
    this.deadLetters = new Queue(this, "DeadLetters", {
      ...SAFE_QUEUE,
      fifo: true,
      retentionPeriod: Duration.seconds(deadLetterRetentionSeconds),
    });
    this.queue = new Queue(this, "Queue", {
      ...SAFE_QUEUE,
      fifo: true,
      visibilityTimeout: Duration.seconds(visibilitySeconds),
      retentionPeriod: Duration.seconds(retentionSeconds),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount },
    });
    pinLogicalId(this.queue, `${id}Queue`);
    pinLogicalId(this.deadLetters, `${id}DeadLetters`);
    acknowledgeLastStop(this.deadLetters);
  }
}

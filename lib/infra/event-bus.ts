import { Duration, Validations } from "aws-cdk-lib";
import { EventBus } from "aws-cdk-lib/aws-events";
import { AccountPrincipal, Effect, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { Config } from "../config.ts";
import { EVENT_SOURCE, EVENTS_IN } from "../contract/events.ts";
import { WITHDRAW_QUEUE } from "../contract/queues.ts";
import { acknowledgeLastStop, SAFE_QUEUE } from "./fifo-queue.ts";
import { pinLogicalId } from "./pin-logical-id.ts";

/** The sweeper's own bus: its events go out on it, and others' requests come in. */
export class SweeperEvents extends Construct {
  readonly bus: EventBus;
  /** Events that could not be sent, and requests that could not be carried out. */
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { stackName, events }: Pick<Config, "stackName" | "events">) {
    super(scope, id);
    this.bus = new EventBus(this, "Bus", {
      eventBusName: stackName,
      description: "invite-sweeper: what happened, and what is asked for",
    });
    pinLogicalId(this.bus, "EventBus");
    this.deadLetters = new Queue(this, "DeadLetters", {
      ...SAFE_QUEUE,
      retentionPeriod: Duration.seconds(WITHDRAW_QUEUE.deadLetterRetentionSeconds),
    });
    pinLogicalId(this.deadLetters, "EventDeadLetters");
    acknowledgeLastStop(this.deadLetters);
    Validations.of(this.deadLetters).acknowledge({
      id: "AwsSolutions-SQS3",
      reason: "It is a dead-letter queue itself, of pipes and not of another queue, which the rule does not see.",
    });
    const { senderAccounts } = events;
    if (senderAccounts.length === 0) return;
    this.bus.addToResourcePolicy(
      new PolicyStatement({
        sid: "Wishes",
        effect: Effect.ALLOW,
        principals: senderAccounts.map((account) => new AccountPrincipal(account)),
        actions: ["events:PutEvents"],
        resources: [this.bus.eventBusArn],
        conditions: {
          StringEquals: { "events:detail-type": Object.values(EVENTS_IN) },
          // Only our pipes send our own events.
          StringNotEquals: { "events:source": EVENT_SOURCE },
        },
      }),
    );
  }
}

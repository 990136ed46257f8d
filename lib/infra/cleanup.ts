import { Duration } from "aws-cdk-lib";
import { RecursiveLoop } from "aws-cdk-lib/aws-lambda";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { LEAST_CONCURRENCY } from "../config/concurrency.ts";
import type { Config } from "../config.ts";
import { ENVIRONMENT } from "../contract/environment.ts";
import { CLEANUP_FUNCTION, CLEANUP_MEMORY_MB, CLEANUP_TIMEOUT_MS } from "../contract/functions.ts";
import { CLEANUP_QUEUE } from "../contract/queues.ts";
import { INVITATIONS } from "../contract/tables.ts";
import { applyGrants } from "./apply-grants.ts";
import type { SweeperEvents } from "./event-bus.ts";
import { SAFE_QUEUE } from "./fifo-queue.ts";
import { environmentOf, feed } from "./functions.ts";
import { CLEANUP_GRANTS, type CleanupGrantTarget } from "./grants.ts";
import { pinLogicalId } from "./pin-logical-id.ts";
import type { StateParts } from "./state-parts.ts";
import { SweeperFunction } from "./sweeper-function.ts";

/** Clean-ups by hand: the queue in which a person's command leaves them, and the function that follows each to its end. */
export class Cleanup extends Construct {
  readonly queue: Queue;
  readonly function: SweeperFunction;

  constructor(scope: Construct, id: string, config: Config, state: StateParts, events: SweeperEvents) {
    super(scope, id);
    const { visibilitySeconds, retentionSeconds, maxReceiveCount } = CLEANUP_QUEUE;
    this.queue = new Queue(this, "Queue", {
      ...SAFE_QUEUE,
      visibilityTimeout: Duration.seconds(visibilitySeconds),
      retentionPeriod: Duration.seconds(retentionSeconds),
      deadLetterQueue: { queue: events.deadLetters, maxReceiveCount },
    });
    pinLogicalId(this.queue, `${CLEANUP_QUEUE.id}Queue`);
    this.function = new SweeperFunction(this, "Cleanup", {
      name: CLEANUP_FUNCTION,
      description: "Follows a clean-up by hand: claims, submits, looks again, settles",
      memoryMb: CLEANUP_MEMORY_MB,
      timeoutMs: CLEANUP_TIMEOUT_MS,
      environment: { ...environmentOf(config, state), [ENVIRONMENT.cleanupQueueUrl]: this.queue.queueUrl },
      rollout: config.rollout,
      // A message that has been received often is sent anew, which Lambda takes for a runaway after some 16 rounds. They end by
      // themselves: with the clean-up, which the ledger knows of.
      recursiveLoop: RecursiveLoop.ALLOW,
    });
    applyGrants(this.function.role, CLEANUP_GRANTS[CLEANUP_FUNCTION], this.arns(state));
    feed(this.function, this.queue, LEAST_CONCURRENCY);
  }

  private arns({ tables, ...parts }: StateParts): Record<CleanupGrantTarget, string> {
    const [, , , byProfile, bySalesNavigator] = INVITATIONS.indexes;
    return {
      "table Invitations": tables.invitations.tableArn,
      "index Invitations/byProfile": `${tables.invitations.tableArn}/index/${byProfile.name}`,
      "index Invitations/bySalesNavigator": `${tables.invitations.tableArn}/index/${bySalesNavigator.name}`,
      "table Identities": tables.identities.tableArn,
      "table Runs": tables.runs.tableArn,
      "table Flags": tables.flags.tableArn,
      "queue Cleanup": this.queue.queueArn,
      "policy parameter": parts.policyParameter.parameterArn,
      "API key secret": parts.apiKeySecret.ref,
      "own log group": this.function.logGroup.logGroupArn,
    };
  }
}

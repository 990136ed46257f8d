import { Validations } from "aws-cdk-lib";
import { EventSourceMapping, RecursiveLoop } from "aws-cdk-lib/aws-lambda";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { concurrencyFor, LEAST_CONCURRENCY } from "../config/concurrency.ts";
import type { Config } from "../config.ts";
import { ENVIRONMENT } from "../contract/environment.ts";
import {
  BATCH_SIZE,
  type FunctionName,
  START_RUN_MEMORY_MB,
  START_RUN_TIMEOUT_MS,
  SWEEP_MEMORY_MB,
  SWEEP_TIMEOUT_MS,
  WITHDRAW_MEMORY_MB,
  WITHDRAW_TIMEOUT_MS,
} from "../contract/functions.ts";
import { INVITATIONS, RUNS } from "../contract/tables.ts";
import { applyGrants } from "./apply-grants.ts";
import { GRANTS, type GrantTarget } from "./grants.ts";
import { ledgerEnvironment } from "./ledger-environment.ts";
import type { StateParts } from "./state-parts.ts";
import { SweeperFunction, type SweeperFunctionProps } from "./sweeper-function.ts";

/** The three functions of a run with their environment, their permissions and the queues that feed them. */
export class SweeperFunctions extends Construct {
  readonly startRun: SweeperFunction;
  readonly sweep: SweeperFunction;
  readonly withdraw: SweeperFunction;

  constructor(scope: Construct, id: string, config: Config, state: StateParts) {
    super(scope, id);
    const environment = environmentOf(config, state);
    const concurrency = concurrencyFor(config.edgesPlan);
    this.startRun = this.create("StartRun", config, state, {
      environment,
      name: "start-run",
      description: "Starts a run: one message per identity",
      memoryMb: START_RUN_MEMORY_MB,
      timeoutMs: START_RUN_TIMEOUT_MS,
      // A run that failed half-way is for a person to look at; the schedule's own retries concern only the delivery.
      asynchronous: { retryAttempts: 0, deadLetterQueue: state.startRunDeadLetters },
      // Lambda takes a function that sends messages to its own queue for a runaway, and stops it after some 16 rounds. Here
      // the rounds are the design: a large run is fed in waves for hours. They end by themselves, for each is counted in the
      // ledger, and a newer run, or the mode `off`, ends them at once.
      recursiveLoop: RecursiveLoop.ALLOW,
    });
    this.sweep = this.create("Sweep", config, state, {
      environment,
      name: "sweep",
      description: "Sweeps one identity: lists, books, plans, queues",
      memoryMb: SWEEP_MEMORY_MB,
      timeoutMs: SWEEP_TIMEOUT_MS,
    });
    this.withdraw = this.create("Withdraw", config, state, {
      environment,
      name: "withdraw",
      description: "Withdraws one invitation",
      memoryMb: WITHDRAW_MEMORY_MB,
      timeoutMs: WITHDRAW_TIMEOUT_MS,
    });
    Validations.of(this.startRun.function).acknowledge({
      id: "Serverless-LambdaAsyncFailureDestination",
      reason: "Failed events go to a dead-letter queue, which needs one permission where a destination needs three.",
    });
    feed(this.startRun, state.startRunQueue, LEAST_CONCURRENCY);
    feed(this.sweep, state.sweepQueue.queue, concurrency.sweep);
    feed(this.withdraw, state.withdrawQueue.queue, concurrency.withdraw);
  }

  private create(
    id: string,
    { rollout }: Config,
    state: StateParts,
    props: Omit<SweeperFunctionProps, "rollout"> & { readonly name: FunctionName },
  ): SweeperFunction {
    const created = new SweeperFunction(this, id, { ...props, rollout });
    applyGrants(created.role, GRANTS[props.name], arnsOf(state, created));
    return created;
  }

  get all(): readonly SweeperFunction[] {
    return [this.startRun, this.sweep, this.withdraw];
  }
}

/** Every function has the whole of it: what it may touch is said by its role, not by what it knows of. */
export function environmentOf(config: Config, parts: StateParts): Record<string, string> {
  return {
    ...ledgerEnvironment(config, parts),
    [ENVIRONMENT.sweepQueueUrl]: parts.sweepQueue.queue.queueUrl,
    [ENVIRONMENT.withdrawQueueUrl]: parts.withdrawQueue.queue.queueUrl,
    [ENVIRONMENT.startRunQueueUrl]: parts.startRunQueue.queueUrl,
    [ENVIRONMENT.edgesPlan]: config.edgesPlan,
    [ENVIRONMENT.spreadMinutes]: String(config.schedule.spreadMinutes),
    [ENVIRONMENT.edgesApiKeySecret]: parts.apiKeySecret.ref,
    [ENVIRONMENT.retentionDays]: String(config.retentionDays),
    ...(config.edgesBaseUrl === null ? {} : { [ENVIRONMENT.edgesBaseUrl]: config.edgesBaseUrl }),
    ...(config.edgesCustomData === null ? {} : { [ENVIRONMENT.edgesCustomData]: config.edgesCustomData }),
  };
}

function arnsOf({ tables, ...parts }: StateParts, { logGroup }: SweeperFunction): Record<GrantTarget, string> {
  const [pending, , byPerson, byProfile, bySalesNavigator, announced] = INVITATIONS.indexes;
  const [latest] = RUNS.indexes;
  return {
    "table Invitations": tables.invitations.tableArn,
    "index Invitations/pending": `${tables.invitations.tableArn}/index/${pending.name}`,
    "index Invitations/byPerson": `${tables.invitations.tableArn}/index/${byPerson.name}`,
    "index Invitations/byProfile": `${tables.invitations.tableArn}/index/${byProfile.name}`,
    "index Invitations/bySalesNavigator": `${tables.invitations.tableArn}/index/${bySalesNavigator.name}`,
    "index Invitations/announced": `${tables.invitations.tableArn}/index/${announced.name}`,
    "table Identities": tables.identities.tableArn,
    "table Runs": tables.runs.tableArn,
    "index Runs/latest": `${tables.runs.tableArn}/index/${latest.name}`,
    "table Flags": tables.flags.tableArn,
    "queue Sweep": parts.sweepQueue.queue.queueArn,
    "queue Withdraw": parts.withdrawQueue.queue.queueArn,
    "queue StartRun": parts.startRunQueue.queueArn,
    "dead letters of StartRun": parts.startRunDeadLetters.queueArn,
    "policy parameter": parts.policyParameter.parameterArn,
    "API key secret": parts.apiKeySecret.ref,
    "own log group": logGroup.logGroupArn,
  };
}

/** Lambda's pollers on a queue. A mapping and not an event source: that would grant the role more than it needs. */
export function feed({ function: fed, invokedAs }: SweeperFunction, queue: Queue, maxConcurrency: number): void {
  new EventSourceMapping(fed, "Messages", {
    target: invokedAs,
    eventSourceArn: queue.queueArn,
    batchSize: BATCH_SIZE,
    reportBatchItemFailures: true,
    maxConcurrency,
  });
  const reason = "Messages that fail go to the queue's own dead letters, after as many receives as the queue allows.";
  Validations.of(fed).acknowledge(
    { id: "Serverless-LambdaDLQ", reason },
    { id: "Serverless-LambdaEventSourceMappingDestination", reason },
  );
}

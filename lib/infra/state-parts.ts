import type { CfnSecret } from "aws-cdk-lib/aws-secretsmanager";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { StringParameter } from "aws-cdk-lib/aws-ssm";
import type { FifoQueue } from "./fifo-queue.ts";
import type { LedgerTables } from "./ledger-tables.ts";

/** What holds the sweeper's state: it is there before the functions, and outlives a change of them. */
export interface StateParts {
  readonly tables: LedgerTables;
  readonly sweepQueue: FifoQueue;
  readonly withdrawQueue: FifoQueue;
  /** What start-run sends itself. */
  readonly startRunQueue: Queue;
  /** Of the schedule and of start-run itself: a run that did not start. */
  readonly startRunDeadLetters: Queue;
  readonly policyParameter: StringParameter;
  readonly apiKeySecret: CfnSecret;
}

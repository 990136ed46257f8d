import type { Table } from "aws-cdk-lib/aws-dynamodb";
import type { Schedule } from "aws-cdk-lib/aws-scheduler";
import type { CfnSecret } from "aws-cdk-lib/aws-secretsmanager";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { StringParameter } from "aws-cdk-lib/aws-ssm";
import type { Config } from "../config.ts";
import type { Digest } from "./digest.ts";
import type { SweeperEvents } from "./event-bus.ts";
import type { FifoQueue } from "./fifo-queue.ts";
import type { SweeperFunctions } from "./functions.ts";
import type { LedgerTables } from "./ledger-tables.ts";
import type { Requests } from "./requests.ts";
import type { SweeperFunction } from "./sweeper-function.ts";

/** What holds the sweeper's state: it is there before the functions, and outlives a change of them. */
export interface StateParts {
  readonly tables: LedgerTables;
  readonly sweepQueue: FifoQueue;
  readonly withdrawQueue: FifoQueue;
  /** Of the schedule and of start-run itself: a run that did not start. */
  readonly startRunDeadLetters: Queue;
  readonly policyParameter: StringParameter;
  readonly apiKeySecret: CfnSecret;
}

/** The running stack, as alarms, dashboard, queries and outputs look at it. */
export interface Parts extends StateParts {
  readonly config: Config;
  readonly functions: SweeperFunctions;
  readonly events: SweeperEvents;
  readonly requests: Requests;
  readonly schedule: Schedule;
  /** Null where none is configured. */
  readonly digest: Digest | null;
}

/** Every function there is: those of a run, the one for wishes, and the digest's. */
export const functionsOf = ({ functions, requests, digest }: Parts): readonly SweeperFunction[] => [
  ...functions.all,
  requests.function,
  ...(digest === null ? [] : [digest.function]),
];

/** The ledger's tables in the order of their definition. */
export const tablesOf = ({ invitations, identities, runs, flags }: LedgerTables): readonly Table[] => [
  invitations,
  identities,
  runs,
  flags,
];

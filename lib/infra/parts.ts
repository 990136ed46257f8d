import type { Table } from "aws-cdk-lib/aws-dynamodb";
import type { Schedule } from "aws-cdk-lib/aws-scheduler";
import type { Config } from "../config.ts";
import type { Archive } from "./archive.ts";
import type { Cleanup } from "./cleanup.ts";
import type { Crm } from "./crm.ts";
import type { Digest } from "./digest.ts";
import type { SweeperEvents } from "./event-bus.ts";
import type { EventPipes } from "./event-pipes.ts";
import type { SweeperFunctions } from "./functions.ts";
import type { LedgerTables } from "./ledger-tables.ts";
import type { Requests } from "./requests.ts";
import type { RollUp } from "./roll-up.ts";
import type { StateParts } from "./state-parts.ts";
import type { SweeperFunction } from "./sweeper-function.ts";

/** The running stack, as alarms, dashboard, queries and outputs look at it. */
export interface Parts extends StateParts {
  readonly config: Config;
  readonly functions: SweeperFunctions;
  readonly events: SweeperEvents;
  readonly pipes: EventPipes;
  readonly requests: Requests;
  readonly cleanup: Cleanup;
  readonly schedule: Schedule;
  readonly rollUp: RollUp;
  /** Null where none is configured. */
  readonly digest: Digest | null;
  /** Null where none is configured. */
  readonly archive: Archive | null;
  /** Null where none is configured. */
  readonly crm: Crm | null;
}

/** Every function there is: those of a run, the ones for requests and clean-ups, and the digest's. */
export const functionsOf = ({ functions, requests, cleanup, digest }: Parts): readonly SweeperFunction[] => [
  ...functions.all,
  requests.function,
  cleanup.function,
  ...(digest === null ? [] : [digest.function]),
];

/** The ledger's tables in the order of their definition. */
export const tablesOf = ({ invitations, identities, runs, flags }: LedgerTables): readonly Table[] => [
  invitations,
  identities,
  runs,
  flags,
];

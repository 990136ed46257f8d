import { setTimeout as delay } from "node:timers/promises";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { FLAGS, IDENTITIES, INVITATIONS, RUNS, type TableDefinition } from "../contract/tables.ts";
import { announceChanges } from "./day-changes.ts";
import type { DayLedger } from "./day-ledger.ts";
import { createDynamoCleanups } from "./dynamo-cleanups.ts";
import { createDynamoCompanies } from "./dynamo-companies.ts";
import { createDynamoDays } from "./dynamo-days.ts";
import { createDynamoFlags } from "./dynamo-flags.ts";
import { createDynamoIdentities } from "./dynamo-identities.ts";
import { createDynamoIds } from "./dynamo-ids.ts";
import { createDynamoInvitations } from "./dynamo-invitations.ts";
import { createDynamoRuns } from "./dynamo-runs.ts";
import { createDynamoTable, type DynamoTable } from "./dynamo-table.ts";
import { createDynamoWorkspace } from "./dynamo-workspace.ts";
import type { Ledger } from "./ledger.ts";
import { standingPacks } from "./packed-days.ts";

type LedgerTable = "invitations" | "identities" | "runs" | "flags";

export interface DynamoLedgerOptions {
  readonly documentClient: DynamoDBDocumentClient;
  /** The tables' physical names. */
  readonly tables: Readonly<Record<LedgerTable, string>>;
  /** Days after which ended invitations and runs may be deleted. Default 730. */
  readonly retentionDays?: number;
  readonly now: () => Date;
  /** Between two rounds of a batch read. Default: a timer. */
  readonly sleep?: (ms: number) => Promise<void>;
}

/**
 * The ledger on DynamoDB: single-item conditional writes, batch reads and queries. Besides what its verbs say, it throws
 * what the SDK throws, and `LedgerItemError` for an item it cannot read.
 *
 * @throws RangeError unless `retentionDays` is a whole number from 1: with 0, everything would go at once
 */
export function createDynamoLedger(options: DynamoLedgerOptions): Ledger {
  const { tables, now } = options;
  const retentionDays = retentionOf(options);
  const on = tablesOf(options);
  return ledgerOver(
    {
      invitations: on(INVITATIONS, tables.invitations),
      identities: on(IDENTITIES, tables.identities),
      runs: on(RUNS, tables.runs),
      flags: on(FLAGS, tables.flags),
    },
    { retentionDays, now },
  );
}

/** The same verbs and the same items over tables of any make. */
export function ledgerOver(
  { invitations, identities, runs, flags }: Readonly<Record<LedgerTable, DynamoTable>>,
  { retentionDays, now }: { readonly retentionDays: number; readonly now: () => Date },
): Ledger {
  const days = {
    packed: standingPacks(runs, now),
    announceChange: announceChanges(runs, retentionDays, now),
  };
  return {
    invitations: createDynamoInvitations(invitations, retentionDays, days),
    identities: createDynamoIdentities(identities),
    runs: createDynamoRuns(runs, retentionDays, now),
    ids: createDynamoIds(runs),
    workspace: createDynamoWorkspace(runs),
    cleanups: createDynamoCleanups(runs, retentionDays),
    flags: createDynamoFlags(flags),
    companies: createDynamoCompanies(flags),
  };
}

/** The days of the same ledger, for who packs them. Throws what the ledger throws. */
export function createDynamoDayLedger(options: DynamoLedgerOptions): DayLedger {
  const { tables, now } = options;
  const on = tablesOf(options);
  return createDynamoDays({
    runs: on(RUNS, tables.runs),
    invitations: on(INVITATIONS, tables.invitations),
    retentionDays: retentionOf(options),
    now,
  });
}

function tablesOf({ documentClient, sleep = (ms) => delay(ms) }: DynamoLedgerOptions) {
  return (definition: TableDefinition, physicalName: string): DynamoTable =>
    createDynamoTable(documentClient, physicalName, definition, sleep);
}

function retentionOf({ retentionDays = 730 }: DynamoLedgerOptions): number {
  if (Number.isInteger(retentionDays) && retentionDays >= 1) return retentionDays;
  throw new RangeError(`retentionDays must be a whole number from 1, not ${retentionDays}`);
}

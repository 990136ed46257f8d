import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { readEnvironment, readRetentionDays } from "../../lib/contract/environment.ts";
import { MINUTE_MS } from "../../lib/domain/time.ts";
import { createDynamoDayLedger, createDynamoLedger } from "../../lib/ledger/dynamo-ledger.ts";
import { SYSTEM_CLOCK } from "../../lib/observe/clock.ts";
import type { RollUpCollaborators } from "../../lib/roll-up/roll-up.ts";
import type { Runtime } from "./as-handler.ts";
import { powertoolsLog, powertoolsMetrics } from "./powertools.ts";

/** Kept for the days under way when the time is nearly over. Of a thousand identities one takes some ten seconds. */
export const LAST_DAY_MS = 2 * MINUTE_MS;

/** The collaborators of packing days from its environment. */
export function createRollUpRuntime(env: NodeJS.ProcessEnv): Runtime<RollUpCollaborators> {
  const tables = readEnvironment(["invitationsTable", "identitiesTable", "runsTable", "flagsTable"], env);
  const clock = SYSTEM_CLOCK;
  const { metrics, flush } = powertoolsMetrics([]);
  const ledger = {
    documentClient: DynamoDBDocumentClient.from(new DynamoDBClient({})),
    tables: {
      invitations: tables.invitationsTable,
      identities: tables.identitiesTable,
      runs: tables.runsTable,
      flags: tables.flagsTable,
    },
    retentionDays: readRetentionDays(env),
    now: clock.now,
  };
  return {
    flush,
    collaborators: {
      clock,
      metrics,
      log: powertoolsLog(),
      ledger: { days: createDynamoDayLedger(ledger), runs: createDynamoLedger(ledger).runs },
    },
  };
}

import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { FLAGS, IDENTITIES, INVITATIONS, RUNS } from "../contract/tables.ts";
import { createDynamoLedger } from "../ledger/dynamo-ledger.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Clock } from "../observe/clock.ts";
import { createTablesOf, tableOfTemplate } from "./create-tables.ts";
import { startDynalite } from "./dynalite.ts";
import { createFirstFault, type FirstFault } from "./first-fault.ts";
import { inProcessClient } from "./in-process-client.ts";
import { localSystem } from "./template/index.ts";

export interface LocalLedger {
  readonly ledger: Ledger;
  readonly endpoint: string;
  close(): Promise<void>;
}

/**
 * The ledger on DynamoDB in this process: on disk under `path`, or in memory when it is null. A folder of an earlier
 * version gets the indexes that this one needs. A write that the disk refuses is reported to `fault`.
 */
export async function openLocalLedger(
  path: string | null,
  clock: Clock,
  retentionDays: number,
  fault: Pick<FirstFault, "signal" | "report"> = createFirstFault(),
): Promise<LocalLedger> {
  const { tables } = await localSystem();
  const dynalite = await startDynalite(
    path === null ? {} : { path, tables: tables.map(tableOfTemplate), onFault: fault.report },
  );
  const client = new DynamoDBClient(inProcessClient("dynamodb", dynalite.url, dynalite.request));
  const close = async () => {
    client.destroy();
    await dynalite.close();
  };
  try {
    await createTablesOf(client, tables, fault.signal);
  } catch (error) {
    await close();
    // It says more than a table that is not there.
    fault.signal.throwIfAborted();
    throw error;
  }
  const ledger = createDynamoLedger({
    documentClient: DynamoDBDocumentClient.from(client),
    tables: { invitations: INVITATIONS.id, identities: IDENTITIES.id, runs: RUNS.id, flags: FLAGS.id },
    retentionDays,
    now: clock.now,
  });
  return {
    ledger,
    endpoint: dynalite.url,
    close,
  };
}

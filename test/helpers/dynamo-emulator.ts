import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { FLAGS, IDENTITIES, INVITATIONS, RUNS } from "../../lib/contract/tables.ts";
import { createDynamoLedger, type DynamoLedgerOptions } from "../../lib/ledger/dynamo-ledger.ts";
import type { Ledger } from "../../lib/ledger/ledger.ts";
import { createTables } from "../../lib/local/create-tables.ts";

/** Clients of an emulator. The credentials are made up: it takes any, but not none. */
export function connect(endpoint: string): { client: DynamoDBClient; documentClient: DynamoDBDocumentClient } {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new DynamoDBClient({ endpoint, region: "eu-central-1", credentials });
  return { client, documentClient: DynamoDBDocumentClient.from(client) };
}

export type TableNames = DynamoLedgerOptions["tables"];

/** Tables of their own for one test, empty. */
export async function freshTables(client: DynamoDBClient): Promise<TableNames> {
  const prefix = randomUUID();
  await createTables(client, ({ id }) => `${prefix}.${id}`);
  return {
    invitations: `${prefix}.${INVITATIONS.id}`,
    identities: `${prefix}.${IDENTITIES.id}`,
    runs: `${prefix}.${RUNS.id}`,
    flags: `${prefix}.${FLAGS.id}`,
  };
}

export interface EmulatedLedger {
  readonly ledger: Ledger;
  readonly tables: TableNames;
}

/** A ledger on fresh tables. */
export async function freshLedger(
  { client, documentClient }: ReturnType<typeof connect>,
  options: Pick<DynamoLedgerOptions, "now" | "retentionDays">,
): Promise<EmulatedLedger> {
  const tables = await freshTables(client);
  return { tables, ledger: createDynamoLedger({ documentClient, tables, ...options }) };
}

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll } from "vitest";
import type { Ledger } from "../../../lib/ledger/ledger.ts";
import { dataLayout } from "../../../lib/local/data-layout.ts";
import { openLocalLedger } from "../../../lib/local/local-ledger.ts";
import { SYSTEM_CLOCK } from "../../../lib/observe/clock.ts";
import { connect } from "../../helpers/dynamo-emulator.ts";
import { memoryLedgerIn } from "../../helpers/memory-folders.ts";
import type { SimulatedLog } from "./simulated-log.ts";
import { LOCAL_TABLE, writeLog } from "./write-log.ts";

interface OpenFolder {
  readonly ledger: Ledger;
  readonly documentClient: DynamoDBDocumentClient;
}

/** The ledger of a data folder and its raw tables, which in local mode go by their ids; closed after `work`. */
export async function inLedgerOf(root: string, work: (folder: OpenFolder) => Promise<void>): Promise<void> {
  const { ledger, endpoint, close } = await openLocalLedger(dataLayout(root, null).ledger, SYSTEM_CLOCK, 730);
  const { client, documentClient } = connect(endpoint);
  try {
    await work({ ledger, documentClient });
  } finally {
    client.destroy();
    await close();
  }
}

/** Writes logs into a data folder of local mode, as if its runs had been made on this machine. */
export async function fillFolder(root: string, logs: readonly SimulatedLog[]): Promise<void> {
  const path = dataLayout(root, null).ledger;
  const inMemory = memoryLedgerIn(path);
  if (inMemory !== null) {
    for (const log of logs) await writeLog(log, inMemory);
    return;
  }
  await inLedgerOf(root, async (folder) => {
    for (const log of logs) await writeLog(log, { ...folder, table: LOCAL_TABLE });
  });
}

/** To be called in a `describe` whose tests only read: a folder with these logs for all of them. Answers where it is. */
export function sharedFolder(...logs: readonly SimulatedLog[]): () => string {
  let folder = "";
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "sweeper-test-"));
    await fillFolder(folder, logs);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return () => folder;
}

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { dataLayout } from "../../../lib/local/data-layout.ts";
import { openLocalLedger } from "../../../lib/local/local-ledger.ts";
import { SYSTEM_CLOCK } from "../../../lib/observe/clock.ts";
import { connect } from "../../helpers/dynamo-emulator.ts";
import type { SimulatedLog } from "./simulated-log.ts";
import { LOCAL_TABLE, writeLog } from "./write-log.ts";

/** Writes logs into a data folder of local mode, as if its runs had been made on this machine. */
export async function fillFolder(root: string, logs: readonly SimulatedLog[]): Promise<void> {
  const { ledger, endpoint, close } = await openLocalLedger(dataLayout(root, null).ledger, SYSTEM_CLOCK, 730);
  const { client, documentClient } = connect(endpoint);
  try {
    for (const log of logs) await writeLog(log, { ledger, documentClient, table: LOCAL_TABLE });
  } finally {
    client.destroy();
    await close();
  }
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

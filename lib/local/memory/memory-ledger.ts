import { FLAGS, IDENTITIES, INVITATIONS, RUNS } from "../../contract/tables.ts";
import { ledgerOver } from "../../ledger/dynamo-ledger.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { createMemoryTable, type MemoryTable } from "./memory-table.ts";

export interface MemoryLedger {
  readonly ledger: Ledger;
  /** What a database that is to go on from here has to hold. */
  readonly tables: readonly MemoryTable[];
}

/** The ledger over tables in this process's memory: nothing of it outlives the process by itself. */
export function createMemoryLedger(options: {
  readonly retentionDays: number;
  readonly now: () => Date;
}): MemoryLedger {
  const invitations = createMemoryTable(INVITATIONS);
  const identities = createMemoryTable(IDENTITIES);
  const runs = createMemoryTable(RUNS);
  const flags = createMemoryTable(FLAGS);
  return {
    ledger: ledgerOver({ invitations, identities, runs, flags }, options),
    tables: [invitations, identities, runs, flags],
  };
}

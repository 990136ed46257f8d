import { FLAGS, IDENTITIES, INVITATIONS, RUNS } from "../../contract/tables.ts";
import { ledgerOver } from "../../ledger/dynamo-ledger.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { createMemoryTable, type MemoryTable } from "./memory-table.ts";

export interface MemoryLedger {
  readonly ledger: Ledger;
  /** What a database that is to go on from here has to hold. */
  readonly tables: readonly MemoryTable[];
}

/** The tables of a ledger, by what they hold. */
export interface MemoryTables {
  readonly invitations: MemoryTable;
  readonly identities: MemoryTable;
  readonly runs: MemoryTable;
  readonly flags: MemoryTable;
}

/** Empty ones. */
export function createMemoryTables(): MemoryTables {
  return {
    invitations: createMemoryTable(INVITATIONS),
    identities: createMemoryTable(IDENTITIES),
    runs: createMemoryTable(RUNS),
    flags: createMemoryTable(FLAGS),
  };
}

/** The ledger over tables in this process's memory, empty ones by default: nothing of it outlives the process by itself. */
export function createMemoryLedger(
  options: { readonly retentionDays: number; readonly now: () => Date },
  tables: MemoryTables = createMemoryTables(),
): MemoryLedger {
  return { ledger: ledgerOver({ ...tables }, options), tables: Object.values(tables) };
}

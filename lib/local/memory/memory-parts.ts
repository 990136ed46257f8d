import type { LocalParts } from "../parts.ts";
import { createMemoryLedger } from "./memory-ledger.ts";
import { startMemoryQueues } from "./memory-queues.ts";
import type { MemoryTable } from "./memory-table.ts";
import { SandboxDispatcher } from "./sandbox-dispatcher.ts";

/** Nowhere: no other process can reach what is in this one's memory. */
const NO_ENDPOINT = "http://memory.invalid";

export interface MemoryParts extends LocalParts {
  /** Of the ledger that was opened last; none before. */
  tables(): readonly MemoryTable[];
}

/** The parts without a server: the same verbs, items, messages and requests, in this process's memory. */
export function memoryParts(): MemoryParts {
  let tables: readonly MemoryTable[] = [];
  return {
    tables: () => tables,
    async openLedger(_path, { now }, retentionDays) {
      const memory = createMemoryLedger({ retentionDays, now });
      tables = memory.tables;
      return { ledger: memory.ledger, endpoint: NO_ENDPOINT, close: async () => {} };
    },
    startQueues: async () => startMemoryQueues(),
    dispatcher: (sandbox) => new SandboxDispatcher(sandbox),
  };
}

import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { DEFAULT_RETENTION_DAYS } from "../../lib/contract/environment.ts";
import { createFirstFault } from "../../lib/local/first-fault.ts";
import type { LocalLedger } from "../../lib/local/local-ledger.ts";
import { createMemoryLedger, createMemoryTables, type MemoryTables } from "../../lib/local/memory/memory-ledger.ts";
import { memoryParts } from "../../lib/local/memory/memory-parts.ts";
import { EMBEDDED_PARTS, type LocalParts } from "../../lib/local/parts.ts";
import { SYSTEM_CLOCK } from "../../lib/observe/clock.ts";
import { afterEveryTest } from "./clean-up.ts";

const kept = new Map<string, MemoryTables>();
let onDisk = false;

/**
 * What local mode runs on in a test of commands: a ledger that stays in this process's memory from one command to the next,
 * by its folder, in a tenth of the time. A folder that somebody has put a database into is read from there.
 */
export function partsOfTests(): LocalParts {
  return onDisk ? EMBEDDED_PARTS : KEPT_IN_MEMORY;
}

/** For a file whose tests look at the database on the disk, or open it from another process: as everywhere outside of tests. */
export function keepsLedgersOnDisk(): void {
  beforeAll(() => {
    onDisk = true;
  });
  afterAll(() => {
    onDisk = false;
  });
}

/** The ledger that the commands of this test have in that folder, to be closed by the caller. */
export function ledgerIn(path: string): Promise<LocalLedger> {
  // A command that only looks takes a folder that is not there for an empty one.
  mkdirSync(dirname(path), { recursive: true });
  return partsOfTests().openLedger(path, SYSTEM_CLOCK, DEFAULT_RETENTION_DAYS, createFirstFault());
}

/** The same with its table of invitations, to be filled by hand; null where this file keeps its ledgers on disk. */
export function memoryLedgerIn(path: string) {
  if (onDisk) return null;
  mkdirSync(dirname(path), { recursive: true });
  return openKept(path, SYSTEM_CLOCK.now, DEFAULT_RETENTION_DAYS);
}

function openKept(path: string, now: () => Date, retentionDays: number) {
  const tables = kept.get(path) ?? createMemoryTables();
  kept.set(path, tables);
  return { ledger: createMemoryLedger({ retentionDays, now }, tables).ledger, invitations: tables.invitations };
}

const inMemory = memoryParts();
const KEPT_IN_MEMORY: LocalParts = {
  ...inMemory,
  async openLedger(path, clock, retentionDays, fault) {
    if (path === null) return inMemory.openLedger(path, clock, retentionDays, fault);
    if (!kept.has(path) && existsSync(path)) return EMBEDDED_PARTS.openLedger(path, clock, retentionDays, fault);
    const { ledger } = openKept(path, clock.now, retentionDays);
    return { ledger, endpoint: "http://memory.invalid", close: async () => {} };
  },
};

afterEveryTest(() => {
  for (const path of kept.keys()) if (!existsSync(dirname(path))) kept.delete(path);
});

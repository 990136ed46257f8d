import { copyFile, link, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ClassicLevel } from "classic-level";
import type { RunRecord } from "../ledger/ledger.ts";
import type { Clock } from "../observe/clock.ts";
import { tableOfTemplate } from "./create-tables.ts";
import { DataFolderError } from "./data-folder-error.ts";
import { openLocalLedger } from "./local-ledger.ts";
import { storedTables } from "./mend-tables.ts";
import { missingIndexes } from "./table-shape.ts";
import { localSystem } from "./template/index.ts";

/** What is in the folder of a local ledger. */
export interface LedgerFound {
  /** `earlier`: the next command that opens it adds what is missing · `other`: no command of this version opens it. */
  readonly tables: "current" | "earlier" | "other";
  /** Null where none has been begun, and for tables that this version does not read. */
  readonly lastRun: RunRecord | null;
}

/** LevelDB never writes to one of these again, so that a second name for it is as good as a copy. */
const UNCHANGING = /\.(ldb|sst)$/;

/**
 * Looks at a local ledger and leaves its folder as it is. To open a database is to write to it, so a copy is opened, which
 * is gone afterwards.
 *
 * @throws DataFolderError for a folder that is in use or holds no readable database
 */
export async function lookAtLedger(path: string, clock: Clock): Promise<LedgerFound> {
  if (await isLocked(path)) throw new DataFolderError("locked", path);
  const copy = await mkdtemp(join(tmpdir(), "sweeper-look-"));
  try {
    await copyDatabase(path, copy);
    const tables = await versionOf(copy, path);
    if (tables === "other") return { tables, lastRun: null };
    const { ledger, close } = await openLocalLedger(copy, clock, 1);
    const [lastRun = null] = await ledger.runs.latest(1).finally(close);
    return { tables, lastRun };
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

async function copyDatabase(from: string, to: string): Promise<void> {
  for (const name of await readdir(from)) {
    const [source, target] = [join(from, name), join(to, name)];
    // A lock is held on the file, by whatever name: with the same one, whoever holds it is met where it is opened.
    const isShared = name === "LOCK" || UNCHANGING.test(name);
    const isLinked = isShared && (await link(source, target).then(YES, NO));
    if (!isLinked && name !== "LOCK") await copyFile(source, target);
  }
}

const YES = (): boolean => true;
const NO = (): boolean => false;

async function versionOf(copy: string, path: string): Promise<LedgerFound["tables"]> {
  const database = new ClassicLevel(copy, { createIfMissing: false });
  try {
    await database.open();
  } catch (error) {
    const { cause } = error as Error;
    const isInUse = cause instanceof Error && "code" in cause && cause.code === "LEVEL_LOCKED";
    throw new DataFolderError(isInUse ? "locked" : "broken", path, error);
  }
  try {
    const stored = await storedTables(database);
    const missing = (await localSystem()).tables.map(tableOfTemplate).map((wanted) => {
      const there = stored.find(({ table }) => table.TableName === wanted.TableName);
      return there === undefined ? "all of it" : missingIndexes(there.table, wanted);
    });
    if (missing.includes(null)) return "other";
    return missing.some((one) => one !== null && one.length > 0) ? "earlier" : "current";
  } finally {
    await database.close();
  }
}

/** By the kernel's own list, where there is one: it also shows a lock that this very process holds. */
async function isLocked(path: string): Promise<boolean> {
  try {
    const [{ ino }, locks] = await Promise.all([stat(join(path, "LOCK")), readFile("/proc/locks", "utf8")]);
    return locks.split("\n").some((line) => line.includes("WRITE") && line.includes(`:${ino} `));
  } catch {
    return false;
  }
}

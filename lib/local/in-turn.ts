import { closeSync, openSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { writing } from "../sandbox/write-fault.ts";
import { createFolder } from "./data-layout.ts";

const RETRY_MS = 10;
/** Whoever holds a turn is done within milliseconds; one that is this old was left by a process that died. */
const ABANDONED_MS = 5_000;

/**
 * Does `work`, which reads and replaces the file at `path`, while no other process does: of two changes at once neither
 * may be lost. Goes by a file beside it, `.lock`; one that a dead process has left is taken over.
 */
export async function inTurn<Result>(path: string, work: () => Result): Promise<Result> {
  const lock = `${path}.lock`;
  createFolder({ path: dirname(path) });
  while (!writing(path, () => take(lock))) await delay(RETRY_MS);
  try {
    return work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function take(lock: string): boolean {
  try {
    closeSync(openSync(lock, "wx"));
    return true;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    if (isAbandoned(lock)) rmSync(lock, { force: true });
    return false;
  }
}

function isAbandoned(lock: string): boolean {
  const stat = statSync(lock, { throwIfNoEntry: false });
  return stat !== undefined && Math.abs(Date.now() - stat.mtimeMs) > ABANDONED_MS;
}

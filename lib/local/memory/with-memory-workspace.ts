import { readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { DEFAULT_RETENTION_DAYS } from "../../contract/environment.ts";
import { writing } from "../../sandbox/write-fault.ts";
import { openWorkspace, type Workspace, type WorkspaceOptions } from "../workspace.ts";
import { memoryParts } from "./memory-parts.ts";
import { writeDatabase } from "./write-database.ts";

/**
 * Has `work` done on a new workspace whose ledger and queues are in memory. What it leaves is written to a folder beside
 * `root`, which takes the place of `root` as a whole once all is written: a process that is killed before leaves `root` as
 * it was, and so does an error.
 *
 * @param work is handed the workspace and the folder that will be `root`
 * @throws what `work` throws, and whatever cannot be written
 */
export async function withMemoryWorkspace<Result>(
  options: Omit<WorkspaceOptions, "parts" | "traceless">,
  work: (workspace: Workspace, making: string) => Promise<Result>,
): Promise<Result> {
  const { root, retentionDays = DEFAULT_RETENTION_DAYS } = options;
  removeAbandoned(root);
  const making = `${root}.${process.pid}${MAKING}`;
  const parts = memoryParts();
  try {
    const workspace = await openWorkspace({ ...options, root: making, parts });
    let result: Result;
    try {
      result = await work(workspace, making);
      workspace.fault.signal.throwIfAborted();
      await writeDatabase(workspace.folder.ledger, parts.tables(), retentionDays);
    } finally {
      await workspace.close();
    }
    writing(root, () => {
      rmSync(root, { recursive: true, force: true });
      renameSync(making, root);
    });
    return result;
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    throw error;
  }
}

const MAKING = ".making";

/** What processes have left beside `root` that were killed. */
function removeAbandoned(root: string): void {
  const folder = dirname(root);
  for (const name of namesIn(folder)) {
    if (!name.startsWith(`${basename(root)}.`) || !name.endsWith(MAKING)) continue;
    const pid = Number(name.slice(basename(root).length + 1, -MAKING.length));
    if (!isAlive(pid)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Not there yet, or no folder: whoever creates it says so.
    return [];
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

import { renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeFolder } from "../sandbox/make-folder.ts";
import { reasonOf, writing } from "../sandbox/write-fault.ts";

/** Where local mode keeps what must survive a restart: one folder per Edges address, so that no two worlds ever mix. */
export interface DataLayout {
  readonly path: string;
  /** DynamoDB's tables. */
  readonly ledger: string;
  readonly policy: string;
  /** What a person has stopped; absent until the first time. */
  readonly stops: string;
  /** The functions' log, a JSON object a line. */
  readonly log: string;
  /** Messages that runs gave up, a JSON object a line; absent until the first. */
  readonly deadLetters: string;
  /** The events of runs, one a line; absent until the first. */
  readonly events: string;
  /** The sandbox's journal and how far its clock runs ahead; absent with the real API. */
  readonly sandbox: string;
  readonly clock: string;
}

/** Default for `--data`. */
export const DATA_ROOT = ".sweeper";

/** `baseUrl` null: the sandbox of this process; otherwise the folder is named for the API's host and port. */
export function dataLayout(root: string, baseUrl: string | null): DataLayout {
  const path = join(root, baseUrl === null ? "sandbox" : new URL(baseUrl).host.replaceAll(":", "-"));
  return {
    path,
    ledger: join(path, "ledger"),
    policy: join(path, "policy.json"),
    stops: join(path, "stops.json"),
    log: join(path, "sweeper.log"),
    deadLetters: join(path, "dead-letters.ndjson"),
    events: join(path, "events.ndjson"),
    sandbox: join(path, "edges.ndjson"),
    clock: join(path, "clock.json"),
  };
}

/** Creates the folder. Throws one line with the remedy when that cannot be done. */
export function createFolder({ path }: Pick<DataLayout, "path">): void {
  createDataFolder(path);
}

function createDataFolder(path: string): void {
  try {
    makeFolder(path);
  } catch (error) {
    const why = reasonOf(error).what;
    throw new Error(`the data folder ${path} cannot be created: ${why}; choose another with --data FOLDER`, {
      cause: error,
    });
  }
}

/**
 * Replaces a file's text in one step, so that a crash leaves the old text or the new and never half of one. `synced`
 * has it outlast a power cut too. Its folder is created; throws one line with the remedy when that cannot be done.
 */
export function replaceFile(path: string, text: string, { synced = false } = {}): void {
  createDataFolder(dirname(path));
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writing(path, () => {
      writeFileSync(temporary, text, { flush: synced });
      renameSync(temporary, path);
    });
  } catch (error) {
    // Half a text helps nobody, and takes room on a full disk.
    removeQuietly(temporary);
    throw error;
  }
}

/** What cannot be removed is no worse than what went wrong before. */
function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {}
}

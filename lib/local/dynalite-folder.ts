import { readdir } from "node:fs/promises";
import type { CreateTableCommandInput } from "@aws-sdk/client-dynamodb";
import { ClassicLevel } from "classic-level";
import { addIndexes } from "./add-indexes.ts";
import { takeCleanClose } from "./clean-close.ts";
import { DataFolderError, type DataFolderFault } from "./data-folder-error.ts";
import { mendTables } from "./mend-tables.ts";

/** What LevelDB leaves in a folder before there is a database in it. */
const NO_DATA_YET: readonly string[] = ["LOCK", "LOG", "LOG.old"];

/**
 * Opens the database once and closes it again, because dynalite would only say that every request fails. Mends what a
 * kill has left half written, and brings tables of an earlier version to `tables`. Creates the folder when there is none.
 *
 * @throws DataFolderError
 */
export async function prepareDataFolder(folder: string, tables: readonly CreateTableCommandInput[]): Promise<void> {
  const names = await listNames(folder);
  // LevelDB finds its files through CURRENT: without it, it would start afresh and clear away what else lies there.
  const holdsSomething = names.some((name) => !NO_DATA_YET.includes(name));
  if (holdsSomething && !names.includes("CURRENT")) throw new DataFolderError("broken", folder);
  const database = new ClassicLevel(folder);
  try {
    await database.open();
  } catch (error) {
    throw new DataFolderError(faultOf(error, names), folder, error);
  }
  try {
    // Reading all items takes a second for thirty thousand: that is spent only when there is reason to.
    if (!(await takeCleanClose(database))) await mendTables(database);
    await addIndexes(database, tables);
  } catch (error) {
    // What a full disk keeps from being written is there all the same: nobody is to move it away.
    throw new DataFolderError(isIoError(error) ? "unusable" : "broken", folder, error);
  } finally {
    await database.close();
  }
}

async function listNames(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw new DataFolderError("unusable", folder, error);
  }
}

/** LevelDB says "IO error" for a folder it may not write in and for a file of its own that is missing. */
function faultOf(error: unknown, names: readonly string[]): DataFolderFault {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = codeOf(cause);
  if (code === "LEVEL_LOCKED") return "locked";
  if (code === "LEVEL_CORRUPTION") return "broken";
  const missing = cause instanceof Error && cause.message.endsWith("No such file or directory");
  return missing && names.includes("CURRENT") ? "broken" : "unusable";
}

const isIoError = (error: unknown): boolean => codeOf(error) === "LEVEL_IO_ERROR";

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

import { accessSync, constants, existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { DAY_MS, later } from "../../domain/time.ts";
import type { RunRecord } from "../../ledger/ledger.ts";
import { DataFolderError } from "../../local/data-folder-error.ts";
import type { DataLayout } from "../../local/data-layout.ts";
import { createDeadLetterFile } from "../../local/dead-letter-file.ts";
import type { LedgerFound } from "../../local/look-at-ledger.ts";
import { counted, shortTime } from "../../report/words.ts";
import { type Check, failing, ok, warning } from "./check.ts";
import { look, oneLine } from "./look.ts";

/** Acceptances are noticed by comparing lists, so after a week without a run the log has a hole that shows. */
const MAX_DAYS_WITHOUT_RUN = 7;

/** The folder, what is in it, and when it was last worked with. Makes no folder and changes none. */
export async function folderChecks(folder: DataLayout, now: Date, again: string): Promise<readonly Check[]> {
  const { path } = folder;
  if (!existsSync(path)) return [absent(path), ok("dead letters", "none"), noRun(again)];
  const refused = accessFault(path);
  if (refused !== null) {
    const remedy = "give this user the rights, or choose another with --data";
    const not = (name: string) => warning(name, "could not look: see data folder", remedy);
    return [failing("data folder", `${path} cannot be read and written (${refused})`, remedy), ...THE_REST.map(not)];
  }
  const dead = await look("dead letters", async () => deadLettersCheck(folder, again));
  if (!existsSync(folder.ledger)) return [ok("data folder", `${path}, no run yet`), ...dead, noRun(again)];
  try {
    const { lookAtLedger } = await import("../../local/look-at-ledger.ts");
    const { tables, lastRun } = await lookAtLedger(folder.ledger, { now: () => now, sleep: async () => {} });
    const run = tables === "other" ? unread("see data folder") : lastRunHere(lastRun, now, again);
    return [tablesCheck(path, tables), ...dead, run];
  } catch (error) {
    return [unopened(error, path), ...dead, unread("see data folder")];
  }
}

const THE_REST = ["dead letters", "last run"] as const;

const noRun = (again: string): Check => ok("last run", `none yet; \`sweeper run${again}\` makes the first`);
const unread = (remedy: string): Check => warning("last run", "could not look: the data folder was not read", remedy);

function absent(path: string): Check {
  let parent = resolve(path);
  while (!existsSync(parent)) parent = dirname(parent);
  const refused = accessFault(parent);
  if (refused === null) return ok("data folder", `${path} is not there yet: the first run makes it`);
  const remedy = "give this user the rights, or choose another with --data";
  return failing("data folder", `${path} is not there, and cannot be made in ${parent} (${refused})`, remedy);
}

function tablesCheck(path: string, tables: LedgerFound["tables"]): Check {
  if (tables === "current") return ok("data folder", `${path} can be written, tables of this version`);
  if (tables === "earlier") {
    return ok("data folder", `${path} can be written; the next run brings its tables to this version`);
  }
  return failing(
    "data folder",
    `${path} has tables of another version`,
    "go on with the version that made them, or choose another folder with --data",
  );
}

function unopened(error: unknown, path: string): Check {
  if (error instanceof DataFolderError && error.kind === "locked") {
    return warning("data folder", `${path} is in use by another command, such as a run`, "let it end, then look again");
  }
  const why = oneLine(error instanceof Error ? error.message : String(error));
  return failing("data folder", why, "put right what is named, or choose another folder with --data");
}

function deadLettersCheck({ deadLetters }: DataLayout, again: string): Check {
  const { letters, damaged } = createDeadLetterFile(deadLetters).read();
  if (letters.length + damaged.length === 0) return ok("dead letters", "none");
  const torn = damaged.length === 0 ? "" : `, ${counted(damaged.length, "line")} cannot be read`;
  const found = `${counted(letters.length, "message")}${torn}`;
  return warning("dead letters", found, `sweeper dead-letters list${again}`);
}

/** Nothing starts a run on this machine by itself that this program knows of. */
function lastRunHere(last: Pick<RunRecord, "startedAt" | "mode"> | null, now: Date, again: string): Check {
  if (last === null) return noRun(again);
  const found = `${shortTime(last.startedAt)} UTC, ${last.mode}`;
  if (last.startedAt >= later(now, -MAX_DAYS_WITHOUT_RUN * DAY_MS)) return ok("last run", found);
  return warning(
    "last run",
    `${found}: none for ${MAX_DAYS_WITHOUT_RUN} days or more`,
    `sweeper run${again}, and let cron start it once a day`,
  );
}

function accessFault(path: string): string | null {
  try {
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : String(error);
  }
}

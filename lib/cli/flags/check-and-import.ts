import { basename } from "node:path";
import type { FlagKind } from "../../domain/rule.ts";
import { counted } from "../../report/words.ts";
import { UsageError } from "../errors.ts";
import type { Io } from "../io.ts";
import type { TargetOptions } from "../target.ts";
import { checkFile, type ImportCounts, importFlags } from "./import-flags.ts";
import { type ListCounts, listInWords } from "./list-in-words.ts";
import { openToFlag } from "./open-ledger.ts";
import { openList, type TakenColumns } from "./open-list.ts";

export interface ImportCommandOptions extends TargetOptions {
  readonly as?: FlagKind;
  readonly column?: string;
  readonly noteColumn?: string;
  readonly dryRun?: boolean;
  readonly skipFaulty?: boolean;
  readonly yes?: boolean;
  readonly by: string;
}

/**
 * Checks the whole file before anything is opened, let alone written, and says what it takes from a list that is not in
 * our own columns.
 *
 * @param path as the person gave it; `file` is where it can be read more than once
 * @throws UsageError for a file that cannot be taken, and where a person at the terminal says no
 */
export async function checkAndImport(path: string, file: string, options: ImportCommandOptions, io: Io): Promise<void> {
  const { as = null, column = null, noteColumn = null } = options;
  const { rows: read, taken } = await openList(file, { as, column, noteColumn });
  const { rows, faults } = await checkFile(read, ({ line, fault }) => io.err(`line ${line}: ${fault}`));
  const counts = { addresses: rows, rows: rows + faults };
  if (taken !== null) io.err(listInWords(path === "-" ? "standard input" : basename(path), taken, counts));
  if (faults > 0 && options.skipFaulty !== true) {
    throw new UsageError(
      `${counted(faults, "line")} with errors: nothing was written; correct ${faults === 1 ? "it" : "them"}, or skip such lines with --skip-faulty`,
    );
  }
  if (taken !== null) await agree(taken, counts, options, io);
  const dryRun = options.dryRun === true;
  const workspace = await openToFlag(options, io, dryRun);
  try {
    const done = await importFlags(workspace.ledger.flags, read, {
      ...{ by: options.by, now: workspace.clock.now(), dryRun },
      // The data folder of this machine is open to one process at a time.
      alone: options.stack === undefined,
      onProgress: (rows) => io.progress(`${rows.toLocaleString("en-US")} flags checked`),
    });
    io.progress("");
    const list = taken === null ? {} : { list: { ...taken, ...counts } };
    if (options.json)
      io.out(JSON.stringify({ target: options.target, ...done, faulty: faults, dryRun, ...list }, null, 2));
    else io.out(importInWords(done, faults, dryRun));
  } finally {
    await workspace.close();
  }
}

/** Whoever is at the terminal has just been shown what was found in the list. Elsewhere nobody can be asked. */
async function agree(
  { as }: TakenColumns,
  { addresses }: ListCounts,
  { dryRun, yes }: ImportCommandOptions,
  io: Io,
): Promise<void> {
  if (dryRun === true || yes === true || !io.interactive) return;
  const question = `Flag ${counted(addresses, "person", "people")}${as === null ? "" : ` as ${as}`}?`;
  if (!(await io.confirm(question))) throw new UsageError("nothing was written");
}

function importInWords({ rows, written, unchanged, elsewhere }: ImportCounts, faults: number, dryRun: boolean): string {
  const parts = [
    `${counted(rows, "flag")} in the file`,
    `${written.toLocaleString("en-US")} ${dryRun ? "would be written" : "written"}`,
    `${unchanged.toLocaleString("en-US")} unchanged`,
    ...(faults > 0 ? [`${counted(faults, "line")} with errors skipped`] : []),
  ];
  const line =
    elsewhere === 0
      ? parts.join(", ")
      : `${parts.join(", ")}\n${counted(elsewhere, "flag")} by an address that belongs to somebody else here than in the file: it stays theirs`;
  return written === 0 ? line : `${line}\naddresses are matched with people by the next listing that shows them`;
}

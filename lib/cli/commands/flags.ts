import { type Command, Option } from "commander";
import { FLAG_KINDS, type FlagKind } from "../../domain/rule.ts";
import type { FlagLedger } from "../../ledger/ledger.ts";
import type { CsvColumn } from "../../report/csv.ts";
import { flagsTable, type ShownFlag } from "../../report/flags-table.ts";
import { counted } from "../../report/words.ts";
import { EXIT, UsageError } from "../errors.ts";
import { EXPORT_COLUMNS, exportedFlags } from "../flags/export-flags.ts";
import type { FlagColumn } from "../flags/flag-rows.ts";
import { checkFile, type ImportCounts, importFlags } from "../flags/import-flags.ts";
import { textFault, whoIsThis } from "../flags/mark-texts.ts";
import { openToFlag } from "../flags/open-ledger.ts";
import { readTwice } from "../flags/read-twice.ts";
import type { Io } from "../io.ts";
import { writeNewFile } from "../new-file.ts";
import { openTarget } from "../open-target.ts";
import { printCsv } from "../print-rows.ts";
import { type Target, type TargetOptions, withTargetOptions } from "../target.ts";

interface ListOptions extends TargetOptions {
  readonly as?: FlagKind;
  readonly csv?: boolean;
}

interface ImportCommandOptions extends TargetOptions {
  readonly dryRun?: boolean;
  readonly skipFaulty?: boolean;
  readonly by: string;
}

/** A table is for reading; who wants all of a long list wants it as CSV or JSON. */
const MAX_SHOWN = 500;

export function addFlags(program: Command, io: Io, endWith: (code: number) => void): void {
  const flags = program
    .command("flags")
    .description("who is flagged, as what, by whom and when; or flag many people from a file")
    .addHelpText(
      "after",
      "\nExample:\n  $ sweeper flags --as protected\n  $ sweeper flags import customers.csv --dry-run\n  $ sweeper flags export flags.csv --stack old",
    );

  withTargetOptions(flags.command("list", { isDefault: true }), io, "reads")
    .description("who is flagged")
    .addOption(new Option("--as <kind>", "this kind only").choices(FLAG_KINDS))
    .addOption(new Option("--csv", "print CSV, which `flags import` reads back").conflicts("json"))
    .addHelpText("after", "\nExample:\n  $ sweeper flags list --as customer --csv > customers.csv")
    .action(async (options: ListOptions) => {
      const workspace = await openTarget(options, io, true);
      try {
        await list(workspace, options, io);
      } finally {
        await workspace.close();
      }
    });

  withTargetOptions(flags.command("export"), io, "reads")
    .description("write every flag with who, when and why, so that `flags import` makes the same of it elsewhere")
    .argument("[file]", "a file that is not there yet; without it the CSV is printed")
    .addHelpText(
      "after",
      "\nAn address is known by its key alone, and stays so. Notes are in it, in your own words.\n\nExample:\n  $ sweeper flags export flags.csv --stack old\n  $ sweeper flags import flags.csv --stack new",
    )
    .action(async (path: string | undefined, options: TargetOptions) => {
      if (path === undefined && options.json) throw new UsageError("--json tells of a file: name one to export to");
      const workspace = await openTarget(options, io, true);
      try {
        endWith(await exportAll(workspace.ledger.flags, path ?? null, options, io));
      } finally {
        await workspace.close();
      }
    });

  withTargetOptions(flags.command("import"), io, "writes")
    .description("flag everybody in a CSV file; the same file twice changes nothing the second time")
    .argument(
      "<file>",
      'columns "profile" (address, Sales Navigator id or id), "as" and "note"; - reads standard input',
    )
    .option("--dry-run", "check the whole file and say what would be written")
    .option("--skip-faulty", "skip lines with errors; without it nothing is written when there is one")
    .option("--by <name>", "who sets the flags, where the file does not say", whoIsThis())
    .addHelpText(
      "after",
      "\nExample:\n  $ sweeper flags import customers.csv --dry-run\n  $ crm-export | sweeper flags import - --by crm",
    )
    .action(async (path: string, options: ImportCommandOptions) => {
      const fault = textFault("by", options.by);
      if (fault !== null) throw new UsageError(`--by: ${fault}`);
      await readTwice(path, process.stdin, (file) => checkAndImport(file, options, io));
    });
}

async function list({ ledger }: Target, { as, csv, json }: ListOptions, io: Io): Promise<void> {
  const flags = flagsIn(ledger, as ?? null);
  if (csv) {
    await printCsv(io, CSV_COLUMNS, flags);
    return;
  }
  const shown: ShownFlag[] = [];
  let count = 0;
  for await (const one of flags) {
    count += 1;
    if (json || count <= MAX_SHOWN) shown.push(one);
  }
  shown.sort((a, b) => (a.subject < b.subject ? -1 : a.subject > b.subject ? 1 : 0));
  if (json) {
    io.out(JSON.stringify(shown, null, 2));
    return;
  }
  if (shown.length > 0) io.out(flagsTable(shown));
  const more = count > MAX_SHOWN ? ` (${MAX_SHOWN} are shown; --csv prints all)` : "";
  io.out(`${counted(count, "flag")}${as === undefined ? "" : ` as ${as}`}${more}`);
}

/** Every flag there is, or those of one kind. */
async function* flagsIn({ flags }: Target["ledger"], as: FlagKind | null): AsyncGenerator<ShownFlag, void, undefined> {
  for await (const { subject, belongsTo, marks, unknown } of flags.all()) {
    for (const mark of [...marks, ...unknown])
      if (as === null || mark.kind === as) yield { subject, belongsTo, ...mark };
  }
}

const VALUES = {
  profile: ({ subject }) => subject,
  as: ({ kind }) => kind,
  note: ({ note }) => note,
  by: ({ by }) => by,
  at: ({ at }) => at,
} as const satisfies Partial<Record<FlagColumn, CsvColumn<ShownFlag>["value"]>>;
const CSV_COLUMNS = Object.entries(VALUES).map(([title, value]): CsvColumn<ShownFlag> => ({ title, value }));

/** Answers the exit code: what only another version can read back is told. */
async function exportAll(
  { all }: FlagLedger,
  path: string | null,
  { target, json }: TargetOptions,
  io: Io,
): Promise<number> {
  let [count, faults, why] = [0, 0, ""];
  const rows = exportedFlags(all(), (fault) => {
    faults += 1;
    why ||= fault;
  });
  const write = (out: (text: string) => void) =>
    printCsv(
      { out },
      EXPORT_COLUMNS,
      counting(rows, () => (count += 1)),
    );
  if (path === null) await write(io.out);
  else await writeNewFile(path, write);
  if (path !== null && json)
    io.out(JSON.stringify({ target, file: path, flags: count, notImportable: faults }, null, 2));
  else if (path !== null) io.out(`${counted(count, "flag")} in ${path}`);
  if (faults === 0) return EXIT.done;
  io.err(
    `${counted(faults, "flag")} cannot be read back by this version (the first: ${why}): import with the version that set ${faults === 1 ? "it" : "them"}`,
  );
  return EXIT.inPart;
}

async function* counting<Row>(rows: AsyncIterable<Row>, count: () => void): AsyncGenerator<Row, void, undefined> {
  for await (const row of rows) {
    count();
    yield row;
  }
}

/** Checks the whole file before anything is opened, let alone written. */
async function checkAndImport(file: string, options: ImportCommandOptions, io: Io): Promise<void> {
  const { faults } = await checkFile(file, ({ line, fault }) => io.err(`line ${line}: ${fault}`));
  if (faults > 0 && options.skipFaulty !== true) {
    throw new UsageError(
      `${counted(faults, "line")} with errors: nothing was written; correct ${faults === 1 ? "it" : "them"}, or skip such lines with --skip-faulty`,
    );
  }
  const dryRun = options.dryRun === true;
  const workspace = await openToFlag(options, io, dryRun);
  try {
    const counts = await importFlags(workspace.ledger.flags, file, {
      ...{ by: options.by, now: workspace.clock.now(), dryRun },
      // The data folder of this machine is open to one process at a time.
      alone: options.stack === undefined,
      onProgress: (rows) => io.progress(`${rows.toLocaleString("en-US")} flags checked`),
    });
    io.progress("");
    if (options.json) io.out(JSON.stringify({ target: options.target, ...counts, faulty: faults, dryRun }, null, 2));
    else io.out(importInWords(counts, faults, dryRun));
  } finally {
    await workspace.close();
  }
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

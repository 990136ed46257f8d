import { type Command, Option } from "commander";
import { FLAG_KINDS, type FlagKind } from "../../domain/rule.ts";
import type { FlagLedger } from "../../ledger/ledger.ts";
import { companiesInWords } from "../../report/companies-table.ts";
import type { CsvColumn } from "../../report/csv.ts";
import { flagsTable, type ShownFlag } from "../../report/flags-table.ts";
import { counted } from "../../report/words.ts";
import { EXIT, UsageError } from "../errors.ts";
import { checkAndImport, type ImportCommandOptions } from "../flags/check-and-import.ts";
import { EXPORT_COLUMNS, exportedFlags } from "../flags/export-flags.ts";
import type { FlagColumn } from "../flags/flag-rows.ts";
import { textFault, whoIsThis } from "../flags/mark-texts.ts";
import { readTwice } from "../flags/read-twice.ts";
import type { Io } from "../io.ts";
import { writeNewFile } from "../new-file.ts";
import { openTarget } from "../open-target.ts";
import { printCsv, screenOf } from "../print-rows.ts";
import { type Target, type TargetOptions, withTargetOptions } from "../target.ts";

interface ListOptions extends TargetOptions {
  readonly as?: FlagKind;
  readonly csv?: boolean;
}

/** A table is for reading; who wants all of a long list wants it as CSV or JSON. */
const MAX_SHOWN = 500;

export function addFlags(program: Command, io: Io, endWith: (code: number) => void): void {
  const flags = program
    .command("flags")
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

  withTargetOptions(flags.command("companies"), io, "reads")
    .description("the companies that suggest a flag, as `flag --company` has set them")
    .addHelpText("after", "\nExample:\n  $ sweeper flags companies")
    .action(async (options: TargetOptions) => {
      const workspace = await openTarget(options, io, true);
      try {
        const companies = await workspace.ledger.companies.all();
        io.out(options.json ? JSON.stringify(companies, null, 2) : companiesInWords(companies, screenOf(io, "--json")));
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
        await tellOfCompanies(workspace, io);
      } finally {
        await workspace.close();
      }
    });

  withTargetOptions(flags.command("import"), io, "writes")
    .description("flag everybody in a CSV file; the same file twice changes nothing the second time")
    .argument(
      "<file>",
      'columns "profile" (address, Sales Navigator id or id), "as" and "note", or a list of LinkedIn or a CRM as it is; - reads standard input',
    )
    .addOption(new Option("--as <kind>", "what everyone in the list is, where it does not say").choices(FLAG_KINDS))
    .option("--column <name>", "the column of addresses or ids; default: found by its name and by what is in it")
    .option("--note-column <name>", "a column to take notes from, of a list that is not in our own columns")
    .option("--yes", "do not ask before a list that is not in our own columns is written")
    .option("--dry-run", "check the whole file and say what would be written")
    .option("--skip-faulty", "skip lines with errors; without it nothing is written when there is one")
    .option("--by <name>", "who sets the flags, where the file does not say", whoIsThis())
    .addHelpText(
      "after",
      '\nExample:\n  $ sweeper flags import customers.csv --dry-run\n  $ sweeper flags import Connections.csv --as protected\n  $ sweeper flags import hubspot.csv --as customer --column "LinkedIn URL"\n  $ crm-export | sweeper flags import - --by crm',
    )
    .action(async (path: string, options: ImportCommandOptions) => {
      const fault = textFault("by", options.by);
      if (fault !== null) throw new UsageError(`--by: ${fault}`);
      await readTwice(path, process.stdin, (file) => checkAndImport(path, file, options, io));
    });
}

async function list({ ledger }: Target, { as, csv, json }: ListOptions, io: Io): Promise<void> {
  const flags = flagsIn(ledger, as ?? null);
  if (csv) {
    await printCsv(io, CSV_COLUMNS, flags);
    if (as === undefined) await tellOfCompanies({ ledger }, io);
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
  if (shown.length > 0) io.out(flagsTable(shown, screenOf(io, "--csv")));
  const more = count > MAX_SHOWN ? ` (${MAX_SHOWN} are shown; --csv prints all)` : "";
  io.out(`${counted(count, "flag")}${as === undefined ? "" : ` as ${as}`}${more}`);
  const companies = (await ledger.companies.all()).filter(({ kind }) => as === undefined || kind === as);
  if (companies.length > 0) io.out(`\n${companiesInWords(companies, screenOf(io))}`);
}

/** A file of flags holds flags alone. */
async function tellOfCompanies({ ledger }: Pick<Target, "ledger">, io: Io): Promise<void> {
  const count = (await ledger.companies.all()).length;
  if (count === 0) return;
  io.err(
    `${counted(count, "company suggests", "companies suggest")} a flag and ${count === 1 ? "is" : "are"} not in it: \`sweeper flags companies\` lists them, and \`sweeper flag --company NAME --as KIND\` sets each anew elsewhere`,
  );
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

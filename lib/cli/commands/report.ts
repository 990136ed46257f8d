import { existsSync } from "node:fs";
import { dirname } from "node:path";
import type { Command } from "commander";
import { replaceFile } from "../../local/data-layout.ts";
import { reportPage } from "../../report/html/page.ts";
import type { ReportData } from "../../report/report-data.ts";
import { reportText } from "../../report/report-text.ts";
import { THRESHOLD_COLUMNS, thresholdLines } from "../../report/threshold-csv.ts";
import { withCommands } from "../../report/verdict/with-commands.ts";
import { timeInWords } from "../../report/words.ts";
import { type Moment, parseMoment, parseWholeNumber } from "../arguments.ts";
import { bannerOf, withBanner } from "../banner.ts";
import { type CsvOptions, withCsvOption } from "../csv-option.ts";
import { EXIT, UsageError } from "../errors.ts";
import type { Io } from "../io.ts";
import { printTarget } from "../name-target.ts";
import {
  checkObservationsOptions,
  OBSERVATIONS_HELP,
  type ObservationsOptions,
  withObservationsOptions,
} from "../observations/options.ts";
import { readObservationsFile } from "../observations/read-file.ts";
import { openTarget } from "../open-target.ts";
import { pageNames } from "../page-names.ts";
import { printCsv, screenOf } from "../print-rows.ts";
import { reportOf } from "../read-report.ts";
import { suggestReason } from "../suggest-reason.ts";
import { type Target, type TargetOptions, withTargetOptions } from "../target.ts";
import { latestSweeps } from "../unfinished/latest-sweeps.ts";
import { NO_STOPS, readStops } from "../unfinished/of-sweeps.ts";
import { judgeRun } from "../unfinished/run-outcome.ts";
import { tell } from "../unfinished/tell.ts";
import type { Unfinished } from "../unfinished/unfinished.ts";

interface ReportOptions extends TargetOptions, CsvOptions, ObservationsOptions {
  readonly since?: Moment;
  readonly until?: Moment;
  readonly identity?: string;
  readonly reason?: string;
  readonly policyVersion?: number;
  readonly html?: string;
}

export function addReport(program: Command, io: Io, endWith: (code: number) => void): void {
  const command = program.command("report");
  withTargetOptions(command, io, () => (fileOf(command.opts<ReportOptions>()) === undefined ? "reads" : null))
    .option("--since <when>", 'a span such as "90d", or a date; default: as far as the log goes back', parseMoment)
    .option("--until <when>", "as it stood then; default: now", parseMoment)
    .option("--identity <id-or-label>", "this identity only")
    .option("--reason <reason>", 'count endings of this reason only, such as "stale"')
    .option("--policy-version <version>", "count endings under this version only", parseWholeNumber(1))
    .option("--html <file>", "write the report as a page, too; replaces what is there");
  withObservationsOptions(withCsvOption(command, "one line for each threshold, of all identities and of each"))
    .addHelpText(
      "after",
      `\n${OBSERVATIONS_HELP}\n\nExample:\n  $ sweeper report --since 90d\n  $ sweeper report --html report.html\n  $ sweeper report --csv > thresholds.csv\n  $ sweeper report --observations history.csv --html report.html\n  $ sweeper report --day-grid grid.csv --html report.html\n  $ sweeper outcomes --pending --csv | sweeper report --observations -`,
    )
    .action(async (options: ReportOptions) => {
      if (options.html !== undefined) checkFolderOf(options.html);
      checkObservationsOptions(options);
      suggestReason(options.reason, io);
      const file = fileOf(options);
      if (file === undefined) await reportOfTarget(options, io, endWith);
      else await reportOfFile(file, options, io);
    });
}

/** Undefined: a log is read. */
const fileOf = ({ observations, dayGrid }: ReportOptions): string | undefined => observations ?? dayGrid;

async function reportOfTarget(options: ReportOptions, io: Io, endWith: (code: number) => void): Promise<void> {
  const workspace = await openTarget(options, io, true);
  try {
    const { report, unfinished } = await readTargetReport(workspace, options, io);
    if (options.html !== undefined) writePage(io, options.html, report, options);
    await printReport(report, unfinished, options, io);
    tell(unfinished, io);
    if (unfinished.length > 0) endWith(EXIT.inPart);
  } finally {
    await workspace.close();
  }
}

type ReportChoice = Pick<
  ReportOptions,
  "since" | "until" | "identity" | "reason" | "policyVersion" | "stack" | "again"
>;

/** The report of a target's log, and what the run behind its figures left undone. */
export async function readTargetReport(
  w: Target,
  options: ReportChoice,
  io: Io,
): Promise<{ readonly report: ReportData; readonly unfinished: readonly Unfinished[] }> {
  const now = w.clock.now();
  const { identity: identityId, reason, policyVersion } = options;
  const span = { since: options.since?.(now), until: options.until?.(now) };
  const read = await reportOf(w, io, { ...span, identityId, reason, policyVersion });
  const report = withCommands(read, { program: "sweeper", target: options.again });
  return { report, unfinished: await unfinishedBehind(w, report, options) };
}

/** Works on no target: nothing but the file is read. */
async function reportOfFile(path: string, options: ReportOptions, io: Io): Promise<void> {
  const target = path === "-" ? "standard input" : `file ${path}`;
  printTarget(io, target);
  const { report: read, warnings } = await readObservationsFile(path, options, io);
  const report = withCommands(read, { program: "sweeper", target: "" });
  const named = { ...options, target, edges: "real" } as const;
  if (options.html !== undefined) writePage(io, options.html, report, named);
  await printReport(report, [], named, io);
  for (const warning of warnings) io.err(warning);
}

async function printReport(
  report: ReportData,
  unfinished: readonly Unfinished[],
  options: ReportOptions,
  io: Io,
): Promise<void> {
  if (options.json) io.out(JSON.stringify({ target: options.target, ...report, unfinished }, null, 2));
  else if (options.csv) await printCsv(io, THRESHOLD_COLUMNS, thresholdLines(report));
  else io.out(withBanner(options, reportText(report, screenOf(io, "--json"))));
}

/** The figures are those of the latest run: what was not done in it as planned is missing from them. */
async function unfinishedBehind(
  workspace: Target,
  { until, filter: { identityId } }: ReportData,
  options: ReportChoice,
): Promise<Unfinished[]> {
  const { run, sweeps } = await latestSweeps(workspace, until);
  if (run === null) return [];
  const now = workspace.clock.now();
  const stops = options.until === undefined ? await readStops(workspace, sweeps) : NO_STOPS;
  const { unfinished } = judgeRun(run, sweeps, now, options, stops);
  return unfinished
    .filter((one) => identityId === null || one.identityId === null || one.identityId === identityId)
    .map((one) => ({ ...one, line: `in the latest run, ${timeInWords(run.startedAt)}: ${one.line}` }));
}

/** Before anything is read: nobody waits for a report that has nowhere to go. */
function checkFolderOf(file: string): void {
  if (file === "-") throw new UsageError("--html writes a file: give it a name, such as report.html");
  const folder = dirname(file);
  if (!existsSync(folder)) throw new UsageError(`there is no folder ${folder} for --html ${file}; make it first`);
}

function writePage(io: Io, file: string, report: ReportData, options: TargetOptions): void {
  const page = reportPage(report, bannerOf(options), pageNames(report));
  try {
    replaceFile(file, page);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`the page cannot be written to ${file} (${why}); choose another file with --html`);
  }
  io.err(`page written to ${file}`);
}

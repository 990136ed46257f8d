import { type Command, InvalidArgumentError, Option } from "commander";
import { DEFAULT_POLICY, MAX_THRESHOLD_DAYS, THRESHOLD_FLOOR_DAYS } from "../../domain/policy.ts";
import { MINIMAL_HEADINGS } from "../../report/observations/headings.ts";
import { parseWholeNumber } from "../arguments.ts";
import { UsageError } from "../errors.ts";

export interface ObservationsOptions {
  /** Path of a CSV file, or `-`. */
  readonly observations?: string;
  /** Path of a CSV file with a day grid, or `-`. */
  readonly dayGrid?: string;
  /** In days. */
  readonly threshold?: number;
  /** Share, 0 to 1. */
  readonly acceptableLoss?: number;
}

export const OBSERVATIONS_HELP = `--observations FILE.csv analyses a file and needs no target, key, data folder or network. It reads what
\`sweeper outcomes --pending --csv\` writes, and this form:
  ${MINIMAL_HEADINGS.join(",")}
  2026-03-02T09:30:00Z,2026-03-03T06:00:00Z,2026-03-05T11:12:00Z,accepted,ana,21
  2026-03-04T15:00:00Z,2026-03-05T06:00:00Z,2026-04-01T06:00:00Z,pending,ana,21
One line an invitation, in any order, pending ones among them. Outcome: accepted, gone (declined, or taken back by hand),
withdrawn or pending. Times in ISO 8601 with their zone. "ended at" of a pending one is when a list last showed it; empty,
the latest time in the file. "identity" (who sent it) and "threshold days" may be empty or left out, and so may "reason",
whose "stale" says that age alone had it withdrawn. Every invitation that ended since the first line must be there; a file
that is cut begins with the day that --since names. --since 90d counts from the latest time in the file.

--day-grid FILE.csv analyses what the query "Day grid" of the archive has counted on AWS, and needs no target either.
Its span, and whether ages come from ids, are chosen at the head of the query.`;

/** `--observations`, and what a file has no policy for. */
export function withObservationsOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--observations <file>", "analyse a CSV file instead of a log; - reads standard input")
        .argParser(parseFile)
        .conflicts(["local", "stack", "edges", "data"]),
    )
    .addOption(
      new Option("--day-grid <file>", "analyse a day grid of the archive instead of a log; - reads standard input")
        .argParser(parseFile)
        .conflicts(["local", "stack", "edges", "data", "observations"]),
    )
    .option(
      "--threshold <days>",
      "with --observations or --day-grid: set against this many days; default: the threshold of most of its latest lines",
      parseWholeNumber(THRESHOLD_FLOOR_DAYS, MAX_THRESHOLD_DAYS),
    )
    .option(
      "--acceptable-loss <percent>",
      `with --observations or --day-grid: of the acceptances; default: ${percentNumber(DEFAULT_POLICY.acceptableLoss)}`,
      parsePercent,
    );
}

/** 0.07 as 7: a share of binary fractions would show all its places. */
const percentNumber = (share: number): number => Number((share * 100).toFixed(4));

/** @throws UsageError for an option that does not go with what is analysed */
export function checkObservationsOptions(options: ObservationsOptions & GridlessOptions): void {
  if (options.dayGrid !== undefined) {
    checkGridOptions(options);
    return;
  }
  const { observations, threshold, acceptableLoss } = options;
  if (observations !== undefined) return;
  const [option, command] =
    threshold !== undefined
      ? ["--threshold", "sweeper threshold set <days>"]
      : acceptableLoss !== undefined
        ? ["--acceptable-loss", "sweeper policy set acceptableLoss=<share>"]
        : [];
  if (option === undefined) return;
  throw new UsageError(
    `${option} goes with --observations and --day-grid; a log has its policy, which \`${command}\` changes`,
  );
}

/** What has been counted already, a grid cannot be narrowed by. */
interface GridlessOptions {
  readonly since?: unknown;
  readonly until?: unknown;
  readonly reason?: unknown;
  readonly policyVersion?: unknown;
}

function checkGridOptions({ since, until, reason, policyVersion }: GridlessOptions): void {
  if (since !== undefined || until !== undefined) {
    const [option, setting] = since !== undefined ? ["--since", "since_text"] : ["--until", "until_text"];
    throw new UsageError(
      `${option} does not go with --day-grid; write the time at the head of the query, as ${setting}`,
    );
  }
  const option = reason !== undefined ? "--reason" : policyVersion !== undefined ? "--policy-version" : null;
  if (option === null) return;
  throw new UsageError(`${option} does not go with --day-grid, whose endings are counted for all of them together`);
}

function parseFile(text: string): string {
  if (text.trim() === "" || text.includes("\0")) {
    throw new InvalidArgumentError("Give the path of a CSV file, or - for standard input.");
  }
  return text;
}

function parsePercent(text: string): number {
  const value = /^\d{1,3}(\.\d{1,6})?%?$/.test(text) ? Number(text.replace("%", "")) : Number.NaN;
  if (!(value >= 0 && value <= 100)) throw new InvalidArgumentError("Give percent from 0 to 100, such as 5.");
  return value / 100;
}

import { type Command, Option } from "commander";
import { INVITATION_STATES, isOpen, type Outcome } from "../../domain/tracked-invitation.ts";
import { JOINABLE_COLUMNS } from "../../report/outcome-csv.ts";
import type { JoinableRow, OutcomeRow } from "../../report/outcome-row.ts";
import { knowIdentities } from "../../report/reader.ts";
import { joinPeople } from "../../report/reading/join-people.ts";
import { readOutcomeRows } from "../../report/reading/read-outcome-rows.ts";
import { outcomeCounts, outcomesTable } from "../../report/run-tables.ts";
import { widthInWords } from "../../report/width-in-words.ts";
import { counted, countsInWords } from "../../report/words.ts";
import { type Moment, parseIdentityWord, parseMoment } from "../arguments.ts";
import { type CsvOptions, withCsvOption } from "../csv-option.ts";
import { identityNames } from "../identity-names.ts";
import type { Io } from "../io.ts";
import { openTarget } from "../open-target.ts";
import { inBatches, printCsv, printJsonArray, screenOf } from "../print-rows.ts";
import { suggestReason } from "../suggest-reason.ts";
import { type Target, type TargetOptions, withTargetOptions } from "../target.ts";

interface OutcomesOptions extends TargetOptions, CsvOptions {
  readonly since: Moment;
  readonly until?: Moment;
  readonly identity?: string;
  readonly outcome?: Outcome;
  readonly reason?: string;
  readonly pending?: boolean;
  /** False: Edges is not asked what the identities are called. */
  readonly names: boolean;
}

const OUTCOMES = INVITATION_STATES.filter((state) => !isOpen(state));

export function addOutcomes(program: Command, io: Io): void {
  const command = withTargetOptions(program.command("outcomes"), io, "reads");
  withCsvOption(command, "one line each, everything the log holds; `report --observations` reads it")
    .addOption(
      new Option("--since <when>", 'a span such as "7d", or a date')
        .argParser(parseMoment)
        .default(parseMoment("30d"), "30d; with --pending as far as the log goes back"),
    )
    .option("--until <when>", "default: now", parseMoment)
    .option("--identity <id-or-label>", "this identity only", parseIdentityWord)
    .addOption(new Option("--outcome <outcome>", "this outcome only").choices(OUTCOMES))
    .option("--reason <reason>", 'this reason only, such as "stale"')
    .addOption(
      new Option("--pending", "also those still pending, with the last list that showed them").conflicts([
        ...["until", "outcome", "reason"],
      ]),
    )
    .option("--no-names", "with --csv or --json: do not ask Edges what the identities are called")
    .addHelpText(
      "after",
      "\nNothing ends as failed any more: what five calls could not withdraw rests and is planned again (`sweeper runs` counts\nit as unreachable). `--outcome failed` lists what an earlier version gave up.\n\nExample:\n  $ sweeper outcomes --since 7d --outcome withdrawn\n  $ sweeper outcomes --since 2026-01-01 --csv > outcomes.csv\n  $ sweeper outcomes --pending --csv > history.csv\n  $ sweeper outcomes --json | jq '.[].daysPending'",
    )
    .action(async (options: OutcomesOptions) => {
      suggestReason(options.reason, io);
      const workspace = await openTarget(options, io, true);
      try {
        const found = await rowsOf(workspace, options, command.getOptionValueSource("since") === "default");
        if (options.json) await printJsonArray(io, inJson(await joinable(workspace, options, io, found)));
        else if (options.csv) await printCsv(io, JOINABLE_COLUMNS, await joinable(workspace, options, io, found));
        else await printTables(io, found);
      } finally {
        await workspace.close();
      }
    });
}

async function joinable(
  workspace: Target,
  { names }: OutcomesOptions,
  io: Io,
  rows: AsyncIterable<OutcomeRow>,
): Promise<AsyncIterable<JoinableRow>> {
  const { findMany } = workspace.ledger.invitations;
  return joinPeople(findMany, rows, names ? await identityNames(workspace, io) : new Map());
}

/** JSON has no word for a width that nothing tells, and `null` says something else. */
async function* inJson(rows: AsyncIterable<JoinableRow>): AsyncGenerator<object, void, undefined> {
  for await (const row of rows) yield { ...row, sentWidthAtFirstSight: widthInWords(row.sentWidthAtFirstSight) };
}

/** A table for every few hundred outcomes: columns can be lined up only over rows that are there. */
async function printTables(io: Io, found: AsyncIterable<OutcomeRow>): Promise<void> {
  const counts: Record<string, number> = {};
  let total = 0;
  for await (const batch of inBatches(found)) {
    knowIdentities(batch.map(({ identityId }) => identityId));
    io.out(outcomesTable(batch, screenOf(io, "--json")));
    total += batch.length;
    for (const [outcome, count] of Object.entries(outcomeCounts(batch))) {
      counts[outcome] = (counts[outcome] ?? 0) + count;
    }
  }
  const words = countsInWords(counts);
  // What is pending has no outcome yet.
  const what = counts.pending === undefined ? "outcome" : "invitation";
  io.out(`${counted(total, what)}${words === "" ? "" : `: ${words}`}`);
}

/** As a report counts them where they are read by programs; for a table as the index has them, which costs less. */
export async function rowsOf(
  { ledger, policy, clock }: Target,
  options: Omit<OutcomesOptions, Exclude<keyof TargetOptions, "json"> | "names">,
  isDefaultSpan: boolean,
): Promise<AsyncIterable<OutcomeRow>> {
  const now = clock.now();
  const { identity: identityId, outcome, reason, pending: withPending = false } = options;
  const since = options.since(now);
  const query = { until: options.until?.(now) ?? now, identityId, outcome, reason };
  if (!withPending && options.csv !== true && options.json !== true)
    return ledger.invitations.outcomes({ ...query, since });
  const span = withPending && isDefaultSpan ? {} : { since };
  return readOutcomeRows(ledger, await policy.read(), { ...query, ...span, now, withPending });
}

import { type Command, Option } from "commander";
import { INVITATION_STATES, isOpen, type Outcome } from "../../domain/tracked-invitation.ts";
import type { OutcomeRecord } from "../../ledger/ledger.ts";
import { OUTCOME_COLUMNS } from "../../report/outcome-csv.ts";
import { outcomeCounts, outcomesTable } from "../../report/run-tables.ts";
import { counted, countsInWords } from "../../report/words.ts";
import { type Moment, parseIdentity, parseMoment } from "../arguments.ts";
import { type CsvOptions, withCsvOption } from "../csv-option.ts";
import type { Io } from "../io.ts";
import { openTarget } from "../open-target.ts";
import { inBatches, printCsv, printJsonArray } from "../print-rows.ts";
import { type TargetOptions, withTargetOptions } from "../target.ts";

interface OutcomesOptions extends TargetOptions, CsvOptions {
  readonly since: Moment;
  readonly until?: Moment;
  readonly identity?: string;
  readonly outcome?: Outcome;
  readonly reason?: string;
}

const OUTCOMES = INVITATION_STATES.filter((state) => !isOpen(state));

export function addOutcomes(program: Command, io: Io): void {
  withCsvOption(withTargetOptions(program.command("outcomes"), io, "reads"), "one line each, everything the log holds")
    .description("what became of invitations: one line each, oldest first")
    .addOption(
      new Option("--since <when>", 'a span such as "7d", or a date')
        .argParser(parseMoment)
        .default(parseMoment("30d"), "30d"),
    )
    .option("--until <when>", "default: now", parseMoment)
    .option("--identity <id>", "this identity only", parseIdentity)
    .addOption(new Option("--outcome <outcome>", "this outcome only").choices(OUTCOMES))
    .option("--reason <reason>", 'this reason only, such as "stale"')
    .addHelpText(
      "after",
      "\nNothing ends as failed any more: what five calls could not withdraw rests and is planned again (`sweeper runs` counts\nit as unreachable). `--outcome failed` lists what an earlier version gave up.\n\nExample:\n  $ sweeper outcomes --since 7d --outcome withdrawn\n  $ sweeper outcomes --since 2026-01-01 --csv > outcomes.csv\n  $ sweeper outcomes --json | jq '.[].daysPending'",
    )
    .action(async (options: OutcomesOptions) => {
      const workspace = await openTarget(options, io, true);
      try {
        const now = workspace.clock.now();
        const { identity: identityId, outcome, reason } = options;
        const query = { since: options.since(now), until: options.until?.(now) ?? now, identityId, outcome, reason };
        const found = workspace.ledger.invitations.outcomes(query);
        if (options.json) await printJsonArray(io, found);
        else if (options.csv) await printCsv(io, OUTCOME_COLUMNS, found);
        else await printTables(io, found);
      } finally {
        await workspace.close();
      }
    });
}

/** A table for every few hundred outcomes: columns can be lined up only over rows that are there. */
async function printTables(io: Io, found: AsyncIterable<OutcomeRecord>): Promise<void> {
  const counts: Record<string, number> = {};
  let total = 0;
  for await (const batch of inBatches(found)) {
    io.out(outcomesTable(batch));
    total += batch.length;
    for (const [outcome, count] of Object.entries(outcomeCounts(batch))) {
      counts[outcome] = (counts[outcome] ?? 0) + count;
    }
  }
  const words = countsInWords(counts);
  io.out(`${counted(total, "outcome")}${words === "" ? "" : `: ${words}`}`);
}

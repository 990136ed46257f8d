import { type Command, Option } from "commander";
import { INVITATION_STATES, isOpen, type Outcome } from "../../core/tracked-invitation.ts";
import type { OutcomeRecord } from "../../ledger/ledger.ts";
import { outcomeCounts, outcomesTable } from "../../report/run-tables.ts";
import { counted, countsInWords } from "../../report/words.ts";
import { type Moment, parseIdentity, parseMoment } from "../arguments.ts";
import type { Io } from "../io.ts";
import { openTarget, type TargetOptions, withTargetOptions } from "../target.ts";

interface OutcomesOptions extends TargetOptions {
  readonly since: Moment;
  readonly until?: Moment;
  readonly identity?: string;
  readonly outcome?: Outcome;
  readonly reason?: string;
}

const OUTCOMES = INVITATION_STATES.filter((state) => !isOpen(state));

export function addOutcomes(program: Command, io: Io): void {
  withTargetOptions(program.command("outcomes"))
    .description("what became of invitations: one line each, oldest first")
    .option("--since <when>", 'a span such as "7d", or a date', parseMoment, parseMoment("30d"))
    .option("--until <when>", "default: now", parseMoment)
    .option("--identity <id>", "this identity only", parseIdentity)
    .addOption(new Option("--outcome <outcome>", "this outcome only").choices(OUTCOMES))
    .option("--reason <reason>", 'this reason only, such as "stale"')
    .addHelpText(
      "after",
      "\nExample:\n  $ sweeper outcomes --since 7d --outcome withdrawn\n  $ sweeper outcomes --json | jq '.[].daysPending'",
    )
    .action(async (options: OutcomesOptions) => {
      const workspace = await openTarget(options, io, true);
      try {
        const now = workspace.clock.now();
        const { identity: identityId, outcome, reason } = options;
        const query = { since: options.since(now), until: options.until?.(now) ?? now, identityId, outcome, reason };
        const outcomes: OutcomeRecord[] = [];
        for await (const one of workspace.ledger.invitations.outcomes(query)) outcomes.push(one);
        if (options.json) {
          io.out(JSON.stringify(outcomes, null, 2));
          return;
        }
        if (outcomes.length > 0) io.out(outcomesTable(outcomes));
        const words = countsInWords(outcomeCounts(outcomes));
        io.out(`${counted(outcomes.length, "outcome")}${words === "" ? "" : `: ${words}`}`);
      } finally {
        await workspace.close();
      }
    });
}

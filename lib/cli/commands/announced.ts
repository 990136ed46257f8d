import type { Command } from "commander";
import { readAnnounced } from "../../report/announced.ts";
import { announcedTable, VETO_COLUMNS } from "../../report/announced-table.ts";
import { knowIdentities } from "../../report/reader.ts";
import { counted } from "../../report/words.ts";
import { parseIdentityWord } from "../arguments.ts";
import { type CsvOptions, withCsvOption } from "../csv-option.ts";
import type { Io } from "../io.ts";
import { openTarget } from "../open-target.ts";
import { printCsv, printJsonArray, screenOf } from "../print-rows.ts";
import { type Target, type TargetOptions, withTargetOptions } from "../target.ts";

interface AnnouncedOptions extends TargetOptions, CsvOptions {
  readonly identity?: string;
}

const HELP = `
To stop withdrawals, flag their people as protected before that date. A whole list at once: print it with --csv, remove
the rows that may go, and import the rest.

Example:
  $ sweeper announced
  $ sweeper announced --csv > keep.csv
  $ sweeper flags import keep.csv`;

export function addAnnounced(program: Command, io: Io): void {
  withCsvOption(
    withTargetOptions(program.command("announced"), io, "reads"),
    "a flag for each, which `flags import` reads",
  )
    .option("--identity <id-or-label>", "this identity's only", parseIdentityWord)
    .addHelpText("after", HELP)
    .action(async (options: AnnouncedOptions) => {
      const target = await openTarget(options, io, true);
      try {
        const ids = options.identity === undefined ? await allIds(target) : [options.identity];
        const rows = await readAnnounced(target.ledger.invitations, (await target.policy.read()).policy, ids);
        knowIdentities(ids);
        if (options.json) await printJsonArray(io, rows);
        else if (options.csv) {
          const reachable = rows.filter(({ personId }) => personId !== null);
          await printCsv(io, VETO_COLUMNS, reachable);
          const left = rows.length - reachable.length;
          if (left > 0) io.err(`${counted(left, "invitation")} left out, to members without an id: flag their address`);
        } else if (rows.length === 0) io.out("No withdrawal is announced.");
        else io.out(`${announcedTable(rows, screenOf(io, "--json"))}\n${counted(rows.length, "withdrawal")} announced`);
      } finally {
        await target.close();
      }
    });
}

async function allIds({ ledger }: Target): Promise<string[]> {
  const ids: string[] = [];
  for await (const { identityId } of ledger.identities.all()) ids.push(identityId);
  return ids;
}

import type { Command } from "commander";
import { HELD_OUT_COLUMNS } from "../../report/holdout/holdout-csv.ts";
import { holdoutText } from "../../report/holdout/holdout-text.ts";
import { heldOutNow, readHoldout } from "../../report/holdout/read-holdout.ts";
import { knowIdentities } from "../../report/reader.ts";
import { withBanner } from "../banner.ts";
import { type CsvOptions, withCsvOption } from "../csv-option.ts";
import type { Io } from "../io.ts";
import { openTarget } from "../open-target.ts";
import { printCsv, screenOf } from "../print-rows.ts";
import { type TargetOptions, withTargetOptions } from "../target.ts";

interface HoldoutOptions extends TargetOptions, CsvOptions {}

export function addHoldout(program: Command, io: Io): void {
  withCsvOption(
    withTargetOptions(program.command("holdout"), io, "reads"),
    "one line for each invitation of the holdout",
  )
    .addHelpText("after", "\nExample:\n  $ sweeper holdout\n  $ sweeper holdout --csv")
    .action(async (options: HoldoutOptions) => {
      const workspace = await openTarget(options, io, true);
      try {
        const { policy, version } = await workspace.policy.read();
        const now = workspace.clock.now();
        if (options.csv) {
          await printCsv(io, HELD_OUT_COLUMNS, heldOutNow(workspace.ledger, policy, now));
          return;
        }
        const holdout = await readHoldout(workspace.ledger, { policy, version }, now);
        knowIdentities(holdout.identities.map(({ identityId }) => identityId));
        io.out(
          options.json
            ? JSON.stringify({ target: options.target, ...holdout }, null, 2)
            : withBanner(options, holdoutText(holdout, screenOf(io, "--json"))),
        );
      } finally {
        await workspace.close();
      }
    });
}

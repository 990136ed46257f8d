import { type Command, Option } from "commander";
import type { Verdict } from "../../domain/rule.ts";
import { counted } from "../../report/words.ts";
import { parseIdentityWord, parseWholeNumber } from "../arguments.ts";
import type { Io } from "../io.ts";
import { openTarget } from "../open-target.ts";
import { printPauses } from "../pauses.ts";
import { writePlan } from "../plan/write-plan.ts";
import type { RowChoice } from "../preview/choose-rows.ts";
import { printPreview } from "../preview/print.ts";
import { readPreview } from "../preview/read.ts";
import { previewView } from "../preview/view.ts";
import { printJson } from "../print-json.ts";
import { type TargetOptions, withTargetOptions } from "../target.ts";
import { tell } from "../unfinished/tell.ts";

interface PreviewOptions extends TargetOptions, RowChoice {
  readonly identity?: string;
  readonly csv?: string;
}

const VERDICTS = ["withdraw", "keep"] as const satisfies Verdict[];

const HELP = `
The plan in FILE has a row for each invitation. Remove rows, or make "withdraw" "keep", and hand it to
\`sweeper run --live --plan FILE\` within a day: nothing is called for that is not in it as "withdraw".

On a terminal it shows those to withdraw, a screenful at most; in a pipe, and with --all, every row.

Example:
  $ sweeper preview --edges real
  $ sweeper preview --verdict keep --limit 50
  $ sweeper preview --csv plan.csv
  $ sweeper preview --json | jq '.identities[].plan[]'`;

export function addPreview(program: Command, io: Io, endWith: (code: number) => void): void {
  withTargetOptions(program.command("preview"), io, "reads")
    .option("--identity <id-or-label>", "this identity only", parseIdentityWord)
    .addOption(
      new Option("--verdict <verdict>", "rows of this verdict only").choices(VERDICTS).conflicts(["json", "all"]),
    )
    .addOption(
      new Option("--limit <rows>", "this many rows at most, those to withdraw first")
        .argParser(parseWholeNumber(1))
        .conflicts(["json", "all"]),
    )
    .addOption(new Option("--all", "every row, also on a terminal").conflicts("json"))
    .option("--csv <file>", "write the plan to this file too, for `run --live --plan`")
    .addHelpText("after", HELP)
    .action(async (options: PreviewOptions) => {
      const workspace = await openTarget(options, io, true);
      try {
        const { policy, preview, suggestions, unfinished } = await readPreview(workspace, options, io);
        const view = () => previewView(options.target, preview, unfinished, suggestions);
        if (options.json) printJson(io, view());
        else printPreview(preview, suggestions, options, io);
        if (options.csv !== undefined) {
          const rows = writePlan(options.csv, options.target, preview, suggestions);
          io.err(`the plan is in ${options.csv}: ${counted(rows, "row")}, good for a day`);
        }
        printPauses(policy, io);
        endWith(tell(unfinished, io));
      } finally {
        await workspace.close();
      }
    });
}

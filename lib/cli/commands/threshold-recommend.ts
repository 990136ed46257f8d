import type { Command } from "commander";
import type { ReportData } from "../../report/report-data.ts";
import type { Screen } from "../../report/text-table.ts";
import { THRESHOLD_COLUMNS, thresholdLines } from "../../report/threshold-csv.ts";
import { thresholdTable } from "../../report/threshold-table.ts";
import { verdictLines } from "../../report/verdict/verdict-lines.ts";
import { withCommands } from "../../report/verdict/with-commands.ts";
import { counted } from "../../report/words.ts";
import { withBanner } from "../banner.ts";
import { type CsvOptions, withCsvOption } from "../csv-option.ts";
import type { Io } from "../io.ts";
import { openTarget } from "../open-target.ts";
import { printCsv, screenOf } from "../print-rows.ts";
import { reportOf } from "../read-report.ts";
import { type TargetOptions, withTargetOptions } from "../target.ts";

interface RecommendOptions extends TargetOptions, CsvOptions {
  readonly identity?: string;
}

/** Shows and never sets: the owner decides, with the command that is printed. */
export function addThresholdRecommend(threshold: Command, io: Io): void {
  withCsvOption(withTargetOptions(threshold.command("recommend"), io, "reads"), "one line for each threshold")
    .description("the smallest threshold whose loss is acceptable, or what is missing to say so; sets nothing")
    .option("--identity <id-or-label>", "from this identity's invitations alone")
    .addHelpText("after", "\nExample:\n  $ sweeper threshold recommend\n  $ sweeper threshold recommend --json")
    .action(async (options: RecommendOptions) => {
      const workspace = await openTarget(options, io, true);
      try {
        const read = await reportOf(workspace, io, { identityId: options.identity });
        const report = withCommands(read, { program: "sweeper", target: options.again });
        if (options.csv) {
          const lines = [...thresholdLines(report)];
          await printCsv(io, THRESHOLD_COLUMNS, ofOneSection(lines, options.identity ?? null));
        } else if (options.json) io.out(JSON.stringify(asJson(report, options), null, 2));
        else io.out(withBanner(options, asText(report, screenOf(io, "--json"))));
      } finally {
        await workspace.close();
      }
    });
}

const ofOneSection = <Line extends { readonly identityId: string | null }>(lines: readonly Line[], id: string | null) =>
  lines.filter(({ identityId }) => identityId === id);

function asJson({ overall, policy, caveats }: ReportData, options: RecommendOptions): object {
  const { recommendation, plausible } = overall.analysis;
  return {
    target: options.target,
    identityId: options.identity ?? null,
    inForce: policy.thresholdDays,
    acceptableLoss: policy.acceptableLoss,
    sentence: overall.sentence,
    recommendation,
    plausible,
    verdict: overall.verdict,
    command: overall.verdict.command,
    caveats,
  };
}

function asText({ overall, policy, caveats, until }: ReportData, screen: Screen): string {
  const { verdict, analysis } = overall;
  const { plausible } = analysis;
  const lines = [...verdictLines(verdict, until), ""];
  if (plausible.lower !== null || plausible.value !== null) {
    const days = (value: number | null) => (value === null ? "?" : String(value));
    lines.push(
      `By the lower end, the value and the upper end of the interval the smallest acceptable wait is ${days(plausible.lower)}, ${days(plausible.value)} and ${days(plausible.upper)} days.`,
    );
  }
  lines.push(
    verdict.command === null
      ? `The threshold stays ${counted(policy.thresholdDays, "day")}; nothing was changed.`
      : `Nothing was changed: the threshold is still ${counted(policy.thresholdDays, "day")}.`,
    "",
    thresholdTable(analysis, policy.thresholdDays, screen),
    "",
    ...caveats.map((caveat) => `- ${caveat}`),
  );
  return lines.join("\n");
}

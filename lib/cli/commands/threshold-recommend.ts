import type { Command } from "commander";
import type { ReportData } from "../../report/report-data.ts";
import { THRESHOLD_COLUMNS, thresholdLines } from "../../report/threshold-csv.ts";
import { lackInWords, thresholdTable } from "../../report/threshold-table.ts";
import { counted } from "../../report/words.ts";
import { withBanner } from "../banner.ts";
import { type CsvOptions, withCsvOption } from "../csv-option.ts";
import type { Io } from "../io.ts";
import { openTarget } from "../open-target.ts";
import { printCsv } from "../print-rows.ts";
import { reportOf } from "../read-report.ts";
import { type TargetOptions, withTargetOptions } from "../target.ts";

interface RecommendOptions extends TargetOptions, CsvOptions {
  readonly identity?: string;
}

/** Shows and never sets: the owner decides, with the command that is printed. */
export function addThresholdRecommend(threshold: Command, io: Io): void {
  withCsvOption(withTargetOptions(threshold.command("recommend"), io, "reads"), "one line for each threshold")
    .description("the smallest threshold whose loss is acceptable, or what is missing to say so; sets nothing")
    .option("--identity <id>", "from this identity's invitations alone")
    .addHelpText("after", "\nExample:\n  $ sweeper threshold recommend\n  $ sweeper threshold recommend --json")
    .action(async (options: RecommendOptions) => {
      const workspace = await openTarget(options, io, true);
      try {
        const report = await reportOf(workspace, io, { identityId: options.identity });
        if (options.csv) {
          const lines = [...thresholdLines(report)];
          await printCsv(io, THRESHOLD_COLUMNS, ofOneSection(lines, options.identity ?? null));
        } else if (options.json) io.out(JSON.stringify(asJson(report, options), null, 2));
        else io.out(withBanner(options, asText(report, options)));
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
    command: commandFor(overall, options),
    caveats,
  };
}

function asText(report: ReportData, options: RecommendOptions): string {
  const { overall, policy, caveats } = report;
  const { recommendation, plausible } = overall.analysis;
  const lines = [overall.sentence, ""];
  if (recommendation.kind === "not-enough-data") {
    const lacking = recommendation.missing.map(lackInWords).join(", ");
    lines.push(
      `A wait of ${counted(recommendation.thresholdDays, "day")} comes nearest to an answer; it lacks ${lacking}.`,
    );
  }
  if (plausible.lower !== null || plausible.value !== null) {
    const days = (value: number | null) => (value === null ? "?" : String(value));
    lines.push(
      `By the lower end, the value and the upper end of the interval the smallest acceptable wait is ${days(plausible.lower)}, ${days(plausible.value)} and ${days(plausible.upper)} days.`,
    );
  }
  const command = commandFor(overall, options);
  lines.push(
    command === null
      ? `The threshold stays ${counted(policy.thresholdDays, "day")}; nothing was changed.`
      : `Nothing was changed. To set it: ${command}`,
    "",
    thresholdTable(overall.analysis, policy.thresholdDays),
    "",
    ...caveats.map((caveat) => `- ${caveat}`),
  );
  return lines.join("\n");
}

/** What would set the recommendation; null when there is none, or when it is in force already. */
function commandFor({ analysis: { recommendation } }: ReportData["overall"], options: RecommendOptions): string | null {
  if (recommendation.kind !== "recommended" || recommendation.thresholdDays === recommendation.currentThreshold) {
    return null;
  }
  const identity = options.identity === undefined ? "" : ` --identity ${options.identity}`;
  return `sweeper threshold set ${recommendation.thresholdDays}${identity}${options.again}`;
}

import { cpus } from "node:os";
import { textTable } from "../../../lib/report/text-table.ts";
import { type Figure, type Measured, type Meter, missesGoal, regressions } from "./figure.ts";
import { figureInWords, goalInWords, peerInWords } from "./in-words.ts";
import { keepMeasured, measuredBefore } from "./measured-file.ts";

/**
 * Prints what a meter measured and keeps it in the file. With `--check` it keeps nothing and ends with 1 when a count has
 * got worse since what the file has: that is for CI. Times are printed and never judged.
 */
export function finishMeter(meter: Meter, figures: readonly Figure[], argv: readonly string[] = process.argv): void {
  const measured: Measured = { meter, date: new Date().toISOString().slice(0, 10), machine: machine(), figures };
  process.stdout.write(`${meter}, ${measured.machine}\n${tableOf(figures)}\n`);
  for (const { what } of figures.filter(missesGoal)) process.stdout.write(`misses its goal: ${what}\n`);
  if (!argv.includes("--check")) {
    keepMeasured(measured);
    return;
  }
  const before = measuredBefore(meter);
  if (before === null) throw new Error(`nothing to compare with: run the meter "${meter}" once without --check`);
  const grown = regressions(before, measured);
  for (const line of grown) process.stdout.write(`worse by more than 5%: ${line}\n`);
  if (grown.length > 0) process.exitCode = 1;
}

function tableOf(figures: readonly Figure[]): string {
  return textTable<Figure>(
    [
      { title: "what", text: ({ what }) => what },
      { title: "now", align: "right", text: figureInWords },
      { title: "goal", align: "right", text: goalInWords },
      { title: "peer", text: peerInWords },
    ],
    figures,
  );
}

function machine(): string {
  const all = cpus();
  return `${all.length} × ${all[0]?.model.trim() ?? "unknown processor"}, Node ${process.versions.node}`;
}

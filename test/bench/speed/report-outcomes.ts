import { execFile } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { Figure } from "../meters/figure.ts";
import { readFigure } from "../print.ts";
import { printFigures } from "./print-figures.ts";

const REPORT = join(import.meta.dirname, "..", "report");
const OUTCOMES = 100_000;
const IDENTITIES = 20;

/**
 * A report of 100,000 outcomes of twenty identities, from packed days in files and from the items on dynalite; beside it what
 * its 21 sections take alone. The items are loaded first, which takes minutes.
 */
export async function figures(): Promise<Figure[]> {
  const packs = await printedBy("packed-files.ts", [String(OUTCOMES), String(IDENTITIES)]);
  const items = await printedBy("ledger-report.ts", [String(OUTCOMES)]);
  const seconds = (printed: string, name: string) => readFigure(printed, name) / 1_000;
  const all = seconds(packs, "report: processor time of this process, all");
  const sections = all - seconds(packs, "report: processor time of reading and counting");
  const peer = { value: sections, is: "its sections alone" };
  const time = { unit: "s of processor time", kind: "time" as const };
  const memory = { unit: "MB", kind: "time" as const, goal: null, peer: null };
  const fromItems = seconds(items, "report: processor time of this process alone");
  return [
    { name: "report-packs", what: "a report of 100,000 outcomes from packed days", ...time, now: all, goal: 1.5, peer },
    {
      ...{ name: "report-packs-memory", what: "a report from packed days: the process" },
      ...{ ...memory, now: readFigure(packs, "resident at its largest") },
    },
    { name: "report-items", what: "a report of 100,000 outcomes from items", ...time, now: fromItems, goal: 4, peer },
    {
      ...{ name: "report-items-memory", what: "a report from items: heap and typed arrays" },
      ...{ ...memory, now: readFigure(items, "heap and typed arrays at their largest, uncollected") },
    },
  ];
}

async function printedBy(script: string, args: readonly string[]): Promise<string> {
  const all = ["--expose-gc", "--import", "tsx", join(REPORT, script), ...args];
  return (await promisify(execFile)(process.execPath, all)).stdout;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) printFigures(await figures());

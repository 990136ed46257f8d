import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Figure } from "../meters/figure.ts";
import { inProcess, type Took } from "./in-process.ts";
import { printFigures } from "./print-figures.ts";

const SCRIPT = join(import.meta.dirname, "preview-process.ts");
const [MAX_SECONDS, MAX_MEGABYTES] = [10, 400];

/** A preview of 20,000 and of 150,000 rows in a pipe; beside it the same as JSON, which lays nothing out. */
export async function figures(): Promise<Figure[]> {
  const made: Figure[] = [];
  for (const rows of [20_000, 150_000]) {
    const of = (form: string) => inProcess<{ decided: Took; printed: Took }>(SCRIPT, [String(rows), form]);
    const [table, json] = [await of("table"), await of("json")];
    const inWords = `${rows.toLocaleString("en-US")} rows`;
    const peer = (value: number) => ({ value, is: "the same as JSON" });
    const time = { unit: "s of processor time", kind: "time" as const };
    made.push(
      {
        ...{ name: `preview-decided-${rows}`, what: `a preview of ${inWords}: deciding on them`, ...time },
        ...{ now: table.decided.cpuSeconds, goal: null, peer: null },
      },
      {
        ...{ name: `preview-printed-${rows}`, what: `a preview of ${inWords}: printing them`, ...time },
        ...{ now: table.printed.cpuSeconds, goal: MAX_SECONDS, peer: peer(json.printed.cpuSeconds) },
      },
      {
        ...{ name: `preview-memory-${rows}`, what: `a preview of ${inWords}: the process`, unit: "MB", kind: "time" },
        ...{ now: table.printed.megabytes, goal: MAX_MEGABYTES, peer: peer(json.printed.megabytes) },
      },
    );
  }
  return made;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) printFigures(await figures());

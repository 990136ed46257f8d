import { reportPage } from "../../lib/report/html/page.ts";
import { sampleReport } from "../report/html/helpers/sample.ts";

/**
 * Time and size of the report as a page, for teams of three and of forty. Run: npx tsx test/bench/html.ts
 *
 * Prints and judges nothing. The first rendering is what a function that has just started would need.
 */
const RENDERINGS = 20;

const print = (name: string, value: string) => process.stdout.write(`${name.padEnd(44)}${value.padStart(12)}\n`);
const milliseconds = (value: number) => `${value.toFixed(1)} ms`;

function timed(work: () => string): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

process.stdout.write(`Node ${process.version}, ${RENDERINGS} renderings\n\n`);
for (const identities of [3, 40]) {
  const data = sampleReport({ identities, each: 900 });
  const first = timed(() => reportPage(data));
  const times = Array.from({ length: RENDERINGS }, () => timed(() => reportPage(data))).sort((a, b) => a - b);
  print(`${identities} identities: first rendering`, milliseconds(first));
  print(`${identities} identities: median rendering`, milliseconds(times[RENDERINGS / 2] ?? 0));
  print(`${identities} identities: size of the page`, `${(Buffer.byteLength(reportPage(data)) / 1_000).toFixed(0)} kB`);
}

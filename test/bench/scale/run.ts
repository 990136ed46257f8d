import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { finishMeter } from "../meters/run-meter.ts";
import { scaleChart } from "./chart.ts";
import { gridMarkdown, gridTable } from "./day-in-words.ts";
import { scaleFigures, smallFigures } from "./figures.ts";
import { GRID, playGrid, playSmall } from "./grid.ts";

/**
 * npm run bench:scale: days of 1 to 20,000 identities on each plan, in virtual time. Some minutes long. Writes the chart and
 * the table that test/README.md links beside this file.
 */
const cells = await playGrid(GRID, ({ plan, identities, daily }) => {
  process.stderr.write(`${plan}: ${identities} identities with ${daily} a day played\n`);
});
process.stdout.write(`${gridTable(cells)}\n`);
writeFileSync(join(import.meta.dirname, "scale.svg"), scaleChart(cells, 50));
writeFileSync(join(import.meta.dirname, "SCALE.md"), pageOf(gridMarkdown(cells)));
finishMeter("scale", [...scaleFigures(cells), ...smallFigures(await playSmall())]);

function pageOf(table: string): string {
  return `# What fits into a day

Made by \`npm run bench:scale\`. Every identity has 500 stale invitations. Real are the start of a run with its waves, its order, its
shares and the concurrency that follows from the plan; queues, the plan's rate and Lambda's pollers are modelled, calls take 2.5 s, and
nothing goes wrong. So it says what the design can do, and not what an account will.

![Hours until the day's work ends, by identities and plan](scale.svg)

"Put off" are withdrawals that had waited eighteen times and are planned again by the next run. The dollars are those of the day's sweeps
and withdrawals, by the prices of lib/infra/COSTS.md.

${table}
`;
}

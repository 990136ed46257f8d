import { parseArgs } from "node:util";
import { explore } from "./explore.ts";
import { report } from "./report.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1000" },
    from: { type: "string", default: "1" },
    json: { type: "boolean" },
  },
});
const seeds = Number(values.seeds);
const from = Number(values.from);
if (!Number.isInteger(seeds) || seeds < 1 || !Number.isInteger(from) || from < 0) {
  process.stderr.write("usage: npm run simulate -- [--seeds N] [--from FIRST_SEED]\n");
  process.exit(2);
}
const explored = await explore({ from, seeds, shrinks: values.json !== true });
process.stdout.write(
  values.json === true
    ? `${JSON.stringify(explored.failure?.violation ?? null)} ${explored.seeds}\n`
    : report(explored),
);
process.exitCode = explored.failure === null ? 0 : 1;

import { parseArgs } from "node:util";
import { CHECKS } from "./checks.ts";

const NAMES = CHECKS.map(({ world }) => world.name);
const USAGE = `usage: npm run verify:statistics -- [--sets N] [--world NAME] [--replicates N]

Holds what the product states against worlds whose truth is known, over N data sets (2 or more, default 400): bias,
coverage of the 95% intervals, and when an answer comes. The bands are meant for 400: with fewer, chance alone crosses them.
Worlds: ${NAMES.join(", ")}.
Exit code 1: something lies outside its band. 2: wrong use.
`;

const values = readOptions();
const [sets, replicates] = [Number(values?.sets), Number(values?.replicates)];
const checks = CHECKS.filter(({ world }) => values?.world === undefined || values.world === world.name);
if (!Number.isInteger(sets) || sets < 2 || !Number.isInteger(replicates) || replicates < 1 || checks.length === 0) {
  process.stderr.write(USAGE);
  process.exit(2);
}

for (const { world, run } of checks) {
  const startedAt = performance.now();
  const count = Math.ceil(sets * (world.setsFactor ?? 1));
  const { table, isWithin } = run({ sets: count, replicates });
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  process.stdout.write(`\n# ${world.name}: ${count} data sets, ${seconds} s\n${table}\n`);
  if (!isWithin) process.exitCode = 1;
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        sets: { type: "string", default: "400" },
        world: { type: "string" },
        replicates: { type: "string", default: "1000" },
      },
    }).values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return null;
  }
}

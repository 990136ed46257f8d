import { parseArgs } from "node:util";
import { playCleanup } from "./play.ts";

const { values } = parseArgs({
  options: { worlds: { type: "string", default: "2000" }, from: { type: "string", default: "1" } },
});
const [worlds, from] = [Number(values.worlds), Number(values.from)];
if (!Number.isInteger(worlds) || worlds < 1 || !Number.isInteger(from) || from < 0) {
  process.stderr.write("usage: npm run simulate:cleanup -- [--worlds N] [--from FIRST_SEED]\n");
  process.exit(2);
}
const sum = { worlds: 0, chosen: 0, runs: 0, inputs: 0, withdrawn: 0, crashes: 0, faultyStarts: 0, broken: 0 };
for (let seed = from; seed < from + worlds; seed += 1) {
  const played = await playCleanup(seed);
  sum.worlds += 1;
  sum.chosen += played.chosen;
  sum.runs += played.runs;
  sum.inputs += played.inputs;
  sum.withdrawn += played.withdrawn;
  sum.crashes += played.crashes;
  sum.faultyStarts += played.lostStarts;
  sum.broken += played.broken.length;
  for (const line of played.broken.slice(0, 5)) process.stdout.write(`seed ${seed}: ${line}\n`);
}
process.stdout.write(`${JSON.stringify(sum)}\n`);
process.exitCode = sum.broken === 0 ? 0 : 1;

import { isDeepStrictEqual } from "node:util";
import { hasJava, startDynamoDbLocal } from "../../helpers/dynamodb-local.ts";
import { finishMeter } from "../meters/run-meter.ts";
import { bothCounts } from "./both-counts.ts";
import { startEmulators } from "./emulators-process.ts";
import { countedFigures, timedFigures } from "./figures.ts";

/**
 * What withdrawals and days take of everything that is paid for. Units are the model's: see `units/model-units.ts`. Where
 * there is Java, Amazon's own emulator counts a small account's days too, and both must say the same.
 * Run: npm run bench:cost [-- --check]
 */
const emulators = startEmulators();
try {
  const isCheck = process.argv.includes("--check");
  const stage = { emulators, database: await emulators.ask({ kind: "dynamo" }) };
  const counted = await countedFigures(stage, { peers: !isCheck });
  finishMeter("cost", isCheck ? counted : [...counted, ...(await timedFigures(stage))]);
  if (!isCheck) await compareCounts();
} finally {
  await emulators.close();
}

async function compareCounts(): Promise<void> {
  if (!hasJava()) {
    process.stdout.write("units by the model alone: Amazon's own emulator needs Java, and there is none\n");
    return;
  }
  const local = await startDynamoDbLocal();
  const { model, emulator } = await bothCounts(emulators, local.url).finally(local.stop);
  const agree = isDeepStrictEqual(model, emulator);
  const verdict = agree ? "say the same" : "DIFFER";
  process.stdout.write(
    `the model and Amazon's own emulator ${verdict}: ${JSON.stringify(agree ? model : { model, emulator })}\n`,
  );
  if (!agree) process.exitCode = 1;
}

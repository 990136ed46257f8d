import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { createDynamoLedger } from "../../../lib/ledger/dynamo-ledger.ts";
import { connect } from "../../helpers/dynamo-emulator.ts";
import { onAnswer, onInput, unitsOf } from "../../helpers/dynamo-wire.ts";
import { startDynamoDbLocal } from "../../helpers/dynamodb-local.ts";
import { printCount, printMemory, printTime } from "../print.ts";
import { measureReport } from "./measured-report.ts";

/**
 * A year's report from packed days on Amazon's DynamoDB Local, nothing pending. Prints and judges nothing. Needs Java.
 * Run: npx tsx test/bench/report/packed-year.ts [outcomes] [identities], as `packed-year.ts 10000000`.
 */
const [outcomes = "365000", identities = "1000"] = process.argv.slice(2);
const UNTIL = new Date("2026-11-01T00:00:00.000Z");

const server = await startDynamoDbLocal();
try {
  const load = ["--import", "tsx", join(import.meta.dirname, "packed-year-load.ts")];
  const began = performance.now();
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...load,
    ...[server.url, outcomes, identities, UNTIL.toISOString()],
  ]);
  const loaded = JSON.parse(stdout);
  printCount("outcomes packed", loaded.outcomes);
  printTime("synthesizing and packing", performance.now() - began);
  printMemory("packed", loaded.bytes);

  const { client, documentClient } = connect(server.url);
  let [requests, units] = [0, 0];
  onInput(documentClient, (_, input) => ({ ...input, ReturnConsumedCapacity: "TOTAL" }));
  onAnswer(documentClient, ({ output }) => {
    requests += 1;
    units += unitsOf(output);
  });
  const ledger = createDynamoLedger({
    documentClient,
    tables: loaded.tables,
    now: () => new Date(+UNTIL + 5 * 86_400_000),
  });
  await measureReport(ledger, UNTIL);
  printCount("requests", requests);
  printCount("read units", units);
  client.destroy();
} finally {
  await server.stop();
}

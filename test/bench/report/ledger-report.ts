import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DEFAULT_POLICY } from "../../../lib/domain/policy.ts";
import { DAY_MS, later } from "../../../lib/domain/time.ts";
import { readReport } from "../../../lib/report/reading/read-report.ts";
import { connect, freshLedger } from "../../helpers/dynamo-emulator.ts";
import { onAnswer, onInput, unitsOf } from "../../helpers/dynamo-wire.ts";
import { simulateLog } from "../../report/helpers/simulated-log.ts";
import { writeLog } from "../../report/helpers/write-log.ts";
import { printCount, printMemory, printTime } from "../print.ts";

/**
 * A report over a ledger of about 100,000 outcomes: two years of twenty identities on dynalite, in memory and in another
 * process. Prints and judges nothing. Loading is timed apart. Run: npx tsx test/bench/report/ledger-report.ts [outcomes]
 */
const OUTCOMES = Number(process.argv[2] ?? 100_000);
const IDENTITIES = 20;
const LISTINGS = 730;
/** What of the invitations sent is seen pending and has ended by the last listing, about. */
const SEEN_AND_ENDED = 0.93;
const SENDS_PER_DAY = OUTCOMES / IDENTITIES / LISTINGS / SEEN_AND_ENDED;
const LAST_LISTING = new Date("2026-11-01T09:00:00.000Z");

const server = spawn(process.execPath, ["--import", "tsx", join(import.meta.dirname, "dynalite-process.ts")], {
  stdio: ["pipe", "pipe", "inherit"],
});
const [url] = (await once(createInterface({ input: server.stdout }), "line")) as [string];
const connection = connect(url);
const { ledger, tables } = await freshLedger(connection, { now: () => LAST_LISTING });

const began = performance.now();
let [ended, open] = [0, 0];
for (let index = 0; index < IDENTITIES; index++) {
  const log = simulateLog({
    chances: { acceptance: (age) => 0.08 * Math.exp(-age / 6) + 0.004 * Math.exp(-age / 40), departure: () => 0.006 },
    seed: index + 1,
    identityId: `identity-${index}`,
    firstListing: later(LAST_LISTING, -(LISTINGS - 1) * DAY_MS),
    listings: LISTINGS,
    sendsPerDay: SENDS_PER_DAY,
    backlogDays: 30,
    thresholdDays: 21,
    holdout: { share: 0.1, maxAgeDays: 60 },
  });
  ended += log.outcomes.length;
  open += log.open.length;
  await writeLog(log, { ledger, documentClient: connection.documentClient, table: tables.invitations });
}
printCount("outcomes in the ledger", ended);
printCount("pending in the ledger", open);
printCount("identities", IDENTITIES);
printTime("loading", performance.now() - began);

let [requests, units, largestHeap] = [0, 0, 0];
onInput(connection.documentClient, (_, input) => ({ ...input, ReturnConsumedCapacity: "TOTAL" }));
onAnswer(connection.documentClient, ({ output }) => {
  requests += 1;
  units += unitsOf(output);
});
globalThis.gc?.();
const before = process.memoryUsage();
const sampler = setInterval(() => {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  largestHeap = Math.max(largestHeap, heapUsed + arrayBuffers);
  // Rarely: a look at the memory takes a millisecond, which is processor time of this process too.
}, 100);
const start = performance.now();
const startCpu = process.cpuUsage();
let readFor = 0;
const report = await readReport(
  ledger,
  { policy: DEFAULT_POLICY, version: 1 },
  {
    now: LAST_LISTING,
    onRead: () => {
      readFor = performance.now() - start;
    },
  },
);
const took = performance.now() - start;
const { user, system } = process.cpuUsage(startCpu);
clearInterval(sampler);

printTime("report: reading the ledger", readFor);
printTime("report: estimating, 21 sections", took - readFor);
printTime("report: all", took);
printTime("report: processor time of this process alone", (user + system) / 1_000);
printCount("requests", requests);
printCount("read units", units);
printMemory("heap and typed arrays before", before.heapUsed + before.arrayBuffers);
printMemory("heap and typed arrays at their largest, uncollected", largestHeap);
printMemory("resident at its largest, loading included", process.resourceUsage().maxRSS * 1_024);
printMemory("report as JSON", Buffer.byteLength(JSON.stringify(report)));
printCount("observations", report.overall.analysis.counts.observed);
process.stdout.write(`${report.overall.sentence}\n`);
connection.client.destroy();
server.stdin.end();

import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type IdCalibration, NO_TRIALS } from "../../../lib/domain/id-clock.ts";
import { DAY_MS, later } from "../../../lib/domain/time.ts";
import { outcomeBatches } from "../../../lib/ledger/dynamo-outcomes.ts";
import type { DynamoTable } from "../../../lib/ledger/dynamo-table.ts";
import type { OutcomeQuery } from "../../../lib/ledger/ledger.ts";
import { chunkOf, type PackedDays } from "../../../lib/ledger/packed-days.ts";
import type { ReportLedger } from "../../../lib/report/reading/report-ledger.ts";
import { printCount, printMemory, printTime } from "../print.ts";
import { measureReport } from "./measured-report.ts";

/**
 * A year's report from packed days that lie in files: what counting costs, without a database or its client. Prints and judges
 * nothing. Run: npx tsx test/bench/report/packed-files.ts [outcomes] [identities] [believed | not-believed], as
 * `packed-files.ts 10000000`.
 */
const [outcomes = "365000", identities = "1000", ids = "believed"] = process.argv.slice(2);
const UNTIL = new Date("2026-11-01T00:00:00.000Z");
const DAYS = 365;

const folder = await mkdtemp(join(tmpdir(), "packed-files-"));
try {
  const load = ["--import", "tsx", join(import.meta.dirname, "packed-files-load.ts")];
  const began = performance.now();
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...load,
    ...[folder, outcomes, identities, UNTIL.toISOString(), String(DAYS)],
  ]);
  const loaded = JSON.parse(stdout);
  printCount("outcomes packed", loaded.outcomes);
  printTime("synthesizing and packing", performance.now() - began);
  printMemory("packed", loaded.bytes);
  await measureReport(ledgerOfFiles(), UNTIL);
} finally {
  await rm(folder, { recursive: true });
}

/** Nothing is pending, and every day is packed. */
function ledgerOfFiles(): ReportLedger {
  const packedDays: PackedDays = async () =>
    new Map((await readdir(folder)).map((day) => [day, () => readChunks(join(folder, day))]));
  const table = { async *query() {} } as unknown as DynamoTable;
  const records = Array.from({ length: Number(identities) }, (_, index) => ({
    identityId: `3f0e1a52-6d1c-4222-8333-${String(index).padStart(12, "0")}`,
    lastListing: { at: UNTIL },
    lastBelievedListingAt: UNTIL,
  }));
  const calibration: IdCalibration = ids === "believed" ? { trials: 40, misses: 0, firstMiss: null } : NO_TRIALS;
  return {
    invitations: {
      async *open() {},
      outcomeBatches: (query: OutcomeQuery) => outcomeBatches(table, query, packedDays),
    },
    identities: {
      async *all() {
        yield* records;
      },
    },
    ids: { calibration: async () => calibration },
    runs: { oldest: async () => ({ startedAt: later(UNTIL, -DAYS * DAY_MS) }) },
  } as unknown as ReportLedger;
}

async function readChunks(day: string) {
  const names = (await readdir(day)).sort();
  return (await Promise.all(names.map((name) => readFile(join(day, name))))).map(chunkOf);
}

import { powertoolsLog, powertoolsMetrics } from "../../../lambdas/wiring/powertools.ts";
import { NEVER_MISSING } from "../../../lib/contract/metrics.ts";
import { DAY_MS, later, SECOND_MS } from "../../../lib/domain/time.ts";
import { createEdgesClient, type EdgesClient } from "../../../lib/edges/client.ts";
import type { Log } from "../../../lib/observe/log.ts";
import type { Metrics } from "../../../lib/observe/metrics.ts";
import type { WorldIdentitySpec } from "../../../lib/sandbox/identity-spec.ts";
import { seededRng } from "../../../lib/sandbox/rng.ts";
import type { FateModel } from "../../../lib/sandbox/truth.ts";
import { capturedOutput } from "./capture-output.ts";
import { createMeterClock, type MeterClock } from "./clock.ts";
import type { Emulators } from "./emulators-process.ts";
import { type CountedTables, countedTables } from "./units/counted.ts";
import { NOTHING_USED, type Usage, usedMore } from "./usage.ts";

export interface WorldOptions {
  readonly identities: readonly WorldIdentitySpec[];
  /** Default: as published. */
  readonly fates?: FateModel;
  /** Whose count of units is kept; none where processor time is measured. Default: the model's. */
  readonly countedBy?: readonly ("model" | "server")[];
}

/** An account that both implementations can be played on: the outside, and a count of what is used of it. */
export interface MeteredWorld {
  readonly clock: MeterClock;
  readonly tables: CountedTables;
  readonly edges: EdgesClient;
  readonly log: Log;
  readonly metrics: Metrics;
  /** In [0, 1), the same series each time. */
  readonly random: () => number;
  /** Counts parts of what is used that only the caller sees. */
  count(part: "receives" | "hides" | "sends"): void;
  /** One invocation of a function, its log and its time counted. */
  invoke<Result>(what: "starts" | "sweeps" | "withdraws", work: () => Promise<Result>): Promise<Result>;
  /** From `at` to the end of `work`. @throws Error when the vendor's stand-in saw a call that it forbids */
  usageOf(at: Date, work: () => Promise<void>): Promise<Usage>;
  close(): Promise<void>;
}

/** A fixed hour, within working hours. */
const FIRST_RUN = new Date("2026-11-02T09:00:00.000Z");
/** When the run of a day begins; days count from 1. */
export const runOn = (day: number): Date => later(FIRST_RUN, (day - 1) * DAY_MS);

const SEED = 7;
const MICROSECONDS_A_MS = 1_000;

export async function openWorld(
  emulators: Emulators,
  database: string,
  { identities, fates, countedBy = ["model"] }: WorldOptions,
): Promise<MeteredWorld> {
  const options = { identities, seed: SEED, epoch: FIRST_RUN, ...(fates !== undefined && { fates }) };
  const { url, apiKey } = await emulators.ask({ kind: "sandbox", options, startAt: FIRST_RUN.getTime() });
  const clock = createMeterClock(FIRST_RUN, async (now) => {
    await emulators.ask({ kind: "time", now: now.getTime() });
  });
  const tables = await countedTables(database, countedBy);
  const random = seededRng(SEED, "meter");
  const edges = createEdgesClient({
    ...{ baseUrl: url, apiKey: async () => apiKey, now: clock.now, sleep: clock.sleep, random },
  });
  const { metrics, flush } = powertoolsMetrics(NEVER_MISSING);
  const used = { ...NOTHING_USED } as { -readonly [Part in keyof Usage]: number };

  async function soFar(): Promise<Usage> {
    const { calls, violations } = await emulators.ask({ kind: "calls" });
    if (violations.length > 0) throw new Error(`forbidden calls: ${violations.join(", ")}`);
    return { ...used, calls };
  }

  return {
    ...{ clock, tables, edges, metrics, random },
    log: powertoolsLog(),
    count(part) {
      used[part] += 1;
    },
    async invoke(what, work) {
      const { model } = tables;
      const [written, read] = [model.written(), model.read()];
      const [begun, before] = [clock.now(), process.cpuUsage()];
      const { result, bytes } = await capturedOutput(async () => {
        const answer = await work();
        flush();
        return answer;
      });
      const { user, system } = process.cpuUsage(before);
      const isRun = what === "starts";
      used[isRun ? "runWriteUnits" : "writeUnits"] += model.written() - written;
      used[isRun ? "runReadUnits" : "readUnits"] += model.read() - read;
      used.invocations += 1;
      used.loggedBytes += bytes;
      if (what === "withdraws") {
        used.secondsWaited += (clock.now().getTime() - begun.getTime()) / SECOND_MS;
        used.withdrawMs += (user + system) / MICROSECONDS_A_MS;
      }
      return result;
    },
    async usageOf(at, work) {
      await clock.moveTo(at);
      const before = await soFar();
      await work();
      const after = await soFar();
      return usedMore(after, before);
    },
    async close() {
      await edges.close();
      tables.close();
    },
  };
}

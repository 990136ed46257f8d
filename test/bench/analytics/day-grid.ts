import { analyse, analyseEveryDay } from "../../../lib/analytics/analyse.ts";
import { inputOfCohorts } from "../../../lib/analytics/analysis-input.ts";
import { bootstrapCurves } from "../../../lib/analytics/bootstrap.ts";
import { Cohorts } from "../../../lib/analytics/cohorts.ts";
import { cumulativeIncidence } from "../../../lib/analytics/cumulative-incidence.ts";
import { DayGrid } from "../../../lib/analytics/day-grid.ts";
import { horizon } from "../../../lib/analytics/horizon.ts";
import { lifeTable } from "../../../lib/analytics/life-table.ts";
import type { Observation } from "../../../lib/analytics/observation.ts";
import { partsOf } from "../../../lib/analytics/parts.ts";
import { createRandom } from "../../../lib/analytics/random.ts";
import { survival } from "../../../lib/analytics/survival.ts";
import { sample } from "./sample.ts";
import { straightforwardBootstrap, straightforwardCurve } from "./straightforward.ts";

/**
 * Time and memory of the day grid against an array of objects. Run: npx tsx test/bench/analytics/day-grid.ts [invitations]
 *
 * Prints and judges nothing. Every figure is of a first, cold run in this process, as a command line would have it. The
 * array is built last, so that it does not weigh on the memory of what comes before.
 */
const INVITATIONS = Number(process.argv[2] ?? 1_000_000);
const REPLICATES = 1_000;
const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 10, 1);
/** Redrawing a million invitations a thousand times takes about ten minutes: a few are timed and scaled up. */
const TIMED_REPLICATES = 3;
const CANDIDATES = [7, 10, 14, 21, 30, 45];

const print = (name: string, value: string) => process.stdout.write(`${name.padEnd(58)}${value.padStart(14)}\n`);
const milliseconds = (value: number) => `${value.toFixed(1)} ms`;

function timed<T>(name: string, work: () => T): { value: T; took: number } {
  const start = performance.now();
  const value = work();
  const took = performance.now() - start;
  print(name, milliseconds(took));
  return { value, took };
}

/** Heap and typed arrays in use, in MB; exact when run with --expose-gc. */
function memory(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 2 ** 20;
}

const megabytes = (value: number) => `${value.toFixed(1)} MB`;
process.stdout.write(
  `${INVITATIONS.toLocaleString("en")} invitations, ${REPLICATES} replicates, Node ${process.version}\n\n`,
);

const before = memory();
const { value: grid } = timed("day grid: load (with making up the sample)", () => {
  const loaded = new DayGrid();
  sample(INVITATIONS, (observation) => loaded.add(observation));
  return loaded;
});

const { value: curve, took: curveTook } = timed("day grid: life table, survival, cumulative incidence", () => {
  const table = lifeTable(grid);
  return { table, survival: survival(table), incidence: cumulativeIncidence(table) };
});
const ages = [...CANDIDATES, horizon(curve.table) ?? curve.table.lastAge];
const { took: bootstrapTook } = timed("day grid: bootstrap", () =>
  bootstrapCurves(partsOf([{ table: curve.table, cohorts: [] }], curve.table), ages, 1, REPLICATES),
);
print("day grid: all after loading", milliseconds(curveTook + bootstrapTook));
const options = { acceptableLoss: 0.02, currentThreshold: 21, sendsPerDay: 20, seed: 1, candidates: CANDIDATES };
const { value: result } = timed("analyse: the same with rows, intervals, recommendation", () => analyse(grid, options));
const { value: cohorts } = timed("by identity and week: load", () => {
  const loaded = new Cohorts();
  let sent = 0;
  sample(INVITATIONS, (observation) => {
    const sentAt = NOW - (observation.exitAge + (sent % 90)) * DAY_MS;
    const identityId = `identity-${sent++ % 3}`;
    loaded.add(
      { observation, sentAt, endedAt: sentAt + observation.exitAge * DAY_MS },
      { identityId, thresholdDays: 21 },
    );
  });
  return loaded;
});
timed("by identity and week: a report's section, a row for every day", () =>
  analyseEveryDay(inputOfCohorts(cohorts, NOW), options),
);
print("day grid: memory held, result included", megabytes(memory() - before));
print("process at its largest so far (resident)", megabytes(process.resourceUsage().maxRSS / 1024));
process.stdout.write("\n");

const beforeArray = memory();
const observations: Observation[] = [];
sample(INVITATIONS, (observation) => observations.push(observation));
print("array of objects: memory held", megabytes(memory() - beforeArray));
const { value: points, took: plainTook } = timed("array of objects: curve", () => straightforwardCurve(observations));
const { took: plainBootstrap } = timed(`array of objects: bootstrap, ${TIMED_REPLICATES} replicates`, () =>
  straightforwardBootstrap(observations, TIMED_REPLICATES, createRandom(1)),
);
const scaled = (plainBootstrap / TIMED_REPLICATES) * REPLICATES;
print(`array of objects: bootstrap, scaled to ${REPLICATES}`, `${(scaled / 1_000).toFixed(0)} s`);
print("ratio: curve", `${(plainTook / curveTook).toFixed(0)} ×`);
print("ratio: curve and bootstrap (scaled)", `${((plainTook + scaled) / (curveTook + bootstrapTook)).toFixed(0)} ×`);

const gap = Math.max(
  ...points.map((point) => Math.abs(point.stillPending - (curve.survival.estimate[point.age] ?? Number.NaN))),
  ...points.map((point) => Math.abs(point.accepted - (curve.incidence.accepted[point.age] ?? Number.NaN))),
);
print("largest difference between the two curves", gap.toExponential(1));
print("distinct ages, horizon", `${result.curve.length}, ${result.horizon}`);

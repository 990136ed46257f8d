import * as z from "zod/mini";
import { instant } from "../contract/instant.ts";
import { RUNS } from "../contract/tables.ts";
import { DAY_MS } from "../domain/time.ts";
import type { Item } from "./dynamo-expression.ts";
import { count, expiry, lastErrorField, readItem, toInstant } from "./dynamo-item.ts";
import type { NewRun, RunRecord } from "./ledger.ts";

const [LATEST] = RUNS.indexes;
const { partitionKey: KIND, sortKey: STARTED_AT } = LATEST;
/** Sort key of the run's own item, and what its `kind` says. */
const RUN_SORT_KEY = "#run";
export const RUN_KIND = "run";

export const runKey = (runId: string): Item => ({ [RUNS.partitionKey]: runId, [RUNS.sortKey]: RUN_SORT_KEY });

/**
 * Only a run known to be `starting` has its messages sent again. A word of another version's says that it has come
 * further, whatever it means.
 */
const runState = z.pipe(
  z.string(),
  z.transform((word) => (word === "starting" ? "starting" : "started")),
);

const run = z.object({
  [RUNS.partitionKey]: z.string(),
  [STARTED_AT]: instant,
  scheduledAt: instant,
  // Open, as reasons are: it is shown and decides nothing.
  mode: z.string(),
  policyVersion: z.number(),
  state: runState,
  identities: z.nullable(count),
  notConnected: z.array(z.string()),
  queued: count,
  // Runs of an earlier version do not have these.
  startFailed: z._default(lastErrorField, null),
  // Absent until the run's order is known.
  shareOfRunCap: z._default(z.nullable(count), null),
  lastInTurn: z._default(z.nullable(z.string()), null),
  notConnectedCount: z.optional(count),
  fedUntil: z._default(z.nullable(instant), null),
  reached: z._default(z.nullable(count), null),
  notReached: z._default(z.nullable(count), null),
});

/** An item has room for 400 KB, which the ids of 10,000 identities would fill. The whole list is kept with the start. */
const NOT_CONNECTED_KEPT = 200;

export const notConnectedAttributes = (notConnected: readonly string[]): Item => ({
  notConnected: notConnected.slice(0, NOT_CONNECTED_KEPT),
  notConnectedCount: notConnected.length,
});

export const newRunItem = (begun: NewRun, retentionDays: number): Item => ({
  ...runKey(begun.runId),
  [KIND]: RUN_KIND,
  [STARTED_AT]: toInstant(begun.startedAt),
  [RUNS.ttlAttribute]: expiry(begun.startedAt, retentionDays * DAY_MS),
  scheduledAt: toInstant(begun.scheduledAt),
  mode: begun.mode,
  policyVersion: begun.policyVersion,
  state: "starting",
  identities: null,
  ...notConnectedAttributes([]),
  queued: 0,
  startFailed: null,
  ...{ fedUntil: null, reached: null, notReached: null },
});

/** An earlier version kept every id, and no count of them. */
export function readRun(item: Item): RunRecord {
  const { notConnectedCount, ...read } = readItem(RUNS, run, item);
  return { ...read, notConnectedCount: notConnectedCount ?? read.notConnected.length };
}

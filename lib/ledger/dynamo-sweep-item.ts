import * as z from "zod/mini";
import { instant } from "../contract/instant.ts";
import { RUNS } from "../contract/tables.ts";
import { DAY_MS } from "../domain/time.ts";
import type { Item } from "./dynamo-expression.ts";
import { count, expiry, lastErrorField, readItem, toInstant, toLastError } from "./dynamo-item.ts";
import type { RunLedger, SweepRecord } from "./ledger.ts";
import { needsReview } from "./needs-review.ts";

/** @throws RangeError for an id that names no identity: `#` sets our own items apart */
export function sweepKey(runId: string, identityId: string): Item {
  if (identityId.includes("#")) throw new RangeError(`"${identityId}" is not the id of an identity`);
  return { [RUNS.partitionKey]: runId, [RUNS.sortKey]: identityId };
}

const figures = {
  // These three are open, as reasons are: they are shown, and only the words known here count for anything.
  mode: z.string(),
  listing: z.string(),
  trust: z.nullable(z.string()),
  policyVersion: z.number(),
  thresholdDays: z.number(),
  listed: count,
  /** Malformed items, under the name they were first stored by. */
  unfit: count,
  repeats: count,
  pages: count,
  appeared: count,
  accepted: count,
  gone: count,
  withdrawnUnconfirmed: count,
  failed: count,
  reopened: count,
  unresolved: count,
  // Records of an earlier version do not have these.
  unreachable: z._default(count, 0),
  reinvitedEarly: z._default(count, 0),
  mended: z._default(count, 0),
  notLookedUp: z._default(count, 0),
  withoutPerson: z._default(count, 0),
  sharedAddresses: z._default(count, 0),
  unreadableForms: z._default(z.record(z.string(), count), {}),
  byReason: z.record(z.string(), count),
  eligible: count,
  queued: count,
  // Open, as the reasons of endings are: a version that was rolled back may have held for one of its own.
  held: z.record(z.string(), count),
  // Only where the sweep is held for one.
  surge: z.optional(z.object({ kind: z.string(), limit: z.number() })),
  durationMs: z.number(),
};

const sweep = z.object({
  [RUNS.partitionKey]: z.string(),
  [RUNS.sortKey]: z.string(),
  at: instant,
  ...figures,
  lastError: lastErrorField,
});

/** Present once the sweep is recorded: before that, its item may hold deferrals and nothing else. */
export const RECORDED = "at";

export const sweepAttributes = (record: Parameters<RunLedger["recordSweep"]>[0], retentionDays: number): Item => ({
  ...Object.fromEntries(Object.entries(record).filter(([name]) => Object.hasOwn(figures, name))),
  unfit: record.malformed,
  [RECORDED]: toInstant(record.at),
  lastError: toLastError(record.lastError),
  // For the event that tells of it: absent where nothing is wrong.
  ...reviewAttribute(record.held),
  [RUNS.ttlAttribute]: expiry(record.at, retentionDays * DAY_MS),
});

function reviewAttribute(held: SweepRecord["held"]): Item {
  const reason = needsReview(held);
  return reason === undefined ? {} : { heldForALook: reason };
}

/** One set of invitation ids per reason, each an attribute of its own: the sweep's record never touches them. */
const DEFERRED = "deferred:";
export const deferralAttribute = (why: string): string => `${DEFERRED}${why}`;

/** Null while only deferrals are there. */
export function readSweep(item: Item): SweepRecord | null {
  if (item[RECORDED] === undefined) return null;
  const { unfit: malformed, ...record } = readItem(RUNS, sweep, item);
  return { ...record, malformed, deferred: readDeferrals(item) };
}

/** A set has no order of its own: ids ascend. */
function readDeferrals(item: Item): Record<string, string[]> {
  const names = Object.keys(item).filter((name) => name.startsWith(DEFERRED));
  const sets = readItem(RUNS, z.object(Object.fromEntries(names.map((name) => [name, z.set(z.string())]))), item);
  return Object.fromEntries(Object.entries(sets).map(([name, ids]) => [name.slice(DEFERRED.length), [...ids].sort()]));
}

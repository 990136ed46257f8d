import { DAY_MS, earliest, HOUR_MS, later, latest } from "./time.ts";

/** A run of the API's own that withdraws many invitations of one identity, on behalf of a clean-up. */
export interface BulkRun {
  readonly cleanupId: string;
  /** Counts the clean-up's batches of the identity, from 1. */
  readonly batch: number;
  /** Invitations in it, each a call against the daily cap. */
  readonly calls: number;
  /** The API's name for the run; null before its answer, and where that was lost. */
  readonly runUid: string | null;
  /** From then on it is taken for over, whatever became of it. */
  readonly until: Date;
}

/**
 * How long a run that nobody hears of may be under way. The API paces the inputs and waits out the identity's own allowance,
 * a day at a time; no document bounds it. Assumed.
 */
export const BULK_RUN_MS = 48 * HOUR_MS;

/**
 * How long a run may be under way that the API says is so: with an allowance of fifteen a day a hundred take a week. One that
 * is stuck would hold its identity for ever.
 */
export const MAX_BULK_RUN_MS = 7 * DAY_MS;

/**
 * Until when a run holds its identity that the API has just said is under way: longer than it did, where less than half of
 * `BULK_RUN_MS` is left, but never beyond `MAX_BULK_RUN_MS` from its start.
 */
export function heldOn({ until, submittedAt }: { readonly until: Date; readonly submittedAt: Date }, now: Date): Date {
  if (until.getTime() - now.getTime() >= BULK_RUN_MS / 2) return until;
  const last = later(submittedAt, MAX_BULK_RUN_MS);
  return latest(until, earliest(last, later(now, BULK_RUN_MS)));
}

interface Held {
  readonly bulkRun: BulkRun | null;
}

/** Nothing else is called for the identity meanwhile: one call at a time holds for the API's own calls too. */
export const isBulkRunUnderWay = <State extends Held>(
  state: State,
  now: Date,
): state is State & { readonly bulkRun: BulkRun } => state.bulkRun !== null && state.bulkRun.until > now;

/** Whether the run that holds the gate, or last held it, is that of this very batch. */
export const isBulkRunOf = ({ bulkRun }: Held, batch: Pick<BulkRun, "cleanupId" | "batch"> | null): boolean =>
  bulkRun !== null && batch !== null && bulkRun.cleanupId === batch.cleanupId && bulkRun.batch === batch.batch;

/**
 * The calls of the run, as far as is known: the API makes them at any moment up to its end, so the latest that is possible
 * stands for each.
 */
export function callsOfBulkRun(bulkRun: BulkRun | null, now: Date): Date[] {
  if (bulkRun === null) return [];
  const at = earliest(bulkRun.until, now);
  return Array.from({ length: bulkRun.calls }, () => at);
}

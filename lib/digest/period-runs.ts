import { DAY_MS, later } from "../domain/time.ts";
import type { RunLedger, RunRecord, SweepRecord } from "../ledger/ledger.ts";
import type { Period } from "./digest-data.ts";

/** A sweep may end so long after its message was sent: the message lives 20 hours. */
export const MAX_RUN_MS = DAY_MS;
/** A large run may be fed until the next one begins, which is a week later at most. */
const MAX_FEED_MS = 7 * DAY_MS;

/** The runs of a period with those of the day before, whose last sweeps fall into it, and every sweep of theirs. */
export interface PeriodRuns {
  /** Newest first. */
  readonly runs: readonly RunRecord[];
  readonly sweeps: readonly SweepRecord[];
}

export async function readPeriodRuns(ledger: Pick<RunLedger, "latest" | "sweeps">, period: Period) {
  const first = later(period.since, -MAX_RUN_MS);
  const runs = (await latestSince(ledger, later(first, -MAX_FEED_MS))).filter(
    ({ startedAt, fedUntil }) => startedAt < period.until && (fedUntil ?? startedAt) >= first,
  );
  const sweeps: SweepRecord[] = [];
  for (const { runId } of runs) for await (const sweep of ledger.sweeps(runId)) sweeps.push(sweep);
  return { runs, sweeps } satisfies PeriodRuns;
}

/** The ledger gives the latest so and so many: asked for more until they go back far enough. */
async function latestSince({ latest }: Pick<RunLedger, "latest">, first: Date): Promise<RunRecord[]> {
  for (let limit = 32; ; limit *= 4) {
    const runs = await latest(limit);
    const oldest = runs.at(-1);
    if (runs.length < limit || oldest === undefined || oldest.startedAt < first) {
      return runs.filter(({ startedAt }) => startedAt >= first);
    }
  }
}

export const isWithin = ({ since, until }: Period, at: Date): boolean => at >= since && at < until;

/** What the last sweep of each identity in the period held back, together. */
export function heldAtLast(sweeps: readonly SweepRecord[], period: Period): Record<string, number> {
  const last = new Map<string, SweepRecord>();
  for (const sweep of sweeps) {
    const before = last.get(sweep.identityId);
    if (isWithin(period, sweep.at) && (before === undefined || before.at < sweep.at)) last.set(sweep.identityId, sweep);
  }
  const held: Record<string, number> = {};
  for (const sweep of last.values()) {
    for (const [why, count] of Object.entries(sweep.held)) held[why] = (held[why] ?? 0) + count;
  }
  return held;
}

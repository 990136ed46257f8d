import { DAY_MS, later } from "../domain/time.ts";
import type { InvitationLedger, OutcomeRecord } from "../ledger/ledger.ts";
import type { Period, PeriodEndings } from "./digest-data.ts";
import { isWithin, MAX_RUN_MS, type PeriodRuns } from "./period-runs.ts";

/** A connection may be so much older than the sweep that found it, when lists were missing or not believed for a while. */
const MAX_UNNOTICED_MS = 31 * DAY_MS;

/**
 * What ended in a period. An acceptance carries the date of the connection, which lies before the sweep that found it and
 * often in the period before: it counts in the period of that sweep, or no digest would ever tell of it.
 */
export async function readPeriodEndings(
  { outcomes }: Pick<InvitationLedger, "outcomes">,
  { runs, sweeps }: PeriodRuns,
  period: Period,
): Promise<PeriodEndings> {
  const sweptAt = new Map(sweeps.map(({ runId, identityId, at }) => [`${runId} ${identityId}`, at]));
  // A run that keeps no record of a sweep, such as a reconciliation, counts once none can come any more.
  const overAt = new Map(runs.map(({ runId, startedAt }) => [runId, later(startedAt, MAX_RUN_MS)]));
  const noticedAt = ({ outcome, runId, identityId, endedAt }: OutcomeRecord): Date | undefined => {
    return outcome === "accepted" ? (sweptAt.get(`${runId} ${identityId}`) ?? overAt.get(runId)) : endedAt;
  };
  const counts = { withdrawn: 0, unconfirmed: 0, accepted: 0, gone: 0, failed: 0 };
  const query = { since: later(period.since, -MAX_UNNOTICED_MS), until: period.until };
  for await (const ended of outcomes(query)) {
    const at = noticedAt(ended);
    if (at === undefined || !isWithin(period, at)) continue;
    counts[ended.outcome] += 1;
    if (ended.outcome === "withdrawn" && !ended.confirmed) counts.unconfirmed += 1;
  }
  return counts;
}

import { DAY_MS, later } from "../../domain/time.ts";
import type { ReportLedger } from "./report-ledger.ts";

/**
 * As far as the log goes back: a day before the oldest run kept, because a connection may be dated up to a day before the
 * listing that first showed the invitation. One small query finds it, and saves a query for each day of the retention in
 * which nothing can have ended: without a run nothing is noticed. Runs and endings leave the ledger by the same
 * retention, so a log that has been cut begins where both do.
 *
 * A day before `until` when no run is kept.
 */
export async function beginningOfLog({ runs }: Pick<ReportLedger, "runs">, until: Date): Promise<Date> {
  const oldest = await runs.oldest();
  const first = oldest === null || oldest.startedAt > until ? until : oldest.startedAt;
  return later(first, -DAY_MS);
}

import type { Analysis } from "../analytics/analyse.ts";
import { DAY_MS, later, latest } from "../domain/time.ts";
import type { IdentityLedger, RunLedger, RunRecord } from "../ledger/ledger.ts";
import { isOfSchedule, notReachedOf } from "../ledger/not-reached.ts";
import { beginningOfLog } from "../report/reading/beginning.ts";
import { type ReportQuery, readReport } from "../report/reading/read-report.ts";
import type { ReportLedger } from "../report/reading/report-ledger.ts";
import type { ReportData } from "../report/report-data.ts";
import { withCommands } from "../report/verdict/with-commands.ts";
import type { DigestData, IdentityInNeed, Period, ThresholdAdvice } from "./digest-data.ts";
import { readPeriodEndings } from "./period-endings.ts";
import { heldAtLast, isWithin, type PeriodRuns, readPeriodRuns } from "./period-runs.ts";

/** What a digest reads of the ledger; it writes nothing. */
export interface DigestLedger extends ReportLedger {
  readonly identities: ReportLedger["identities"] & Pick<IdentityLedger, "workspaceBlock">;
  readonly runs: ReportLedger["runs"] & Pick<RunLedger, "latest" | "sweeps" | "allNotConnected">;
}

/** A year: enough for any threshold a report can judge, and a bound on what a digest reads and costs. */
const REPORT_DAYS = 365;

/**
 * A period as a digest tells it, and the report behind it, which goes back as far as the log does, a year at most.
 * `target`: the options that name it in commands, such as `--stack invite-sweeper`.
 */
export async function readDigest(
  ledger: DigestLedger,
  versioned: Parameters<typeof readReport>[1],
  period: Period,
  { now, onRead, target }: Pick<ReportQuery, "now" | "onRead"> & { readonly target: string },
): Promise<{ readonly data: DigestData; readonly report: ReportData }> {
  const { until } = period;
  const since = latest(await beginningOfLog(ledger, until), later(until, -REPORT_DAYS * DAY_MS));
  const read = await readReport(ledger, versioned, { now, since, until, onRead });
  const report = withCommands(read, { program: "npx sweeper", target });
  const held = await readPeriodRuns(ledger.runs, period);
  const sweeps = held.sweeps.filter(({ at }) => isWithin(period, at));
  const data: DigestData = {
    ...period,
    mode: versioned.policy.mode,
    runs: runsOf(held, period).length,
    sweeps: sweeps.length,
    identities: new Set(sweeps.map(({ identityId }) => identityId)).size,
    notReached: notReachedIn(held, period, now),
    endings: await readPeriodEndings(ledger.invitations, held, period),
    pending: report.overall.funnel.pending,
    unreachable: report.overall.funnel.unreachable,
    held: heldAtLast(sweeps, period),
    needsPerson: await identitiesInNeed(ledger, held, period),
    workspaceBlock: await ledger.identities.workspaceBlock(),
    threshold: adviceOf(report),
  };
  return { data, report };
}

/** Runs over all identities that were started in the period, newest first; a reconciliation is of one identity. */
const runsOf = ({ runs }: PeriodRuns, period: Period): readonly RunRecord[] =>
  runs.filter((run) => isWithin(period, run.startedAt) && isOfSchedule(run));

/** The next run counts them and keeps the number; the latest run's sweeps are counted here. */
function notReachedIn(held: PeriodRuns, period: Period, now: Date): number {
  const swept = new Map<string, number>();
  for (const { runId } of held.sweeps) swept.set(runId, (swept.get(runId) ?? 0) + 1);
  return runsOf(held, period).reduce((sum, run) => sum + (notReachedOf(run, swept.get(run.runId) ?? 0, now) ?? 0), 0);
}

/** Those marked in the ledger, and those that the period's last run had to leave out. By id. */
async function identitiesInNeed(
  { identities, runs }: DigestLedger,
  held: PeriodRuns,
  period: Period,
): Promise<IdentityInNeed[]> {
  const found = new Map<string, IdentityInNeed>();
  const [last] = runsOf(held, period);
  for (const identityId of last === undefined ? [] : await runs.allNotConnected(last)) {
    found.set(identityId, { identityId, why: "not connected", since: last?.startedAt ?? period.until, ref: null });
  }
  for await (const { identityId, gate } of identities.all()) {
    if (gate.needsPerson !== null) found.set(identityId, { identityId, ...gate.needsPerson });
  }
  return [...found.values()].sort((a, b) => (a.identityId < b.identityId ? -1 : 1));
}

function adviceOf({ policy, overall: { sentence, analysis, verdict } }: ReportData): ThresholdAdvice {
  const { lower, upper } = analysis.plausible;
  return {
    days: policy.thresholdDays,
    policyVersion: policy.version,
    verdict,
    sentence,
    observed: analysis.counts.observed,
    plausible: { lower, upper },
    kept: keptFree(analysis, policy.thresholdDays),
  };
}

function keptFree({ rows, horizon }: Analysis, thresholdDays: number): ThresholdAdvice["kept"] {
  const slots = rows.find((row) => row.thresholdDays === thresholdDays)?.slotsFreed ?? null;
  return slots === null || horizon === null || thresholdDays >= horizon ? null : { slots, horizon };
}

import type { Analysis } from "../analytics/analyse.ts";
import { ANNOUNCED } from "../domain/announcement.ts";
import { catchUpStatus } from "../domain/catch-up.ts";
import { estimateLastBacklog } from "../domain/last-backlog.ts";
import { type IdentityPolicy, type Policy, policyFor } from "../domain/policy.ts";
import { DAY_MS, later, latest } from "../domain/time.ts";
import type {
  IdentityLedger,
  IdentityRecord,
  InvitationLedger,
  RunLedger,
  RunRecord,
  SweepRecord,
} from "../ledger/ledger.ts";
import { isOfSchedule, notReachedOf } from "../ledger/not-reached.ts";
import { readAnnounced } from "../report/announced.ts";
import { catchUpInWords } from "../report/backlog-in-words.ts";
import { beginningOfLog } from "../report/reading/beginning.ts";
import { type ReportQuery, readReport } from "../report/reading/read-report.ts";
import type { ReportLedger } from "../report/reading/report-ledger.ts";
import type { ReportData } from "../report/report-data.ts";
import { withCommands } from "../report/verdict/with-commands.ts";
import {
  type DigestData,
  type IdentityBacklog,
  type IdentityInNeed,
  MAX_ANNOUNCED_SHOWN,
  type Period,
  type ThresholdAdvice,
} from "./digest-data.ts";
import { readPeriodEndings } from "./period-endings.ts";
import { heldAtLast, isWithin, type PeriodRuns, readPeriodRuns } from "./period-runs.ts";

/** What a digest reads of the ledger; it writes nothing. */
export interface DigestLedger extends ReportLedger {
  readonly identities: ReportLedger["identities"] & Pick<IdentityLedger, "workspaceBlock">;
  readonly invitations: ReportLedger["invitations"] & Pick<InvitationLedger, "announced">;
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
  const found = await identitiesInTrouble(ledger, versioned.policy, held, period, now);
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
    announced: await announcedNow(ledger, versioned.policy, sweeps),
    ...found,
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

/** Of the identities whose sweeps have met any: all others have none, or will have their first with the next run. */
async function announcedNow(
  { invitations }: DigestLedger,
  policy: Policy,
  sweeps: readonly SweepRecord[],
): Promise<DigestData["announced"]> {
  const ids = sweeps.flatMap(({ identityId, byReason }) => ((byReason[ANNOUNCED] ?? 0) > 0 ? [identityId] : []));
  const rows = await readAnnounced(invitations, policy, new Set(ids));
  return { count: rows.length, first: rows.slice(0, MAX_ANNOUNCED_SHOWN) };
}

/** Who needs a person: those marked in the ledger, and those that the period's last run had to leave out. All by id. */
async function identitiesInTrouble(
  { identities, runs }: DigestLedger,
  policy: Policy,
  held: PeriodRuns,
  period: Period,
  now: Date,
): Promise<Pick<DigestData, "needsPerson" | "backlogs">> {
  const backlogs: IdentityBacklog[] = [];
  const found = new Map<string, IdentityInNeed>();
  const [last] = runsOf(held, period);
  for (const identityId of last === undefined ? [] : await runs.allNotConnected(last)) {
    found.set(identityId, { identityId, why: "not connected", since: last?.startedAt ?? period.until, ref: null });
  }
  for await (const record of identities.all()) {
    const { identityId, gate } = record;
    if (gate.needsPerson !== null) found.set(identityId, { identityId, ...gate.needsPerson });
    const backlog = backlogOf(record, policyFor(policy, identityId), period, now);
    if (backlog !== null) backlogs.push(backlog);
  }
  return { needsPerson: [...found.values()].sort(byId), backlogs: backlogs.sort(byId) };
}

const byId = (a: { readonly identityId: string }, b: { readonly identityId: string }): number =>
  a.identityId < b.identityId ? -1 : 1;

/** Null where none stands and no catch-up has ended since the last digest; a paused identity has nothing to catch up. */
function backlogOf(record: IdentityRecord, own: IdentityPolicy, period: Period, now: Date): IdentityBacklog | null {
  if (own.paused || record.backlog === null) return null;
  const estimate = estimateLastBacklog(own, record, now);
  const status = catchUpStatus(own, record, now);
  const isNews = status.kind === "ended" ? isWithin(period, status.at) : estimate !== null;
  const catchUp = isNews ? catchUpInWords(own, status) : null;
  return estimate === null && catchUp === null ? null : { identityId: record.identityId, estimate, catchUp };
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

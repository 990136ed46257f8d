import { knowIdentities } from "../report/reader.ts";
import { type ReportQuery, readReport } from "../report/reading/read-report.ts";
import type { ReportData } from "../report/report-data.ts";
import { UsageError } from "./errors.ts";
import type { Io } from "./io.ts";
import type { Target } from "./target.ts";
import { showProgress } from "./terminal/progress.ts";

/** A report of what a command works on, with its progress on the terminal. */
export async function reportOf(w: Target, io: Io, query: Omit<ReportQuery, "now" | "onRead">): Promise<ReportData> {
  const versioned = await w.policy.read();
  const now = w.clock.now();
  const { since, until, identityId } = query;
  if (since !== undefined && since > (until ?? now)) {
    throw new UsageError(
      `--since is ${since.toISOString()}, which lies after the end, ${(until ?? now).toISOString()}`,
    );
  }
  if (identityId !== undefined) await checkIdentity(w, identityId);
  const progress = showProgress(io);
  const onRead = (count: number) => progress.show({ what: `${count.toLocaleString("en-US")} invitations read` });
  const report = await readReport(w.ledger, versioned, { ...query, now, onRead });
  const early = await reinvitedEarly(w, report, identityId);
  progress.end();
  knowIdentities(report.identities);
  return { ...report, reinvited: { early, withdrawn: report.overall.funnel.withdrawn } };
}

/** More runs than two years have days. */
const MAX_RUNS = 800;

async function reinvitedEarly({ ledger }: Target, { since, until }: ReportData, only?: string): Promise<number> {
  let early = 0;
  for (const { runId, startedAt } of await ledger.runs.latest(MAX_RUNS)) {
    if (startedAt < since || startedAt > until) continue;
    for await (const { identityId, reinvitedEarly: count } of ledger.runs.sweeps(runId)) {
      if (only === undefined || identityId === only) early += count;
    }
  }
  return early;
}

/** @throws UsageError for an identity that no sweep has ever seen: a typing error must not read as "nothing there" */
export async function checkIdentity(w: Target, identityId: string): Promise<void> {
  const { version, lastListing } = await w.ledger.identities.find(identityId);
  if (version > 0 || lastListing !== null) return;
  for await (const _open of w.ledger.invitations.open(identityId)) return;
  throw new UsageError(`the ledger knows no identity ${identityId}; \`sweeper identities\` lists them`);
}

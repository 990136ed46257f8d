import type { RunRecord, SweepRecord } from "../../ledger/ledger.ts";
import type { Target } from "../target.ts";

/** More reconciliations than these after the latest run are not looked through. */
const MAX_RUNS = 100;

export interface LatestSweeps {
  /** Over all identities; null before the first. */
  readonly run: RunRecord | null;
  /** The latest of each identity of that run, or of a reconciliation since. */
  readonly sweeps: readonly SweepRecord[];
}

/** What the ledger's figures stand by at `until`: an identity's sweep by the latest run, or its reconciliation since. */
export async function latestSweeps({ ledger }: Pick<Target, "ledger">, until: Date): Promise<LatestSweeps> {
  const latest = new Map<string, SweepRecord>();
  for (const run of await ledger.runs.latest(MAX_RUNS)) {
    if (run.startedAt > until) continue;
    for await (const sweep of ledger.runs.sweeps(run.runId)) {
      if (!latest.has(sweep.identityId)) latest.set(sweep.identityId, sweep);
    }
    // A reconciliation is a run of one identity, under a name of its own.
    if (run.runId === run.scheduledAt.toISOString()) return { run, sweeps: [...latest.values()] };
  }
  return { run: null, sweeps: [...latest.values()] };
}

import type { OutcomeRecord, SweepRecord } from "../ledger/ledger.ts";
import type { Workspace } from "../local/workspace.ts";

/** What the ledger holds of one run. */
export interface RunSummary {
  readonly sweeps: readonly SweepRecord[];
  readonly outcomes: readonly OutcomeRecord[];
}

export async function summarise(w: Workspace, runId: string, since: Date): Promise<RunSummary> {
  const sweeps: SweepRecord[] = [];
  for await (const sweep of w.ledger.runs.sweeps(runId)) sweeps.push(sweep);
  const outcomes: OutcomeRecord[] = [];
  // An acceptance carries the date of the connection, which lies before the run that noticed it.
  for await (const outcome of w.ledger.invitations.outcomes({ since, until: w.clock.now() })) {
    if (outcome.runId === runId) outcomes.push(outcome);
  }
  return { sweeps, outcomes };
}

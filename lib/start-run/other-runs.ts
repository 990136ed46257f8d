import type { Collaborators } from "../collaborators.ts";
import { METRICS } from "../contract/metrics.ts";
import { isOfSchedule, isOver } from "../ledger/not-reached.ts";
import type { RunLedger, RunRecord } from "../ledger/run-ledger.ts";

/** So many are looked through at once: a day of hourly runs and more, reconciliations among them. */
const LOOKED_THROUGH = 64;

/** The latest run of the schedule, not older than `since`, that `isWanted`; null when there is none. */
async function latestRun(
  runs: Pick<RunLedger, "latest">,
  since: Date | null,
  isWanted: (run: RunRecord) => boolean,
): Promise<RunRecord | null> {
  for (let limit = LOOKED_THROUGH; ; limit *= 4) {
    const latest = await runs.latest(limit);
    const found = latest.find((run) => isOfSchedule(run) && isWanted(run));
    const oldest = latest.at(-1);
    const isAll = latest.length < limit || (since !== null && oldest !== undefined && oldest.startedAt <= since);
    if (found !== undefined || isAll) return found ?? null;
  }
}

/** A run that has begun since then: it sees all that this one would. */
export const newerRun = (runs: Pick<RunLedger, "latest">, startedAt: Date): Promise<RunRecord | null> =>
  latestRun(runs, startedAt, (run) => run.startedAt > startedAt);

/** How many of these the run before has not left out too. */
export async function countNewlyNotConnected(
  { ledger: { runs } }: Pick<Collaborators, "ledger">,
  { runId, startedAt }: Pick<RunRecord, "runId" | "startedAt">,
  notConnected: readonly string[],
): Promise<number> {
  if (notConnected.length === 0) return 0;
  const previous = await latestRun(
    runs,
    null,
    (run) => run.runId !== runId && run.state === "started" && run.mode !== "off" && run.startedAt <= startedAt,
  );
  const known = new Set(previous === null ? [] : await runs.allNotConnected(previous));
  return notConnected.filter((id) => !known.has(id)).length;
}

/**
 * Counts, for each earlier run whose messages are gone by now, whom it has never swept: messages that expire leave no
 * dead letter. An error here is told and stops no run; the next run counts again.
 */
export async function closeEndedRuns(c: Pick<Collaborators, "ledger" | "clock" | "metrics" | "log">): Promise<void> {
  const { ledger, clock, metrics, log } = c;
  try {
    for (const run of await ledger.runs.latest(LOOKED_THROUGH)) {
      // Runs of earlier versions do not say until when they were fed, and are not counted after the fact.
      if (!isOfSchedule(run) || run.notReached !== null || run.fedUntil === null) continue;
      if (!isOver(run, clock.now())) continue;
      const { runId } = run;
      // One that was cut off before its end has no number of its own yet.
      const identities = run.identities ?? (await ledger.runs.loadStart(runId))?.ids.connected ?? 0;
      const reached = Math.min(identities, await ledger.runs.countSweeps(runId));
      await ledger.runs.close(runId, reached, identities - reached);
      metrics.count(METRICS.sweepsNotReached, identities - reached);
      if (reached < identities) {
        log.warn("identities of an earlier run were never swept", { runId, count: identities - reached });
      }
    }
  } catch (error) {
    log.error("the earlier runs cannot be counted", { fault: error instanceof Error ? error.message : "unknown" });
  }
}

import { SWEEP_QUEUE } from "../contract/queues.ts";
import { later, SECOND_MS } from "../domain/time.ts";
import type { RunRecord } from "./run-ledger.ts";

/** From a message's sending until nothing comes of it any more: it has expired, and whoever had it last has ended. */
const MESSAGE_LIFE_MS = (SWEEP_QUEUE.retentionSeconds + SWEEP_QUEUE.visibilitySeconds) * SECOND_MS;

/** A run over all identities; a reconciliation is of one, and has a name of another form. */
export const isOfSchedule = ({ runId, scheduledAt }: Pick<RunRecord, "runId" | "scheduledAt">): boolean =>
  runId === scheduledAt.toISOString();

/** None of its messages is left: who has not been swept by now will not be. */
export const isOver = ({ startedAt, fedUntil }: Pick<RunRecord, "startedAt" | "fedUntil">, now: Date): boolean =>
  later(fedUntil ?? startedAt, MESSAGE_LIFE_MS) <= now;

/**
 * How many identities of a run were never swept, of which `swept` have a record. Null while that may change, and for a
 * run that never came to know its identities.
 */
export function notReachedOf(
  run: Pick<RunRecord, "startedAt" | "fedUntil" | "identities" | "notReached">,
  swept: number,
  now: Date,
): number | null {
  if (run.notReached !== null) return run.notReached;
  return run.identities === null || !isOver(run, now) ? null : Math.max(0, run.identities - swept);
}

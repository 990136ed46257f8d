import { HOUR_MS } from "./time.ts";
import type { LastError } from "./tracked-invitation.ts";

/** A call that failed, of those in a row without a success between them. */
export interface FailedCall extends LastError {
  /** Null in what an earlier version has written. */
  readonly invitationId: string | null;
  readonly runId: string | null;
}

/** What stops an identity, or all of them, for the rest of one run. The next one tries again, others first. */
export interface RunStop {
  readonly runId: string;
  readonly since: Date;
  /** The label that the failed calls had in common, or that of the last one. */
  readonly why: string;
  readonly ref: string | null;
  /** Runs in a row that have ended so, without a success between. */
  readonly runs: number;
}

/** So many different invitations failing alike, without a success between, are no longer the invitations' fault. */
export const ALIKE_LIMIT = 3;
/** The same where each fails in its own way. */
export const UNLIKE_LIMIT = 5;
/** Runs in a row after which a refusal needs a person, and after which what is called transient gets one call a run. */
export const PATIENT_RUNS = 2;
/** Failed calls that are kept: enough for both limits with one repetition, and no more than the gate's item has room for. */
const MAX_KEPT = 6;

/** Under the daily cadence: what stopped one day's requests lets the next day's try again. */
const STOP_OF_REQUESTS_MS = 20 * HOUR_MS;

/** Requests come one at a time, each as a run of its own; together they are one as far as failures go. */
export const isOfRequest = (runId: string | null): boolean => runId?.startsWith("event-") === true;
const isSameTurn = (a: string | null, b: string): boolean => a === b || (isOfRequest(a) && isOfRequest(b));

export function isInForce(stop: Pick<RunStop, "runId" | "since"> | null, runId: string | null, now: Date): boolean {
  if (stop === null) return false;
  const isRecent = now.getTime() - stop.since.getTime() < STOP_OF_REQUESTS_MS;
  return stop.runId === runId || (isOfRequest(runId) && isRecent);
}

/** Of the calls in a row, those of this run; those of all requests are of one. */
export const ofTurn = (streak: readonly FailedCall[], runId: string): FailedCall[] =>
  streak.filter((call) => isSameTurn(call.runId, runId));

export const withFailure = (streak: readonly FailedCall[], failed: FailedCall): readonly FailedCall[] =>
  [...streak, failed].slice(-MAX_KEPT);

/**
 * The stop that the latest of the failed calls brings about, or null. Where what is called transient has stopped two runs
 * in a row one call a run is enough to see that it lasts, and the first success ends it.
 */
export function stopBy(
  streak: readonly FailedCall[],
  before: RunStop | null,
  { failed, isTransient }: { readonly failed: FailedCall; readonly isTransient: boolean },
): RunStop | null {
  const { runId, label, ref, at } = failed;
  if (runId === null) return null;
  const turn = ofTurn(streak, runId);
  const alike = differentInvitations(turn.filter((one) => one.label === label));
  const lasts = isTransient && before !== null && before.runs >= PATIENT_RUNS;
  if (!lasts && alike < ALIKE_LIMIT && differentInvitations(turn) < UNLIKE_LIMIT) return null;
  const runs = before === null ? 1 : isSameTurn(before.runId, runId) ? before.runs : before.runs + 1;
  return { runId, since: at, why: label, ref, runs };
}

const differentInvitations = (calls: readonly FailedCall[]): number =>
  new Set(calls.map(({ invitationId }) => invitationId)).size;

/** Whether nobody but this invitation has failed in this run since the last success. */
export const isAloneIn = (streak: readonly FailedCall[], invitationId: string, runId: string): boolean =>
  ofTurn(streak, runId).every((one) => one.invitationId === invitationId);

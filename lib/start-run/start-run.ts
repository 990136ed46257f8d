import { METRICS } from "../contract/metrics.ts";
import type { LoggedMode } from "../domain/mode.ts";
import type { Policy } from "../domain/policy.ts";
import { type RunRecord, type SavedStart, START_CHUNK } from "../ledger/run-ledger.ts";
import { choose } from "./choose.ts";
import { feed } from "./feed.ts";
import { closeEndedRuns, countNewlyNotConnected, newerRun } from "./other-runs.ts";
import { type StartCollaborators, stopsAt } from "./starting.ts";

export interface StartedRun {
  readonly runId: string;
  readonly mode: LoggedMode;
  /** Identities that were sent a message by this invocation. */
  readonly identities: readonly string[];
  /** Asked for and left out: not connected to Edges, or not known there. */
  readonly notConnected: readonly string[];
  /** True when this run had been started before and nothing was done. */
  readonly alreadyStarted: boolean;
  /**
   * `starting`: there is more to do, and the function's own message has it go on. `elsewhere`: another invocation is at
   * this run, and this one has left it to that. `overtaken`: a newer run has begun, and this one sends nothing more.
   */
  readonly state: "started" | "starting" | "elsewhere" | "overtaken";
  /** Identities that have no message yet; null while they are being listed. */
  readonly left: number | null;
}

type Run = Pick<RunRecord, "runId" | "scheduledAt" | "startedAt">;

/**
 * Starts the run of one scheduled time, or goes on with it where the last invocation stopped or died: takes its lock, lists
 * the identities, puts them in order, then sends one message each, as many as there is room for. Where time or room ends,
 * the function sends itself a message. Whatever is done twice is harmless: the queue drops repeats, and a second sweep of
 * an identity in one run does nothing.
 *
 * `deadline`: when the invocation ends; null for no such instant. Throws `PolicyError` and `EdgesError`: after an
 * `EdgesError` the run's record says why, and a later call for the same time goes on.
 */
export async function startRun(
  c: StartCollaborators,
  scheduledAt: Date,
  deadline: Date | null = null,
): Promise<StartedRun> {
  const { policy, version } = await c.policy.read();
  const { runs } = c.ledger;
  const runId = scheduledAt.toISOString();
  const begun = { runId, scheduledAt, startedAt: c.clock.now(), mode: policy.mode, policyVersion: version };
  const before = await runs.begin(begun);
  if (before?.state === "started") {
    c.log.info("this run was started before", { runId });
    const { mode, notConnected } = before;
    return { runId, mode, identities: [], notConnected, alreadyStarted: true, state: "started", left: 0 };
  }
  if (before === null) await closeEndedRuns(c);
  const run: Run = before ?? begun;
  const saved = before === null ? null : await runs.loadStart(runId);
  const stopAt = stopsAt(c, deadline);
  const newer = before === null ? null : await newerRun(runs, run.startedAt);
  const fedUntil = before?.fedUntil ?? null;
  if (policy.mode === "off" || newer !== null) return endEarly(c, run, policy, saved, fedUntil);
  const answer = { runId, mode: policy.mode, notConnected: [], alreadyStarted: false } as const;
  const goOn = (delaySeconds: number) => c.starting?.again(scheduledAt, delaySeconds);

  const chosen =
    saved?.stage === "sending"
      ? ({ kind: "sending", start: saved } as const)
      : await choose(c, policy, runId, saved, stopAt);
  if (chosen.kind !== "sending") {
    if (chosen.kind === "later") await goOn(chosen.delaySeconds);
    return { ...answer, identities: [], state: chosen.kind === "later" ? "starting" : "elsewhere", left: null };
  }
  const { start } = chosen;
  const { end, identities, left, delaySeconds } = await feed(c, run, policy, start, stopAt);
  if (end === "elsewhere") return { ...answer, identities, state: "elsewhere", left };
  if (fedUntil === null) c.metrics.count(METRICS.runStarted);
  const notConnected = await leftOut(c, runId, start);
  if (end === "more-later") {
    await runs.markFed(runId, c.clock.now());
    c.log.info("sweeps were sent, and more will be", { runId, count: identities.length });
    await goOn(delaySeconds);
    return { ...answer, identities, notConnected, state: "starting", left };
  }
  await runs.markStarted(runId, start.ids.connected, notConnected, c.clock.now());
  c.metrics.count(METRICS.needsPerson, notConnected.length);
  c.metrics.count(METRICS.newlyNeedsPerson, await countNewlyNotConnected(c, run, notConnected));
  c.log.info("run started", { runId, mode: policy.mode, policyVersion: version, count: start.ids.connected });
  return { ...answer, identities, notConnected, state: "started", left: 0 };
}

/** The ids were saved at once, so those left out fill the first chunks. */
async function leftOut({ ledger }: StartCollaborators, runId: string, { ids, ...start }: SavedStart) {
  const chunks = Math.ceil(ids.notConnected / START_CHUNK);
  return (await ledger.runs.startIds(runId, { ...start, ids }, 0, chunks))?.notConnected ?? [];
}

/**
 * Sends nobody a message any more: the policy's mode is `off`, or a newer run has begun, which sees all that this one
 * would. Who has none yet counts as not reached. A run that never came to know its identities, and was overtaken, stays as
 * it is: it has not started.
 */
async function endEarly(
  c: StartCollaborators,
  { runId }: Run,
  { mode }: Policy,
  saved: SavedStart | null,
  fedUntil: Date | null,
): Promise<StartedRun> {
  const answer = { runId, mode, identities: [], alreadyStarted: false } as const;
  const state = mode === "off" ? "started" : "overtaken";
  const sending = saved?.stage === "sending" ? saved : null;
  if (sending === null && state === "overtaken") {
    c.log.warn("a newer run has begun, and this one is left as it is", { runId, mode });
    return { ...answer, notConnected: [], state, left: null };
  }
  const notConnected = sending === null ? [] : await leftOut(c, runId, sending);
  const wanted = sending?.ids.connected ?? 0;
  const left = wanted - (sending?.sent ?? 0);
  await c.ledger.runs.markStarted(runId, wanted, notConnected, fedUntil ?? c.clock.now());
  if (fedUntil === null) c.metrics.count(METRICS.runStarted);
  if (left > 0) c.log.warn("the run ends before everybody has a message", { runId, mode, count: left });
  else c.log.info("run started", { runId, mode, count: wanted });
  return { ...answer, notConnected, state, left };
}

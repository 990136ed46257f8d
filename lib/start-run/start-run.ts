import type { Collaborators } from "../collaborators.ts";
import { messageBody, type SweepMessage } from "../contract/messages.ts";
import { METRICS } from "../contract/metrics.ts";
import { type ChosenIdentities, chooseIdentities, listedIds } from "../domain/choose-identities.ts";
import type { LoggedMode } from "../domain/mode.ts";
import { type Policy, policyFor } from "../domain/policy.ts";
import { EdgesError, type EdgesFailure } from "../edges/errors.ts";
import { blockReasonOf, failureName, lastErrorOf } from "../edges/failure-name.ts";
import { workspaceBlock } from "../ledger/gatekeeper.ts";

export interface StartedRun {
  readonly runId: string;
  readonly mode: LoggedMode;
  /** Identities that were sent a message. */
  readonly identities: readonly string[];
  /** Asked for and left out: not connected to Edges, or not known there. */
  readonly notConnected: readonly string[];
  /** True when this run had been started before and nothing was done. */
  readonly alreadyStarted: boolean;
}

/**
 * Starts the run of one scheduled time: takes its lock, then sends one message per identity. Called again for the same
 * time it does nothing, or, if it died half-way, sends what may be missing; the queue drops the repeats.
 * Throws `PolicyError` and `EdgesError`: then nothing was called and the alarm for a missing run tells. After an
 * `EdgesError` the run's record says why.
 */
export async function startRun(c: Collaborators, scheduledAt: Date): Promise<StartedRun> {
  const { policy, version } = await c.policy.read();
  const runId = scheduledAt.toISOString();
  const before = await c.ledger.runs.begin({
    runId,
    scheduledAt,
    startedAt: c.clock.now(),
    mode: policy.mode,
    policyVersion: version,
  });
  if (before?.state === "started") {
    c.log.info("this run was started before", { runId });
    return { runId, mode: before.mode, identities: [], notConnected: before.notConnected, alreadyStarted: true };
  }
  const wanted = policy.mode === "off" ? NOBODY : await resolveIdentities(c, policy, runId);
  await c.queues.sweep.send(
    wanted.identities.map((identityId) => ({
      group: identityId,
      dedup: `${runId}/${identityId}`,
      body: messageBody(sweepMessage(runId, identityId, wanted.connected)),
    })),
  );
  await c.ledger.runs.markStarted(runId, wanted.identities.length, wanted.notConnected);
  c.metrics.count(METRICS.runStarted);
  c.metrics.count(METRICS.needsPerson, wanted.notConnected.length);
  c.log.info("run started", { runId, mode: policy.mode, policyVersion: version, count: wanted.identities.length });
  const { identities, notConnected } = wanted;
  return { runId, mode: policy.mode, identities, notConnected, alreadyStarted: false };
}

interface Wanted extends ChosenIdentities {
  /** Whether Edges has said that these identities are connected. */
  readonly connected: boolean;
}

const NOBODY: Wanted = { identities: [], notConnected: [], connected: false };

const sweepMessage = (runId: string, identityId: string, connected: boolean): SweepMessage => ({
  v: 1,
  kind: "sweep",
  runId,
  identityId,
  connected,
});

async function resolveIdentities(c: Collaborators, policy: Policy, runId: string): Promise<Wanted> {
  const answer = await c.edges.listIdentities();
  if (answer.ok) {
    // The key was accepted just now, so whatever stopped the workspace is over.
    if ((await c.ledger.identities.workspaceBlock()) !== null) await c.ledger.identities.blockWorkspace(null);
    return { ...chooseIdentities(policy, answer.identities), connected: true };
  }
  const { failure } = answer;
  c.log.error("the identities cannot be listed", { label: failureName(failure), ref: failure.ref });
  if (failure.reaction === "workspace-stopped") {
    c.metrics.count(METRICS.workspaceStopped);
    await c.ledger.identities.blockWorkspace(workspaceBlock(c.clock.now(), blockReasonOf(failure)));
    throw await startFailed(c, runId, failure);
  }
  // A list names its identities itself; "all" cannot be guessed.
  if (policy.identities === "all") throw await startFailed(c, runId, failure);
  const identities = listedIds(policy).filter((id) => !policyFor(policy, id).paused);
  return { identities, notConnected: [], connected: false };
}

/** The error to throw, once the run's record says why nothing came of it. */
async function startFailed(
  { ledger, clock }: Collaborators,
  runId: string,
  failure: EdgesFailure,
): Promise<EdgesError> {
  await ledger.runs.markStartFailed(runId, lastErrorOf(failure, clock.now()));
  return new EdgesError(failure);
}

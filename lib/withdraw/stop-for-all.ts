import type { Collaborators } from "../collaborators.ts";
import type { WithdrawMessage } from "../contract/messages.ts";
import { METRICS } from "../contract/metrics.ts";
import type { Reaction } from "../domain/attempt.ts";
import type { FailedCall } from "../domain/failure-streak.ts";
import { newlyNeedsPerson } from "../domain/gate.ts";
import type { EdgesFailure } from "../edges/errors.ts";
import { blockReasonOf, failureName } from "../edges/failure-name.ts";
import { REQUEST_SHAPE } from "../edges/withdraw.ts";
import { type GateLeft, workspaceBlock } from "../ledger/gatekeeper.ts";
import type { VersionedWorkspace } from "../ledger/ledger.ts";
import { leaveWorkspace } from "../ledger/workspace-faults.ts";

/** A refused key, none at all, or a plan without credits: nothing is called for anybody for an hour, then one call asks. */
export async function stopForKeyOrPlan(
  c: Pick<Collaborators, "metrics" | "log" | "ledger">,
  failure: EdgesFailure,
  now: Date,
): Promise<void> {
  c.metrics.count(METRICS.workspaceStopped);
  c.log.error("all identities are stopped", { label: failureName(failure), ref: failure.ref, fault: failure.why });
  await c.ledger.identities.blockWorkspace(workspaceBlock(now, blockReasonOf(failure)));
}

export interface CallNote {
  readonly identityId: string;
  readonly reaction: Reaction;
  /** Null for a success. */
  readonly failed: FailedCall | null;
  /** The gate before and after; null when the lease had passed on. */
  readonly left: GateLeft | null;
}

interface NotedCall {
  readonly message: Pick<WithdrawMessage, "runId">;
  readonly attemptId: string;
  /** As the call entered by it. */
  readonly workspace?: VersionedWorkspace;
}

/** Notes what one answer says of all identities, and tells whom it has stopped. */
export async function noteForAll(
  c: Pick<Collaborators, "log" | "metrics"> & { readonly ledger: Pick<Collaborators["ledger"], "workspace"> },
  { message: { runId }, attemptId, workspace }: NotedCall,
  { identityId, reaction, failed, left }: CallNote,
): Promise<void> {
  const stop = left?.after.stop ?? null;
  const isStopped = stop !== null && stop !== left?.before.stop;
  if (isStopped) {
    c.log.warn("the identity is stopped for this run", { runId, identityId, label: stop.why, ref: stop.ref });
    // Told where it lasts: the first time may be over by the next run.
    if (stop.runs > 1) c.metrics.count(METRICS.needsPerson);
  }
  if (left !== null && newlyNeedsPerson(left.before, left.after)) c.metrics.count(METRICS.newlyNeedsPerson);
  const kind = failed === null ? "success" : reaction === "rejected" ? "rejected" : "other";
  const stopsIdentity = isStopped && stop.runs === 1;
  const result = { callId: attemptId, runId, identityId, kind, failed, stopsIdentity } as const;
  if (!(await leaveWorkspace(c.ledger.workspace, result, workspace))) return;
  c.metrics.count(METRICS.workspaceStopped);
  const fault = kind === "rejected" ? `the API takes the request for wrong: ${REQUEST_SHAPE}` : "identities fail alike";
  c.log.error("all identities are stopped for this run", { runId, label: failed?.label ?? null, fault });
}

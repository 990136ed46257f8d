import { heldOn } from "../domain/bulk-run.ts";
import { type CleanupBatch, type CleanupPart, OUTPUTS_GRACE_MS } from "../domain/cleanup.ts";
import { invitationIdOf } from "../domain/linkedin-ids.ts";
import { earliest, later, MINUTE_MS } from "../domain/time.ts";
import type { EdgesFailure } from "../edges/errors.ts";
import type { RunOutput } from "../edges/withdraw-runs.ts";
import { extendBulkRun } from "../ledger/bulk-gatekeeper.ts";
import { AGAIN, type CleanupCollaborators, type CleanupWait, type Step, waitFor } from "./cleanup-step.ts";
import { concludeBatch, NO_OUTPUT, NOT_OVER_IN_TIME } from "./conclude-batch.ts";
import { refused } from "./submit.ts";

const MAX_POLL_MS = 15 * MINUTE_MS;

/** Looks how far the run is. It cannot be stopped, so that it is followed to its end whatever the policy says meanwhile. */
export async function followRun(c: CleanupCollaborators, part: CleanupPart, batch: CleanupBatch): Promise<Step> {
  const now = c.clock.now();
  const until = batch.until ?? now;
  const { runUid } = batch;
  if (now >= until) return concludeBatch(c, part, batch, await resultsSoFar(c, part, batch), NOT_OVER_IN_TIME);
  if (runUid === null) return waitFor(part, "answer-lost", until);
  const look = (why: CleanupWait) => waitFor(part, why, earliest(until, nextLook(c, batch)));

  const answer = await c.edges.readWithdrawRun(runUid);
  if (answer.kind === "failed") return look("run-unreadable");
  // It may be at work all the same: the identity stays held until it cannot be any more.
  if (answer.kind === "unknown-run") return look("run-unknown");
  const { phase, status, unlisted } = answer.state;
  const fields = { runId: part.cleanupId, identityId: part.identityId, runUid };
  if (unlisted) c.log.warn("a run has a status that nobody has listed", { ...fields, status });
  if (phase === "under-way") return (await holdOn(c, part, batch)) ? AGAIN : look("run-under-way");
  if (phase === "refused") {
    c.log.warn("a run of the clean-up was refused after its start", { ...fields, status });
    await refused(c, part, batch, refusedAs(status));
    return AGAIN;
  }

  const read = await c.edges.readWithdrawRunOutputs(runUid);
  if (read.kind === "failed") return look("run-unreadable");
  const outputs = ofBatch(c, part, batch, read.outputs);
  const isWhole = read.isComplete && batch.inputs.every((id) => outputs.has(id));
  if (isWhole) return concludeBatch(c, part, batch, outputs, NO_OUTPUT);
  if (batch.overSince === null) {
    await c.ledger.cleanups.replacePart(part.version, { ...part, batch: { ...batch, overSince: c.clock.now() } });
    return AGAIN;
  }
  const graceEnds = later(batch.overSince, OUTPUTS_GRACE_MS);
  if (graceEnds > c.clock.now()) return waitFor(part, "outputs-due", earliest(until, graceEnds));
  return concludeBatch(c, part, batch, outputs, NO_OUTPUT);
}

/**
 * A run that waits for the identity's allowance may take days: it holds the identity on. The gate first, so that it never
 * opens before the part knows. False where it holds long enough as it is.
 */
async function holdOn(c: CleanupCollaborators, part: CleanupPart, batch: CleanupBatch): Promise<boolean> {
  const { cleanupId, identityId } = part;
  if (batch.until === null || batch.submittedAt === null) return false;
  const until = heldOn({ until: batch.until, submittedAt: batch.submittedAt }, c.clock.now());
  if (until <= batch.until) return false;
  await extendBulkRun(c.ledger.identities, identityId, { cleanupId, batch: batch.number, until });
  await c.ledger.cleanups.replacePart(part.version, { ...part, batch: { ...batch, until } });
  return true;
}

/** The longer it takes, the more rarely: the wait is a twentieth of what it has taken, a quarter of an hour at most. */
function nextLook(c: CleanupCollaborators, { submittedAt }: CleanupBatch): Date {
  const now = c.clock.now();
  const takenMs = submittedAt === null ? 0 : now.getTime() - submittedAt.getTime();
  return later(now, Math.max(c.pollMs, Math.min(MAX_POLL_MS, takenMs / 20)));
}

/** What there is of a run that is not over in time, or that the API does not know any more. */
async function resultsSoFar(
  c: CleanupCollaborators,
  part: CleanupPart,
  batch: CleanupBatch,
): Promise<ReadonlyMap<string, RunOutput["result"]>> {
  if (batch.runUid === null) return new Map();
  const read = await c.edges.readWithdrawRunOutputs(batch.runUid);
  return read.kind === "failed" ? new Map() : ofBatch(c, part, batch, read.outputs);
}

/** By the documents such a run was not carried out. */
const refusedAs = (status: string): EdgesFailure => ({
  ...{ reaction: "rejected", effect: "none", sent: true, label: `RUN_${status}`, ref: null, status: null, scope: null },
  ...{ until: null, endsBy: null, unlisted: false, method: "GET", address: "", why: "the run was refused" },
});

/** The results by invitation. One of an invitation that was not handed over, or of none, says nothing and is dropped. */
function ofBatch(
  c: CleanupCollaborators,
  { cleanupId, identityId }: CleanupPart,
  { inputs, runUid }: CleanupBatch,
  outputs: readonly RunOutput[],
): ReadonlyMap<string, RunOutput["result"]> {
  const asked = new Set(inputs);
  const found = new Map<string, RunOutput["result"]>();
  let dropped = 0;
  for (const { urn, result } of outputs) {
    const invitationId = urn === null ? null : invitationIdOf(urn);
    if (invitationId === null || !asked.has(invitationId)) dropped += 1;
    else found.set(invitationId, result);
  }
  if (dropped > 0)
    c.log.warn("results of a run are of no invitation in it", { runId: cleanupId, identityId, runUid, count: dropped });
  return found;
}

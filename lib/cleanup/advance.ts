import type { CleanupPart } from "../domain/cleanup.ts";
import { later, SECOND_MS } from "../domain/time.ts";
import { claimBatch } from "./claim-batch.ts";
import {
  AGAIN,
  type CleanupCollaborators,
  type CleanupKey,
  type CleanupStep,
  progressOf,
  type Step,
  waitFor,
} from "./cleanup-step.ts";
import { followRun } from "./follow-run.ts";
import { releaseLeftBehind } from "./leave-gate.ts";
import { nextBatch } from "./next-batch.ts";

/** More rounds than a part takes between two waits mean that others work on it too. */
const MAX_ROUNDS = 20;
const CROWDED_WAIT_MS = 5 * SECOND_MS;

/**
 * Takes one identity's part of a clean-up as far as it goes now. Every step is one conditional write that may be repeated;
 * a crash between any two is healed by the next call, and several may be made at once. Of a start that may have been sent
 * no second one is ever sent.
 *
 * @throws Error for a part that the ledger does not hold
 */
export async function advanceCleanup(
  c: CleanupCollaborators,
  { cleanupId, identityId }: CleanupKey,
): Promise<CleanupStep> {
  for (let round = 1; ; round += 1) {
    const part = await c.ledger.cleanups.findPart(cleanupId, identityId);
    if (part === null) throw new Error(`the ledger holds no clean-up "${cleanupId}" of ${identityId}`);
    const step = await advanceOnce(c, part);
    if (step !== AGAIN) return step;
    if (round >= MAX_ROUNDS) return waitFor(part, "busy", later(c.clock.now(), CROWDED_WAIT_MS));
  }
}

async function advanceOnce(c: CleanupCollaborators, part: CleanupPart): Promise<Step> {
  const { batch } = part;
  if (batch === null) await releaseLeftBehind(c, part);
  if (part.state === "over") return { kind: "over", stoppedBy: part.stoppedBy, progress: progressOf(part) };
  if (batch === null) return nextBatch(c, part);
  if (batch.state === "claiming") return claimBatch(c, part, batch);
  if (batch.state === "submitted") return followRun(c, part, batch);
  const now = c.clock.now();
  if (batch.answerBy !== null && batch.answerBy > now) return waitFor(part, "answer-due", batch.answerBy);
  // Whoever was to hear the answer has died, or is beyond its time. It may have been sent: that is never done again.
  c.log.error("nobody knows whether a run of the clean-up has begun", {
    ...{ runId: part.cleanupId, identityId: part.identityId, batch: batch.number },
    until: batch.until?.toISOString() ?? null,
  });
  await c.ledger.cleanups.replacePart(part.version, { ...part, batch: { ...batch, state: "submitted" } });
  return AGAIN;
}

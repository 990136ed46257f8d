import { withCatchUp } from "../domain/catch-up.ts";
import type { CleanupBatch, CleanupPart } from "../domain/cleanup.ts";
import { ended, leftOf, placesNow, withBatch, withBatchUndone } from "../domain/cleanup.ts";
import { type GateRequest, tryGate } from "../domain/gate.ts";
import type { IdentityPolicy } from "../domain/policy.ts";
import { later, MINUTE_MS } from "../domain/time.ts";
import type { GateResult } from "../ledger/gatekeeper.ts";
import { AGAIN, type CleanupCollaborators, type Step, waitFor } from "./cleanup-step.ts";
import { mayCall } from "./may-call.ts";

/** Too little is left of the working hours for one more call: they are looked at again once they are over. */
const SHORT_HOURS_WAIT_MS = 5 * MINUTE_MS;

/** Takes up as many of the chosen as there are places for, or says what there is to wait for, or that it is over. */
export async function nextBatch(c: CleanupCollaborators, part: CleanupPart): Promise<Step> {
  if (leftOf(part) === 0) return end(c, part, null);
  const permission = await mayCall(c, part.identityId);
  if (!permission.may) return end(c, part, permission.why);
  const { runCap } = permission;
  const identity = await c.ledger.identities.find(part.identityId);
  const { gate } = identity;
  const now = c.clock.now();
  // As many places as the gate will grant: while a catch-up counts, its cap.
  const policy = withCatchUp(permission.policy, identity, now);
  const decision = tryGate(gate, bulkRequest(part, policy, { number: part.batches + 1, size: 1 }), now);
  if (!decision.open) return heldUp(c, part, decision);
  const places = placesNow(gate, policy, now);
  if (places === 0) return waitFor(part, "outside-working-hours", later(now, SHORT_HOURS_WAIT_MS));
  const wanted = Math.min(places, leftOf(part));
  // By its place among the chosen: a batch that comes to nothing leaves its places to the next one.
  const key = `${part.identityId}/${part.taken}`;
  const size = await c.ledger.cleanups.reserve(part.cleanupId, key, wanted, runCap);
  if (size === 0) return end(c, part, "run-cap");
  await c.ledger.cleanups.replacePart(part.version, withBatch(part, size));
  return AGAIN;
}

/** A run of many at once holds the gate itself, and not by a lease. */
export const bulkRequest = (
  { cleanupId }: Pick<CleanupPart, "cleanupId">,
  policy: IdentityPolicy,
  { number, size }: Pick<CleanupBatch, "number" | "size">,
): GateRequest => ({
  ...{ action: "withdraw", runId: cleanupId, holder: cleanupId, leaseMs: 0, policy },
  bulk: { cleanupId, batch: number, calls: size },
});

/** What the gate refuses for a while is waited for; the rest ends the part, with what is left and why. */
export function heldUp(
  c: CleanupCollaborators,
  part: CleanupPart,
  { why, until }: Extract<GateResult, { open: false }>,
): Promise<Step> | Step {
  if (until === null || why === "workspace-stopped") return end(c, part, why);
  return waitFor(part, why, until);
}

/** Ends the part; a batch that it still has was never sent. */
export async function end(c: CleanupCollaborators, part: CleanupPart, why: string | null): Promise<Step> {
  const { cleanupId, identityId, version } = part;
  if (await c.ledger.cleanups.replacePart(version, ended(withBatchUndone(part), why))) {
    const fields = { runId: cleanupId, identityId, count: part.withdrawn, left: leftOf(part) };
    if (why === null) c.log.info("the clean-up of an identity is over", fields);
    else c.log.warn("the clean-up of an identity has stopped", { ...fields, reason: why });
  }
  return AGAIN;
}

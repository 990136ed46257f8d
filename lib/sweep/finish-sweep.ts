import type { Collaborators } from "../collaborators.ts";
import { runTimeOf } from "../domain/run-time.ts";
import { type Applied, applyToLedger } from "./apply.ts";
import { ageTime } from "./clock-doubts.ts";
import { decide, type SweepDecision } from "./decide.ts";
import type { ListedIdentity } from "./list-identity.ts";
import { type Agreed, queueToday } from "./queue-today.ts";
import { recordSweep } from "./record.ts";
import { leaveAfterListing } from "./release-gate.ts";
import { settleRelease } from "./settle-release.ts";

/** A listed identity whose decision stands in the ledger. */
export interface WrittenSweep {
  readonly listed: ListedIdentity;
  readonly decision: SweepDecision;
  readonly applied: Applied;
}

/** Decides on a list, beside the others of the same pass, if there are any. */
export const decideListed = (
  c: Pick<Collaborators, "clock" | "ledger" | "edges">,
  { compared, context: { policyOf, message } }: ListedIdentity,
  others: readonly ListedIdentity[],
  now = c.clock.now(),
): Promise<SweepDecision> =>
  decide(c.ledger, {
    ...{ compared, policyOf, runId: message.runId, now, agesAt: ageTime(c) },
    others: others.map((other) => other.compared),
  });

/** Writes a decision to the ledger, and lets the identity go. */
export async function writeSweep(
  c: Omit<Collaborators, "queues" | "policy">,
  listed: ListedIdentity,
  decision: SweepDecision,
): Promise<WrittenSweep> {
  const { context, compared, connections } = listed;
  const applied = await applyToLedger(c, context, decision, connections);
  const { failure } = compared.listing;
  await leaveAfterListing(c, context, failure, failure?.endsBy ?? connections.endsBy);
  return { listed, decision, applied };
}

/**
 * Queues what goes today and records the sweep: the last step, after which repeating it does nothing. `places`: see
 * `QueueRequest`.
 */
export async function closeSweep(
  c: Collaborators,
  { listed: { context }, decision, applied: { ended, counts } }: WrittenSweep,
  { agreed = null, places = null }: { readonly agreed?: Agreed | null; readonly places?: number | null } = {},
): Promise<void> {
  const { runId, identityId } = context.message;
  for (const invitationId of decision.found.invitedTooSoon) {
    c.log.warn("invited again before the cooldown was over", { runId, identityId, invitationId });
  }
  const queued = await queueToday(c, decision, { runId, runCap: context.runCap, ended, agreed, places });
  const runAt = runTimeOf(runId);
  if (queued.queued > 0 && runAt !== null) await c.ledger.identities.recordServed(identityId, runAt);
  await settleRelease(c.ledger, decision, { runId, queued: queued.queued });
  await recordSweep(c, context, decision, counts, queued);
}

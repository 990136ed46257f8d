import type { WithdrawMessage } from "../../lib/contract/messages.ts";
import { METRICS } from "../../lib/contract/metrics.ts";
import { longestWait, type WaitReason } from "../../lib/core/waiting.ts";
import type { Collaborators } from "../collaborators.ts";
import { again, type Delivery, DONE } from "../delivery.ts";

/** Put off to the next run, which plans anew; the message is done with. */
export async function defer(c: Collaborators, message: WithdrawMessage, why: string): Promise<Delivery> {
  const { runId, identityId, invitationId } = message;
  await c.ledger.runs.recordDeferral(runId, identityId, invitationId, why);
  c.metrics.count(METRICS.deferred, 1, { reason: why });
  c.log.info("deferred to the next run", { runId, identityId, invitationId, reason: why });
  return DONE;
}

/** A wait that ends soon is spent hidden in the queue; a longer one, or one without an end, is left to the next run. */
export async function waitOrDefer(
  c: Collaborators,
  message: WithdrawMessage,
  until: Date | null,
  why: WaitReason,
): Promise<Delivery> {
  const soon = until !== null && until.getTime() - c.clock.now().getTime() <= longestWait(why);
  return soon && until < message.expiresAt ? again(until) : defer(c, message, why);
}

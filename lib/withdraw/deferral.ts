import type { Collaborators } from "../collaborators.ts";
import type { WithdrawMessage } from "../contract/messages.ts";
import { METRICS } from "../contract/metrics.ts";
import { longestWait, type WaitReason } from "../domain/waiting.ts";
import { ACK, type MessageResult, retryAt } from "../queue/message-result.ts";

/** Put off to the next run, which plans anew; the message is done with. */
export async function defer(c: Collaborators, message: WithdrawMessage, why: string): Promise<MessageResult> {
  const { runId, identityId, invitationId } = message;
  await c.ledger.runs.recordDeferral(runId, identityId, invitationId, why);
  c.metrics.count(METRICS.deferred, 1, { reason: why });
  c.log.info("deferred to the next run", { runId, identityId, invitationId, reason: why });
  return ACK;
}

/** A wait that ends soon is spent hidden in the queue; a longer one, or one without an end, is left to the next run. */
export async function waitOrDefer(
  c: Collaborators,
  message: WithdrawMessage,
  until: Date | null,
  why: WaitReason,
): Promise<MessageResult> {
  const soon = until !== null && until.getTime() - c.clock.now().getTime() <= longestWait(why);
  return soon && until < message.expiresAt ? retryAt(until) : defer(c, message, why);
}

import type { Collaborators } from "../collaborators.ts";
import type { WithdrawMessage } from "../contract/messages.ts";
import { type ClaimDecision, decideClaim } from "../domain/attempt.ts";
import type { TrackedInvitation } from "../domain/tracked-invitation.ts";
import type { Reading } from "../ledger/ledger.ts";
import { type Judged, type JudgeRequest, judgeNow } from "./judge-now.ts";

/** An invitation with the verdict on it and whether it can be claimed. */
export interface Looked {
  readonly invitation: TrackedInvitation;
  readonly judged: Judged;
  readonly decision: ClaimDecision;
}

export interface LookRequest extends Omit<JudgeRequest, "plannedFor"> {
  readonly message: WithdrawMessage;
  readonly attemptId: string;
}

/**
 * Looks at an invitation before its call; null where the ledger has none. At first as of a moment ago: the claim is written on
 * the condition that nobody has called for it since, and not to have seen another note of this moment is to have called a
 * moment before it. What speaks against the call is looked at again, as it is now: a request may just have been noted.
 */
export async function lookAt(c: Collaborators, request: LookRequest): Promise<Looked | null> {
  const looked = await look(c, request, { consistent: false });
  return looked !== null && maySend(looked) ? looked : look(c, request, {});
}

const maySend = ({ judged, decision }: Looked): boolean => judged.keptFor === null && decision.go;

async function look(c: Collaborators, request: LookRequest, how: Reading): Promise<Looked | null> {
  const { message, policy, identity, attemptId } = request;
  const { runId, identityId, invitationId, reason: plannedFor } = message;
  const invitation = await c.ledger.invitations.find(identityId, invitationId, how);
  if (invitation === null) return null;
  const judged = await judgeNow(c, invitation, { policy, plannedFor, identity });
  const decision = decideClaim(invitation, { attemptId, runId, reason: judged.reason }, c.clock.now());
  return { invitation, judged, decision };
}

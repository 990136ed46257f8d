import type { Collaborators } from "../collaborators.ts";
import type { InboundRequest } from "../contract/inbound-requests.ts";
import { messageBody } from "../contract/messages.ts";
import { METRICS } from "../contract/metrics.ts";
import { QUEUE_TIME_MS } from "../domain/budget.ts";
import { later } from "../domain/time.ts";
import { isOpen, type TrackedInvitation } from "../domain/tracked-invitation.ts";
import { flag } from "../ledger/flagging.ts";
import { keyOfAddress } from "../ledger/profile-key.ts";
import { invitationsOf } from "./resolve-target.ts";

/** What became of an inbound request. */
export interface RequestResult {
  /** Open invitations it is about, as `identity/invitation`. */
  readonly invitations: readonly string[];
  /** Of these, put on the withdraw queue at once; the others wait for the policy to be live. */
  readonly queued: number;
}

/**
 * Carries out what others ask for. A flag or a request is written down first, so that it lasts beyond the message; then
 * the open invitations go to the same queue as any other, through the same gate and under the same caps, and the verdict
 * is made again before each call: `protected` and the policy's mode still win. The same event twice is one.
 *
 * @throws PolicyError when the policy cannot be read: the event is delivered again
 */
export async function handleRequest(c: Collaborators, request: InboundRequest): Promise<RequestResult> {
  const { policy } = await c.policy.read();
  const invitations = request.kind === "flag" ? await noteFlag(c, request) : await noteRequest(c, request);
  const names = invitations.map(({ identityId, invitationId }) => `${identityId}/${invitationId}`);
  const toGo = request.kind === "flag" && request.as === "protected" ? [] : invitations;
  const runId = `event-${request.eventId}`;
  for (const { identityId, invitationId } of invitations) {
    c.log.info("asked for", {
      runId,
      identityId,
      invitationId,
      reason: request.kind === "flag" ? request.as : "requested",
    });
  }
  if (invitations.length === 0) c.log.info("asked for, and nothing is pending", { runId });
  c.metrics.count(METRICS.requested, toGo.length);
  if (policy.mode !== "live") return { invitations: names, queued: 0 };

  const now = c.clock.now();
  await c.queues.withdraw.send(
    toGo.map(({ identityId, invitationId }) => ({
      group: identityId,
      dedup: `${runId}/${invitationId}`,
      body: messageBody({
        ...{ v: 1, kind: "withdraw", runId, identityId, invitationId },
        reason: request.kind === "flag" ? request.as : "requested",
        ...{ plannedAt: now, expiresAt: later(now, QUEUE_TIME_MS) },
      }),
    })),
  );
  return { invitations: names, queued: toGo.length };
}

async function noteFlag(
  c: Collaborators,
  request: Extract<InboundRequest, { kind: "flag" }>,
): Promise<TrackedInvitation[]> {
  const { target, as: kind, by, at, note } = request;
  const subject = "personId" in target ? target : { profileKey: keyOfAddress(target.profileAddress) };
  await flag(c.ledger, subject, { kind, by, at, note });
  return openOnes(invitationsOf(c.ledger, target, null));
}

async function noteRequest(
  c: Collaborators,
  request: Extract<InboundRequest, { kind: "withdraw" }>,
): Promise<TrackedInvitation[]> {
  const { eventId: id, target, identityId, reason, by, at } = request;
  const noted: TrackedInvitation[] = [];
  for (const one of await openOnes(invitationsOf(c.ledger, target, identityId))) {
    const stillOpen = await c.ledger.invitations.requestWithdrawal(one.identityId, one.invitationId, {
      ...{ id, by, reason, at },
    });
    if (stillOpen) noted.push(one);
  }
  return noted;
}

async function openOnes(invitations: AsyncIterable<TrackedInvitation>): Promise<TrackedInvitation[]> {
  const open: TrackedInvitation[] = [];
  for await (const one of invitations) if (isOpen(one.state)) open.push(one);
  return open;
}

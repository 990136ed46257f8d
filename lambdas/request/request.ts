import { messageBody } from "../../lib/contract/messages.ts";
import { METRICS } from "../../lib/contract/metrics.ts";
import type { Wish } from "../../lib/contract/wishes.ts";
import { QUEUE_TIME_MS } from "../../lib/core/budget.ts";
import { later } from "../../lib/core/time.ts";
import { isOpen, type TrackedInvitation } from "../../lib/core/tracked-invitation.ts";
import { flag } from "../../lib/ledger/flagging.ts";
import { keyOfAddress } from "../../lib/ledger/profile-key.ts";
import type { Collaborators } from "../collaborators.ts";
import { invitationsOf } from "./whom.ts";

/** What became of a wish. */
export interface Granted {
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
export async function request(c: Collaborators, wish: Wish): Promise<Granted> {
  const { policy } = await c.policy.read();
  const invitations = wish.kind === "flag" ? await flagged(c, wish) : await asked(c, wish);
  const names = invitations.map(({ identityId, invitationId }) => `${identityId}/${invitationId}`);
  const toGo = wish.kind === "flag" && wish.as === "protected" ? [] : invitations;
  const runId = `event-${wish.eventId}`;
  for (const { identityId, invitationId } of invitations) {
    c.log.info("asked for", { runId, identityId, invitationId, reason: wish.kind === "flag" ? wish.as : "requested" });
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
        reason: wish.kind === "flag" ? wish.as : "requested",
        ...{ plannedAt: now, expiresAt: later(now, QUEUE_TIME_MS) },
      }),
    })),
  );
  return { invitations: names, queued: toGo.length };
}

async function flagged(c: Collaborators, wish: Extract<Wish, { kind: "flag" }>): Promise<TrackedInvitation[]> {
  const { whom, as: kind, by, at, note } = wish;
  const subject = "personId" in whom ? whom : { profileKey: keyOfAddress(whom.profileAddress) };
  await flag(c.ledger, subject, { kind, by, at, note });
  return openOnes(invitationsOf(c.ledger, whom, null));
}

async function asked(c: Collaborators, wish: Extract<Wish, { kind: "withdraw" }>): Promise<TrackedInvitation[]> {
  const { eventId: id, whom, identityId, why, by, at } = wish;
  const open = await openOnes(invitationsOf(c.ledger, whom, identityId));
  const standing: TrackedInvitation[] = [];
  for (const one of open) {
    if (await c.ledger.invitations.ask(one.identityId, one.invitationId, { id, by, why, at })) standing.push(one);
  }
  return standing;
}

async function openOnes(invitations: AsyncIterable<TrackedInvitation>): Promise<TrackedInvitation[]> {
  const open: TrackedInvitation[] = [];
  for await (const one of invitations) if (isOpen(one.state)) open.push(one);
  return open;
}

import type { Collaborators } from "../collaborators.ts";
import { messageBody } from "../contract/messages.ts";
import { QUEUE_TIME_MS } from "../domain/budget.ts";
import { later } from "../domain/time.ts";
import type { InvitationKey } from "../domain/tracked-invitation.ts";
import type { SweepRecord } from "../ledger/ledger.ts";
import type { SweepDecision } from "./decide.ts";

/** How many were queued, and what held the others back. */
export type Queued = Pick<SweepRecord, "queued" | "held">;

export interface QueueRequest {
  readonly runId: string;
  readonly runCap: number;
  /** Found to have ended while the decision was written. */
  readonly ended: ReadonlySet<string>;
  /** What a person has agreed to; null where nobody was asked. Whatever else is eligible waits for the next run. */
  readonly agreed: Agreed | null;
}

/** True for an invitation that may be called for. */
export type Agreed = (invitation: InvitationKey) => boolean;

/** Queues what goes today by the decision, as far as the run's cap reaches. Nothing in any mode but `live`. */
export async function queueToday(
  c: Pick<Collaborators, "clock" | "ledger" | "queues">,
  { identityId, policy, today, held }: SweepDecision,
  { runId, runCap, ended, agreed }: QueueRequest,
): Promise<Queued> {
  if (policy.mode !== "live" || today.length === 0) return { queued: 0, held };
  const open = today.filter(({ invitation }) => !ended.has(invitation.invitationId));
  const chosen = open.filter(
    ({ invitation: { invitationId } }) => agreed === null || agreed({ identityId, invitationId }),
  );
  const queued = chosen.length === 0 ? 0 : await c.ledger.runs.reserve(runId, chosen.length, runCap);
  const now = c.clock.now();
  await c.queues.withdraw.send(
    chosen.slice(0, queued).map(({ invitation: { invitationId }, reason }) => ({
      group: identityId,
      dedup: `${runId}/${invitationId}`,
      body: messageBody({
        ...{ v: 1, kind: "withdraw", runId, identityId, invitationId, reason },
        ...{ plannedAt: now, expiresAt: later(now, QUEUE_TIME_MS) },
      }),
    })),
  );
  const heldHere = { "not-in-plan": open.length - chosen.length, "run-cap": chosen.length - queued };
  const more = Object.entries(heldHere).filter(([, count]) => count > 0);
  return { queued, held: { ...held, ...Object.fromEntries(more) } };
}

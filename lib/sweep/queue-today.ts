import type { Collaborators } from "../collaborators.ts";
import { messageBody } from "../contract/messages.ts";
import { QUEUE_TIME_MS } from "../domain/budget.ts";
import { runTimeOf } from "../domain/run-time.ts";
import { rankOf } from "../domain/share-out.ts";
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
  /** This identity's places in the run, where all needs are known; null: the run's own share bounds it. */
  readonly places?: number | null;
}

/** True for an invitation that may be called for. */
export type Agreed = (invitation: InvitationKey) => boolean;

/** What of a decision is to be called for in this run, the run's cap aside: its need. Nothing in any mode but `live`. */
export function neededToday(
  { identityId, policy, today }: SweepDecision,
  { ended, agreed }: Pick<QueueRequest, "ended" | "agreed">,
): SweepDecision["today"] {
  if (policy.mode !== "live") return [];
  return today.filter(
    ({ invitation: { invitationId } }) =>
      !ended.has(invitationId) && (agreed === null || agreed({ identityId, invitationId })),
  );
}

/** Queues what goes today by the decision, as far as the run's cap and this identity's share of it reach. */
export async function queueToday(
  c: Pick<Collaborators, "clock" | "ledger" | "queues">,
  decision: SweepDecision,
  { runId, runCap, ended, agreed, places = null }: QueueRequest,
): Promise<Queued> {
  const { identityId, policy, today, held } = decision;
  if (policy.mode !== "live" || today.length === 0) return { queued: 0, held };
  const open = today.filter(({ invitation }) => !ended.has(invitation.invitationId));
  const chosen = neededToday(decision, { ended, agreed });
  const share = chosen.length === 0 ? 0 : (places ?? (await shareOfRun(c, decision, runId)));
  const wanted = Math.min(chosen.length, share);
  const queued = wanted === 0 ? 0 : await c.ledger.runs.reserve(runId, wanted, runCap);
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

/**
 * What the run allows one identity. Where there are not places for all, only those whose turn it is get one, however
 * fast the others are: sweeps overtake each other.
 */
async function shareOfRun(
  { ledger }: Pick<Collaborators, "ledger">,
  { compared: { identity } }: SweepDecision,
  runId: string,
): Promise<number> {
  const run = await ledger.runs.find(runId);
  if (run === null) return Number.POSITIVE_INFINITY;
  const { shareOfRunCap, lastInTurn } = run;
  if (lastInTurn !== null && rankOf(identity, runTimeOf(runId) ?? run.startedAt, runId) > lastInTurn) return 0;
  return shareOfRunCap ?? Number.POSITIVE_INFINITY;
}

import type { Collaborators } from "../collaborators.ts";
import { messageBody } from "../contract/messages.ts";
import type { ListingTrust } from "../domain/bookkeeping.ts";
import { QUEUE_TIME_MS, sweepBudget } from "../domain/budget.ts";
import type { GateState } from "../domain/gate.ts";
import { type Planned, tooManyUnreadable } from "../domain/plan.ts";
import type { IdentityPolicy } from "../domain/policy.ts";
import { later } from "../domain/time.ts";
import type { HeldReason } from "../ledger/ledger.ts";

export interface FannedOut {
  readonly queued: number;
  readonly held: Readonly<Partial<Record<HeldReason, number>>>;
}

export interface FanOutRequest {
  readonly runId: string;
  readonly identityId: string;
  readonly plan: readonly Planned[];
  readonly trust: ListingTrust;
  readonly policy: IdentityPolicy;
  readonly runCap: number;
  readonly gate: GateState;
}

/**
 * Queues what the plan withdraws as far as listing, mode and today's budget allow; the rest is held. What is
 * asked for or said of a person goes before what age alone speaks for, or a young invitation would wait for weeks behind a
 * backlog; else oldest first.
 */
export async function fanOut(c: Collaborators, request: FanOutRequest): Promise<FannedOut> {
  const { runId, identityId, plan, trust, policy, runCap, gate } = request;
  const withdraw = plan.filter(({ verdict }) => verdict === "withdraw");
  const eligible = [...withdraw.filter((one) => !isByAge(one)), ...withdraw.filter(isByAge)];
  // A list that is not believed holds the sweep, and says so, also when nothing on it is stale.
  const doubt = heldAltogether(trust, plan, policy);
  if (doubt !== null) return { queued: 0, held: { [doubt]: eligible.length } };
  if (eligible.length === 0) return { queued: 0, held: {} };
  if (policy.mode !== "live") return { queued: 0, held: { [policy.mode]: eligible.length } };

  const now = c.clock.now();
  const held: Partial<Record<HeldReason, number>> = {};
  const budget = sweepBudget(gate, policy, now);
  const today = Math.min(budget.allowed, eligible.length);
  if (today < eligible.length) held[budget.limitedBy] = eligible.length - today;
  const queued = today === 0 ? 0 : await c.ledger.runs.reserve(runId, today, runCap);
  if (queued < today) held["run-cap"] = today - queued;

  await c.queues.withdraw.send(
    eligible.slice(0, queued).map(({ invitation: { invitationId }, reason }) => ({
      group: identityId,
      dedup: `${runId}/${invitationId}`,
      body: messageBody({
        v: 1,
        kind: "withdraw",
        runId,
        identityId,
        invitationId,
        reason,
        plannedAt: now,
        expiresAt: later(now, QUEUE_TIME_MS),
      }),
    })),
  );
  return { queued, held };
}

const isByAge = ({ reason }: Planned): boolean => reason === "stale" || reason === "backlog";

/** What holds a whole sweep in any mode, before any budget is looked at. */
export function heldAltogether(
  trust: ListingTrust,
  plan: readonly Planned[],
  { maxUnreadableShare }: Pick<IdentityPolicy, "maxUnreadableShare">,
): HeldReason | null {
  if (trust === "partial") return "listing-partial";
  if (trust === "collapsed") return "listing-collapsed";
  if (trust === "empty") return "listing-empty";
  return tooManyUnreadable(plan, maxUnreadableShare) ? "unreadable-dates" : null;
}

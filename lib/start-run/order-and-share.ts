import type { Collaborators } from "../collaborators.ts";
import { capOf } from "../domain/catch-up.ts";
import { asConnected, FRESH_GATE } from "../domain/gate.ts";
import { type IdentityPolicy, type Policy, policyFor } from "../domain/policy.ts";
import { runTimeOf } from "../domain/run-time.ts";
import { longestUnservedFirst, rankOf, waterLevel } from "../domain/share-out.ts";
import type { IdentityTurn } from "../ledger/ledger.ts";

export interface OrderAndShare {
  /** Each identity once: who has been served longest ago goes first. */
  readonly order: readonly string[];
  /** The most that one identity may queue in the run; null where all that is needed fits under the run's cap. */
  readonly share: number | null;
  /** Where more identities are in need than the cap has places: the rank of the last one whose turn it is; else null. */
  readonly lastInTurn: string | null;
}

/**
 * In which order a run sweeps its identities, and how its cap is shared out, from what their last sweeps have noted.
 * What an identity needs today only its list will say, so yesterday's need stands for it; one that was never listed may
 * need all its daily cap. Reads one small item of each, 100 at a time, and writes nothing.
 */
export async function orderAndShare(
  { ledger, clock, log }: Pick<Collaborators, "ledger" | "clock" | "log">,
  policy: Policy,
  runId: string,
  identityIds: readonly string[],
): Promise<OrderAndShare> {
  const runAt = runTimeOf(runId) ?? clock.now();
  const ids = [...new Set(identityIds)];
  const known = new Map((await ledger.identities.turns(ids)).map((turn) => [turn.identityId, turn]));
  const inOrder = longestUnservedFirst(
    ids.map((identityId) => {
      const turn = known.get(identityId);
      const need = needOf(turn, policyFor(policy, identityId), runAt);
      return { identityId, servedAt: turn?.servedAt ?? null, need };
    }),
    runAt,
    runId,
  );
  const order = inOrder.map(({ identityId }) => identityId);
  const inNeed = inOrder.filter(({ need }) => need > 0);
  const share = waterLevel(
    inNeed.map(({ need }) => need),
    policy.runCap,
  );
  if (share === null) return { order, share, lastInTurn: null };
  log.info("the run's cap is shared out", { runId, count: inNeed.length, share });
  const last = inNeed.length > policy.runCap ? inNeed[policy.runCap - 1] : undefined;
  return { order, share, lastInTurn: last === undefined ? null : rankOf(last, runAt, runId) };
}

/** A sweep of who waits for a person is held, so that its need would only keep places from the others. */
function needOf(turn: IdentityTurn | undefined, policy: IdentityPolicy, now: Date): number {
  if (turn === undefined) return policy.dailyCap;
  const { backlog, lastRefusedAt, stop, need } = turn;
  const gate = asConnected({ ...FRESH_GATE, needsPerson: turn.needsPerson, lastRefusedAt, stop });
  if (gate.needsPerson !== null) return 0;
  const cap = capOf(policy, { gate, backlog }, now);
  // Yesterday's need was counted under yesterday's cap: where a catch-up has begun since, it is what was eligible.
  const lately = cap > policy.dailyCap ? Math.max(need ?? 0, backlog?.eligible ?? 0) : (need ?? cap);
  return Math.min(lately, cap);
}

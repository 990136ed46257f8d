import type { CatchUpFacts, StaleBacklog } from "./catch-up.ts";
import { type BacklogEstimate, estimateDrain } from "./drain.ts";
import type { GateState } from "./gate.ts";
import { inflowAt } from "./inflow.ts";
import { type IdentityPolicy, staleAfterDays } from "./policy.ts";

/** What the ledger keeps of an identity that says how large its backlog was, and what has gone of it since. */
export interface LastSeen extends CatchUpFacts {
  readonly gate: CatchUpFacts["gate"] & Pick<GateState, "withdrawCalls">;
}

/**
 * How long a backlog stands by the latest list that told, without a list of its own: what was called for since is taken
 * off, and the next run is tomorrow's. Null where no list has told, and where that one was at its steady level.
 */
export function estimateLastBacklog(policy: IdentityPolicy, seen: LastSeen, now: Date): BacklogEstimate | null {
  const { backlog, gate } = seen;
  if (backlog === null || !isBacklog(backlog)) return null;
  const called = gate.withdrawCalls.filter((at) => at >= backlog.at).length;
  const thresholdDays = staleAfterDays(policy);
  const ages = {
    eligible: Math.max(0, backlog.eligible - called),
    young: [],
    announced: 0,
    announcedFor: 0,
    thresholdDays,
  };
  const circumstances = { policy, facts: seen, runShare: null, now };
  return estimateDrain(ages, inflowAt(backlog.dailyInflow, thresholdDays), circumstances, 1);
}

/** More than the steady level, by its own list. */
const isBacklog = ({ eligible, steadyLevel }: StaleBacklog): boolean => eligible > steadyLevel;

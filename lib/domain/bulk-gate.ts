import { callsOfBulkRun, isBulkRunOf } from "./bulk-run.ts";
import {
  type CallOutcome,
  callsOfLastDay,
  type Failures,
  type GateRelease,
  type GateState,
  gapAfter,
  wasTurnedAway,
  withOutcome,
} from "./gate.ts";
import type { IdentityPolicy } from "./policy.ts";
import { earliest, later, latest } from "./time.ts";

export interface BulkRelease extends Pick<GateRelease, "called" | "draw" | "block" | "needsPerson"> {
  readonly cleanupId: string;
  readonly batch: number;
  /** What its answers say of the identity, in the order of the inputs. */
  readonly outcomes: readonly CallOutcome[];
  readonly policy: Pick<IdentityPolicy, "gapSeconds">;
}

/**
 * The gate once a clean-up's run is over; null where that run does not hold it. Where calls were made all of its inputs
 * count, from the latest moment at which they can have been made.
 */
export function releaseBulkRun(state: GateState, release: BulkRelease, now: Date): GateState | null {
  const { bulkRun } = state;
  if (bulkRun === null || !isBulkRunOf(state, release)) return null;
  const { called, block, needsPerson, outcomes } = release;
  const endedAt = earliest(bulkRun.until, now);
  const calls = called ? [...state.withdrawCalls, ...callsOfBulkRun(bulkRun, now)] : state.withdrawCalls;
  const failures = outcomes.reduce<Failures>((before, one) => withOutcome(before, one, now), failuresOf(state));
  const gapEnds = called ? later(endedAt, gapAfter(release)) : null;
  return {
    ...state,
    ...failures,
    lastRefusedAt: wasTurnedAway(state, failures, release, outcomes) ? now : state.lastRefusedAt,
    bulkRun: null,
    withdrawCalls: callsOfLastDay({ withdrawCalls: calls, bulkRun: null }, now),
    nextAllowedAt: gapEnds === null ? state.nextAllowedAt : latest(gapEnds, state.nextAllowedAt ?? gapEnds),
    blocks: block === undefined ? state.blocks : { ...state.blocks, withdraw: block },
    ...(needsPerson !== undefined && { needsPerson }),
  };
}

const failuresOf = ({ unknownOutcomes, stop, overcome, needsPerson }: GateState): Failures => ({
  ...{ unknownOutcomes, stop, overcome, needsPerson },
});

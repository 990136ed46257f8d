import { MINUTE_MS, SECOND_MS } from "../../../lib/domain/time.ts";
import { daysBetween, type MakeInvariant } from "./invariant.ts";

/** A sweep alone, with the gap after it, and then each call with its gap, its waits in the queue and its share of luck. */
export const sweepTimeMs = 6 * MINUTE_MS;
export const callTimeMs = (gapSeconds: number): number => (gapSeconds + 30) * SECOND_MS;

/**
 * One identity's trouble never delays another's. In scenarios whose faults are all the first identity's, every other one
 * has withdrawn all that was stale when the run began, in the time that its own calls take.
 */
export const isolation: MakeInvariant = (view) => ({
  see(happening) {
    if (happening.kind !== "run-over" || !view.scenario.confined) return null;
    const { startedAt } = happening;
    const [policy] = view.policiesDuring(startedAt, startedAt);
    if (policy === null || policy === undefined) return null;
    for (const { uid } of view.scenario.identities.slice(1)) {
      const late = view.truth.trueStates(uid, view.now()).filter(({ state, sentAt, unreadable }) => {
        const age = daysBetween(sentAt, startedAt);
        return state === "pending" && !unreadable && age >= policy.thresholdDays;
      });
      if (late.length > 0) return `${late.length} invitations of ${uid} were not withdrawn in their time`;
    }
    return null;
  },
});

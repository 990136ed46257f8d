import { staleAfterDays } from "../policy.ts";
import type { Rule } from "../rule.ts";
import { stableShare } from "../stable-hash.ts";

/**
 * A fixed share is left alone until `holdout.maxAgeDays`, so that acceptances past the threshold are still seen.
 * It speaks only for an invitation that would otherwise be stale: a young one is kept for being young.
 */
export const heldOut: Rule<"held-out", "keep"> = {
  reason: "held-out",
  verdict: "keep",
  when: "it belongs to the policy's holdout and is younger than `holdout.maxAgeDays`",
  decide: ({ invitationId }, { policy, ageDays }) => {
    const { holdout } = policy;
    if (holdout === null || ageDays === null || ageDays < staleAfterDays(policy) || ageDays >= holdout.maxAgeDays) {
      return null;
    }
    return isInHoldout(invitationId, holdout.share) ? "keep" : null;
  },
};

/** Chosen by the invitation's id alone: it never changes and needs no storage; a larger share only adds to a smaller. */
export function isInHoldout(invitationId: string, share: number): boolean {
  return stableShare(invitationId) < share;
}

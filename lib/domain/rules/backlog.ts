import { THRESHOLD_FLOOR_DAYS } from "../policy.ts";
import type { Rule } from "../rule.ts";
import { isInHoldout } from "./held-out.ts";

/**
 * More are pending than the owner wants: the oldest go before their time, but none below the floor, and none that the
 * holdout will want to see past the threshold, nor the one that a person keeps while an older one goes.
 */
export const backlog: Rule<"backlog", "withdraw"> = {
  reason: "backlog",
  verdict: "withdraw",
  when: "more than `keepPendingBelow` are pending: the oldest go early, none under 7 days",
  decide: ({ invitationId, isSurplus, isKeptBesideOlder }, { ageDays, policy: { keepPendingBelow, holdout } }) => {
    if (!isSurplus || isKeptBesideOlder || keepPendingBelow === null) return null;
    if (ageDays === null || ageDays < THRESHOLD_FLOOR_DAYS) return null;
    return holdout !== null && isInHoldout(invitationId, holdout.share) ? null : "withdraw";
  },
};

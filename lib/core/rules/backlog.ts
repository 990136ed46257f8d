import { THRESHOLD_FLOOR_DAYS } from "../policy.ts";
import type { Rule } from "../rule.ts";

/** More are pending than the owner wants: the oldest go before their time, but none below the floor. */
export const backlog: Rule<"backlog"> = {
  reason: "backlog",
  decide: ({ isSurplus }, { ageDays, policy }) =>
    isSurplus === true && policy.keepPendingBelow !== null && ageDays !== null && ageDays >= THRESHOLD_FLOOR_DAYS
      ? "withdraw"
      : null,
};

import { staleAfterDays } from "../policy.ts";
import type { Rule } from "../rule.ts";

/** Pending for the threshold or longer. The floor is applied again here, whatever a policy got past its checks. */
export const stale: Rule<"stale", "withdraw"> = {
  reason: "stale",
  verdict: "withdraw",
  when: "it has been pending for `thresholdDays` or more (21 by default, never under 7)",
  decide: (_invitation, { policy, ageDays }) =>
    ageDays !== null && ageDays >= staleAfterDays(policy) ? "withdraw" : null,
};

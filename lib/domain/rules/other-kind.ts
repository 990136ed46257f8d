import type { Rule } from "../rule.ts";

/** It is no request to connect (an event, a page, a newsletter), and the policy does not name its kind. */
export const otherKind: Rule<"other-kind"> = {
  reason: "other-kind",
  decide: ({ kind }, { policy }) => (policy.kinds.some((one) => one === kind) ? null : "keep"),
};

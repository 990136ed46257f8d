import type { Rule } from "../rule.ts";

/** It is no request to connect (an event, a page, a newsletter), and the policy does not name its kind. */
export const otherKind: Rule<"other-kind", "keep"> = {
  reason: "other-kind",
  verdict: "keep",
  when: "the list says that it is no request to connect but of a kind (event, page, newsletter) that the policy's `kinds` does not name",
  decide: ({ kind }, { policy }) => (policy.kinds.some((one) => one === kind) ? null : "keep"),
};

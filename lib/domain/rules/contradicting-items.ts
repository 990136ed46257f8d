import type { Rule } from "../rule.ts";

/** The list has shown it twice with data that contradict each other: whose it is, or how old, nobody can tell. */
export const contradictingItems: Rule<"contradicting-items", "keep"> = {
  reason: "contradicting-items",
  verdict: "keep",
  when: "the list shows the invitation twice, with data that contradict each other",
  decide: ({ isContradicting }) => (isContradicting ? "keep" : null),
};

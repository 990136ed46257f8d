import type { Rule } from "../rule.ts";

/** Two identities have invited the same person: the older invitation goes, and the younger one stays. */
export const duplicate: Rule<"duplicate", "withdraw"> = {
  reason: "duplicate",
  verdict: "withdraw",
  when: "another identity has a younger invitation to the same person pending, and that one stays; only where this one was sent earlier for certain",
  decide: ({ isDuplicate }) => (isDuplicate ? "withdraw" : null),
};

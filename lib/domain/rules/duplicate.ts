import type { Rule } from "../rule.ts";

/** Two identities have invited the same person: the older invitation goes, and the younger one stays. */
export const duplicate: Rule<"duplicate"> = {
  reason: "duplicate",
  decide: ({ isDuplicate }) => (isDuplicate ? "withdraw" : null),
};

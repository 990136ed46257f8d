import type { Rule } from "../rule.ts";

/** Another identity has invited the same person, and nobody can tell yet which of the two is older: both stay. */
export const duplicateUndecided: Rule<"duplicate-undecided"> = {
  reason: "duplicate-undecided",
  decide: ({ isUndecided }) => (isUndecided ? "keep" : null),
};

import type { Rule } from "../rule.ts";

/** Another identity has invited the same person, and nobody can tell yet which of the two is older: both stay. */
export const duplicateUndecided: Rule<"duplicate-undecided", "keep"> = {
  reason: "duplicate-undecided",
  verdict: "keep",
  when: "another identity has invited the same person, and nobody can tell yet which invitation is older",
  decide: ({ isUndecided }) => (isUndecided ? "keep" : null),
};

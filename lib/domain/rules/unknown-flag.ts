import { isFlagged, type Rule, UNKNOWN_FLAG } from "../rule.ts";

/**
 * A flag that a later version has set, before a roll-back, may protect or may ask for a withdrawal. Which of the two
 * cannot be judged here, and only one of them can be made good later: the invitation is kept. Its reason says so, so
 * that it is never taken for `protected`.
 */
export const unknownFlag: Rule<typeof UNKNOWN_FLAG, "keep"> = {
  reason: UNKNOWN_FLAG,
  verdict: "keep",
  when: "the person has a flag that only another version knows, as after a roll-back",
  decide: (invitation, { flags }) => (isFlagged(flags, invitation, UNKNOWN_FLAG) ? "keep" : null),
};

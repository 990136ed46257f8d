import { isFlagged, type Rule, UNKNOWN_FLAG } from "../rule.ts";

/**
 * A flag that a later version has set, before a roll-back, may protect or may ask for a withdrawal. Which of the two
 * cannot be judged here, and only one of them can be made good later: the invitation is kept. Its reason says so, so
 * that it is never taken for `protected`.
 */
export const unknownFlag: Rule<typeof UNKNOWN_FLAG> = {
  reason: UNKNOWN_FLAG,
  decide: (invitation, { flags }) => (isFlagged(flags, invitation, UNKNOWN_FLAG) ? "keep" : null),
};

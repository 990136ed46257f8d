import { isFlagged, type Rule } from "../rule.ts";

/** The first row: who is protected is left alone, whatever else is said of them. */
export const protectedPerson: Rule<"protected", "keep"> = {
  reason: "protected",
  verdict: "keep",
  when: "the person is flagged `protected`; wins over everything",
  decide: (invitation, { flags }) => (isFlagged(flags, invitation, "protected") ? "keep" : null),
};

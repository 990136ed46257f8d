import { isFlagged, type Rule } from "../rule.ts";

/** The first row: who is protected is left alone, whatever else is said of them. */
export const protectedPerson: Rule<"protected"> = {
  reason: "protected",
  decide: (invitation, { flags }) => (isFlagged(flags, invitation, "protected") ? "keep" : null),
};

import { isFlagged, type Rule } from "../rule.ts";

/** Who is a customer already needs no invitation, however young it is. */
export const customer: Rule<"customer"> = {
  reason: "customer",
  decide: (invitation, { flags }) => (isFlagged(flags, invitation, "customer") ? "withdraw" : null),
};

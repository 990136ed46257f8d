import { isFlagged, type Rule } from "../rule.ts";

/** Who is a customer already needs no invitation, however young it is. */
export const customer: Rule<"customer", "withdraw"> = {
  reason: "customer",
  verdict: "withdraw",
  when: "the person is flagged `customer`; at any age, and even if the date cannot be read",
  decide: (invitation, { flags }) => (isFlagged(flags, invitation, "customer") ? "withdraw" : null),
};

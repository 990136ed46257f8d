import type { Rule } from "../rule.ts";

/** Somebody asked for it, by an event or on the command line, and knows more than an age does. */
export const requested: Rule<"requested"> = {
  reason: "requested",
  decide: ({ isRequested }) => (isRequested ? "withdraw" : null),
};

import type { Rule } from "../rule.ts";

/** Somebody asked for it, by an event or on the command line, and knows more than an age does. */
export const requested: Rule<"requested", "withdraw"> = {
  reason: "requested",
  verdict: "withdraw",
  when: "somebody asked for it, by an event or with `sweeper withdraw`",
  decide: ({ isRequested }) => (isRequested ? "withdraw" : null),
};

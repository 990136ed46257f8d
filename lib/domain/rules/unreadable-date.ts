import type { Rule } from "../rule.ts";

/** An age that is not known is never acted on. */
export const unreadableDate: Rule<"unreadable-date"> = {
  reason: "unreadable-date",
  decide: (_invitation, { ageDays }) => (ageDays === null ? "keep" : null),
};

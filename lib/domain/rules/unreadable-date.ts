import type { Rule } from "../rule.ts";

/** An age that is not known is never acted on. */
export const unreadableDate: Rule<"unreadable-date", "keep"> = {
  reason: "unreadable-date",
  verdict: "keep",
  when: "the invitation's date cannot be read with certainty",
  decide: (_invitation, { ageDays }) => (ageDays === null ? "keep" : null),
};

import type { Rule } from "../rule.ts";

/** What tells its age disagrees: date and id, or two readings of the date. One is wrong, and nobody knows which. */
export const datesDisagree: Rule<"dates-disagree", "keep"> = {
  reason: "dates-disagree",
  verdict: "keep",
  when: "date and id, or two readings of the date, lie more than 36 hours apart",
  decide: ({ datesDisagree }) => (datesDisagree ? "keep" : null),
};

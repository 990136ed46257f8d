import type { Rule } from "../rule.ts";

/** What tells its age disagrees: date and id, or two readings of the date. One is wrong, and nobody knows which. */
export const datesDisagree: Rule<"dates-disagree"> = {
  reason: "dates-disagree",
  decide: ({ datesDisagree }) => (datesDisagree ? "keep" : null),
};

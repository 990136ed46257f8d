import { isFlagged, type Rule } from "../rule.ts";

/** The person has dropped out of the target profile (ICP: ideal customer profile). */
export const icpMismatch: Rule<"icp-mismatch", "withdraw"> = {
  reason: "icp-mismatch",
  verdict: "withdraw",
  when: "the person is flagged `icp-mismatch`; at any age, and even if the date cannot be read",
  decide: (invitation, { flags }) => (isFlagged(flags, invitation, "icp-mismatch") ? "withdraw" : null),
};

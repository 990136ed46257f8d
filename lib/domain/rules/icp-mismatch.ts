import { isFlagged, type Rule } from "../rule.ts";

/** The person has dropped out of the target profile (ICP: ideal customer profile). */
export const icpMismatch: Rule<"icp-mismatch"> = {
  reason: "icp-mismatch",
  decide: (invitation, { flags }) => (isFlagged(flags, invitation, "icp-mismatch") ? "withdraw" : null),
};

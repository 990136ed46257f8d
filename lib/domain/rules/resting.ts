import type { Rule } from "../rule.ts";

/** Five calls for it have had no effect: it is left alone for a while, and then planned again. */
export const resting: Rule<"resting"> = {
  reason: "resting",
  decide: ({ restsUntil }) => (restsUntil === null ? null : "keep"),
};

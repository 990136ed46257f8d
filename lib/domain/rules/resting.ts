import type { Rule } from "../rule.ts";

/** Five calls for it have had no effect: it is left alone for a while, and then planned again. */
export const resting: Rule<"resting", "keep"> = {
  reason: "resting",
  verdict: "keep",
  when: "five calls for it had no effect: it is planned again after 3 to 24 days (`sweeper retry` ends the rest)",
  decide: ({ restsUntil }) => (restsUntil === null ? null : "keep"),
};

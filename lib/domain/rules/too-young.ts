import type { Rule } from "../rule.ts";

/** The last row: whatever no other rule spoke for is kept. */
export const tooYoung: Rule<"too-young", "keep"> = {
  reason: "too-young",
  verdict: "keep",
  when: "otherwise",
  decide: () => "keep",
};

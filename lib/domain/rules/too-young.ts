import type { Rule } from "../rule.ts";

/** The last row: whatever no other rule spoke for is kept. */
export const tooYoung: Rule<"too-young"> = { reason: "too-young", decide: () => "keep" };

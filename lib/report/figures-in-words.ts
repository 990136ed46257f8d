import type { Estimate } from "../analytics/estimate.ts";
import { estimated } from "../analytics/estimate-in-words.ts";

/** "1.2% (0.6–2.1%)"; "–" for what is unknown. */
export function estimateInWords(estimate: Estimate | null): string {
  return estimate === null ? "–" : estimated(estimate);
}

/** A bar of up to `width` characters; anything above nothing shows at least one. `share` from 0 to 1. */
export function bar(share: number, width: number): string {
  return "█".repeat(share > 0 ? Math.max(1, Math.round(share * width)) : 0);
}

/** A column of bars set against the largest of them, so that they can be compared. */
export function bars(counts: readonly number[], width: number): string[] {
  const largest = Math.max(1, ...counts);
  return counts.map((count) => bar(count / largest, width));
}

/** Days of age of a histogram's bin: "0–6", "90+". */
export function binInWords({ from, to }: { readonly from: number; readonly to: number | null }): string {
  return to === null ? `${from}+` : `${from}–${to - 1}`;
}

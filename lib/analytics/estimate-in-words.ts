import type { Estimate } from "./estimate.ts";

/** A share from 0 to 1 as a percentage with at most one decimal: "12.7%". Above 0 it is never "0%". */
export function percent(share: number): string {
  return share > 0 && tenths(share) === "0" ? "under 0.1%" : `${tenths(share)}%`;
}

/** A share with its 95% interval: "12.7% (11.6–13.9%)". */
export function withLimits({ value, lower, upper }: Pick<Estimate, "value" | "lower" | "upper">): string {
  return `${percent(value)} (${tenths(lower)}–${percent(upper)})`;
}

/** An estimate with its interval. Where none were seen it reads "at most 3%", never as zero. */
export function estimated(estimate: Estimate): string {
  return estimate.basis === "rule-of-three" ? `at most ${percent(estimate.upper)}` : withLimits(estimate);
}

function tenths(share: number): string {
  return String(Number((share * 100).toFixed(1)));
}

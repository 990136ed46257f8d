import type { Estimate } from "../../analytics/estimate.ts";

/** No-break and narrow: numbers are grouped the way the SI asks for, which every locale can read. */
const THIN_SPACE = "\u202F";

/** A whole number in groups of three: "12 345" with thin spaces. Fractions are rounded. */
export function grouped(value: number): string {
  return Math.round(value).toLocaleString("en-US").replaceAll(",", THIN_SPACE);
}

/** "1 invitation", "1 234 invitations". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** For an axis, where room is short: "950", "12K", "1.2M". */
export function short(value: number): string {
  return value < 10_000 ? grouped(value) : value.toLocaleString("en-US", { notation: "compact" });
}

/** A mean number of slots: whole, and never 0 for something. */
export function slots(value: number): string {
  return value > 0 && value < 0.5 ? "under 1" : grouped(value);
}

/** A share as a percentage with at most one decimal: "12.7%". Above 0 it is never "0%". */
export function percent(share: number): string {
  return share > 0 && tenths(share) === "0" ? "under 0.1%" : `${tenths(share)}%`;
}

/** A share with its 95% interval: "12.7% (11.6–13.9%)". */
export function withLimits({ value, lower, upper }: Pick<Estimate, "value" | "lower" | "upper">): string {
  return `${percent(value)} (${tenths(lower)}–${percent(upper)})`;
}

/** An estimate with its interval. None seen reads as "at most", never as zero. */
export function estimated(estimate: Estimate): string {
  return estimate.basis === "rule-of-three" ? `at most ${percent(estimate.upper)}` : withLimits(estimate);
}

/** "2026-11-23", UTC. */
export function isoDate(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** "2026-11-23 08:15 UTC". */
export function isoMinute(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

function tenths(share: number): string {
  return String(Number((share * 100).toFixed(1)));
}

import { curveBreak } from "./horizon.ts";
import type { LifeTable } from "./life-table.ts";

/** Fewer at risk beyond the threshold, and nothing is said about what comes after it. */
const AT_RISK_NEEDED = 100;
/** Fewer acceptances, and no share of them is worth stating. */
const ACCEPTANCES_NEEDED = 20;

/** One thing that a threshold cannot be judged without, and how many more of it are needed. */
export interface Missing {
  readonly what: "at-risk-beyond" | "acceptances" | "pending-on-day";
  /** `at-risk-beyond`: the threshold, in days · `pending-on-day`: the day that nobody outlasted. */
  readonly age: number | null;
  readonly have: number;
  readonly need: number;
  readonly more: number;
}

/**
 * What is missing before a threshold of T days can be judged; empty when nothing is. O(oldest age).
 *
 * - `at-risk-beyond`: `n(T + 1)`, those who were watched past day T, is under 100. Counted on one day and not as
 *   "everybody ever seen past T", because a backlog first listed at 60 days says nothing about day 22.
 * - `acceptances`: fewer than 20 by the horizon (in all, when there is no horizon). Those after it enter no share.
 * - `pending-on-day`: the curve breaks off at or before T (see `curveBreak`), so what is beyond cannot be joined on.
 */
export function missingFor(table: LifeTable, horizonAge: number | null, thresholdDays: number): readonly Missing[] {
  const missing: Missing[] = [];
  const acceptances = countUpTo(table.accepted, horizonAge ?? table.lastAge);
  if (acceptances < ACCEPTANCES_NEEDED) missing.push(shortfall("acceptances", null, acceptances, ACCEPTANCES_NEEDED));
  const beyond = table.atRisk[thresholdDays + 1] ?? 0;
  if (beyond < AT_RISK_NEEDED) missing.push(shortfall("at-risk-beyond", thresholdDays, beyond, AT_RISK_NEEDED));
  const broken = curveBreak(table);
  if (broken !== null && broken <= thresholdDays) missing.push(shortfall("pending-on-day", broken, 0, 1));
  return missing;
}

function shortfall(what: Missing["what"], age: number | null, have: number, need: number): Missing {
  return { what, age, have, need, more: need - have };
}

function countUpTo(column: Float64Array, age: number): number {
  return column.subarray(0, age + 1).reduce((sum, count) => sum + count, 0);
}

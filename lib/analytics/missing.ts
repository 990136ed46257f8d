import { curveBreak, firstShortAge, HORIZON_AT_RISK } from "./horizon.ts";
import type { LifeTable } from "./life-table.ts";

/** Fewer acceptances, and no share of them is worth stating. */
export const ACCEPTANCES_NEEDED = 20;

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
 * - `at-risk-beyond`: `n(T + 1)`, those who were watched past day T, is under 100, or else n at the first age before that
 *   where it is. Counted on one day and not as "everybody ever seen past T", because a backlog first listed at 60 days says
 *   nothing about day 22.
 * - `acceptances`: fewer than 20 by the horizon (in all, when there is no horizon). Those after it enter no share.
 * - `pending-on-day`: the curve breaks off at or before T (see `curveBreak`), so what is beyond cannot be joined on.
 */
export function missingFor(table: LifeTable, horizonAge: number | null, thresholdDays: number): readonly Missing[] {
  const missing: Missing[] = [];
  const acceptances = acceptancesBy(table, horizonAge ?? table.lastAge);
  if (acceptances < ACCEPTANCES_NEEDED) missing.push(shortfall("acceptances", null, acceptances, ACCEPTANCES_NEEDED));
  const beyond = table.atRisk[thresholdDays + 1] ?? 0;
  const short = firstShortAge(table);
  if (beyond < HORIZON_AT_RISK) missing.push(shortfall("at-risk-beyond", thresholdDays, beyond, HORIZON_AT_RISK));
  else if (short <= thresholdDays) {
    missing.push(shortfall("at-risk-beyond", Math.max(0, short - 1), table.atRisk[short] ?? 0, HORIZON_AT_RISK));
  }
  const broken = curveBreak(table);
  if (broken !== null && broken <= thresholdDays) missing.push(shortfall("pending-on-day", broken, 0, 1));
  return missing;
}

function shortfall(what: Missing["what"], age: number | null, have: number, need: number): Missing {
  const whole = Math.floor(have);
  return { what, age, have: whole, need, more: need - whole };
}

/** Acceptances seen up to and including an age in days. O(age). */
export function acceptancesBy({ accepted }: LifeTable, age: number): number {
  return accepted.subarray(0, age + 1).reduce((sum, count) => sum + count, 0);
}

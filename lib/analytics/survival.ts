import { at } from "./at.ts";
import { hazardsAt } from "./hazards.ts";
import type { LifeTable } from "./life-table.ts";
import { logLogInterval } from "./log-log-interval.ts";

/** The still-pending curve; index t is age t in days, values are shares in [0, 1] after the events of day t. */
export interface SurvivalCurve {
  readonly estimate: Float64Array;
  /** Greenwood variance of the estimate. */
  readonly variance: Float64Array;
  /** 95% limits, log-log. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/**
 * Kaplan–Meier estimate of the share still pending: `S(t) = Π_{s≤t} (1 − d(s)/n(s))`, `d = accepted + gone`.
 *
 * Greenwood's `Var S = S² Σ d / (n (n − d))` is computed as the recursion `V ← (1 − h)² V + S(t−)² h (1 − h) / n` with
 * `h = d/n`, which is the same number and stays defined when everyone at risk ends at once (h = 1).
 *
 * O(oldest age). Edges: a day with no event or no one at risk leaves everything as it was; before the first event S is
 * 1 with limits [1, 1]; once S is 0 it stays 0 with variance 0, lower limit 0, and the upper limit of the day before,
 * because S cannot rise. All censored: S is 1 throughout.
 * Sources: Kaplan and Meier (1958); Greenwood (1926); with left truncation, Tsai, Jewell and Wang (1987).
 */
export function survival(table: LifeTable): SurvivalCurve {
  const days = table.lastAge + 1;
  const [estimate, variance, lower, upper] = [0, 0, 0, 0].map(() => new Float64Array(days)) as Columns;
  let stillPending = 1;
  let greenwood = 0;
  let limits = logLogInterval(1, 0);
  for (let age = 0; age < days; age++) {
    const { ended: hazard } = hazardsAt(table, age);
    const atRisk = Math.max(at(table.atRisk, age), at(table.atRiskOfGone, age));
    if (hazard > 0) {
      greenwood = (1 - hazard) ** 2 * greenwood + (stillPending ** 2 * hazard * (1 - hazard)) / atRisk;
      stillPending *= 1 - hazard;
      limits = stillPending > 0 ? logLogInterval(stillPending, greenwood) : { lower: 0, upper: limits.upper };
    }
    estimate[age] = stillPending;
    variance[age] = greenwood;
    lower[age] = limits.lower;
    upper[age] = limits.upper;
  }
  return { estimate, variance, lower, upper };
}

type Columns = [Float64Array, Float64Array, Float64Array, Float64Array];

import { at } from "./at.ts";
import { hazardsAt } from "./hazards.ts";
import type { LifeTable } from "./life-table.ts";

/** Share that has ended in each way; index t is age t in days, values in [0, 1], after the events of day t. */
export interface CumulativeIncidence {
  readonly accepted: Float64Array;
  readonly gone: Float64Array;
  readonly acceptedVariance: Float64Array;
  readonly goneVariance: Float64Array;
}

/**
 * Aalen–Johansen estimate: `A(t) = Σ_{s≤t} S(s−) a(s)/n(s)`, and the same with g for gone. `S + A + G = 1` at every age.
 *
 * Never 1 − Kaplan–Meier with the other cause censored: that answers "what if nothing could go but by acceptance",
 * and overstates.
 *
 * Variance: Greenwood type. The hazards of one day are multinomial, `Var h_a = h_a (1 − h_a)/n`,
 * `Cov(h, h_a) = h_a (1 − h)/n`, days are uncorrelated, and the delta method carries (S, A) from day to day. Without
 * censoring and truncation it is exactly `A (1 − A)/n`.
 *
 * O(oldest age). Edges: no events, A = 0 with variance 0; no one at risk, unchanged; after S = 0 both stay.
 * Sources: Aalen and Johansen (1978); Andersen, Borgan, Gill and Keiding (1993), section IV.4; the same number in
 * closed form in Marubini and Valsecchi (1995), section 10.2.
 */
export function cumulativeIncidence(table: LifeTable): CumulativeIncidence {
  const accepted = incidenceOf(table, "accepted");
  const gone = incidenceOf(table, "gone");
  return {
    accepted: accepted.estimate,
    gone: gone.estimate,
    acceptedVariance: accepted.variance,
    goneVariance: gone.variance,
  };
}

function incidenceOf(table: LifeTable, event: "accepted" | "gone") {
  const days = table.lastAge + 1;
  const estimate = new Float64Array(days);
  const variance = new Float64Array(days);
  let stillPending = 1;
  let share = 0;
  let varianceOfPending = 0;
  let covariance = 0;
  let varianceOfShare = 0;
  for (let age = 0; age < days; age++) {
    const { [event]: cause, ended } = hazardsAt(table, age);
    const atRisk = Math.max(at(table.atRisk, age), at(table.atRiskOfGone, age));
    if (ended > 0) {
      const kept = 1 - ended;
      const scale = stillPending ** 2 / atRisk;
      varianceOfShare += cause ** 2 * varianceOfPending + 2 * cause * covariance + scale * cause * (1 - cause);
      covariance = kept * covariance + kept * cause * varianceOfPending - scale * cause * kept;
      varianceOfPending = kept ** 2 * varianceOfPending + scale * kept * (1 - kept);
      share += stillPending * cause;
      stillPending *= kept;
    }
    estimate[age] = share;
    variance[age] = varianceOfShare;
  }
  return { estimate, variance };
}

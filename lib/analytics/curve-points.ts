import { at } from "./at.ts";
import type { Curves } from "./curves.ts";
import { type Limits, logLogInterval } from "./log-log-interval.ts";

/** A share with 95% log-log limits. */
interface CurveValue extends Limits {
  readonly value: number;
}

/** One day of age: the row of the life table, and the curves after that day's events. */
export interface CurvePoint {
  readonly age: number;
  readonly atRisk: number;
  readonly accepted: number;
  readonly gone: number;
  readonly censored: number;
  /** `S(t)`, `A(t)` and `G(t)`; their values add up to 1. */
  readonly stillPending: CurveValue;
  readonly acceptedShare: CurveValue;
  readonly goneShare: CurveValue;
}

/**
 * The curves as rows, one per day from 0 to the largest observed age; none for an empty table. O(oldest age).
 * The limits of A and G use the log-log scale too, as in Coviello and Boggess (2004); at 0 they are [0, 0].
 */
export function curvePoints({ table, survival, incidence }: Curves): readonly CurvePoint[] {
  const share = (estimate: Float64Array, variance: Float64Array, age: number): CurveValue => {
    const value = at(estimate, age);
    return { value, ...logLogInterval(value, at(variance, age)) };
  };
  return Array.from(table.atRisk, (atRisk, age) => ({
    age,
    atRisk,
    accepted: at(table.accepted, age),
    gone: at(table.gone, age),
    censored: at(table.censored, age),
    stillPending: {
      value: at(survival.estimate, age),
      lower: at(survival.lower, age),
      upper: at(survival.upper, age),
    },
    acceptedShare: share(incidence.accepted, incidence.acceptedVariance, age),
    goneShare: share(incidence.gone, incidence.goneVariance, age),
  }));
}

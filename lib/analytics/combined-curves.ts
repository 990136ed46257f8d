import { at } from "./at.ts";
import type { BySweep } from "./by-sweep.ts";
import { type CurveVariances, clusterVariances } from "./cluster-variance.ts";
import { type CumulativeIncidence, cumulativeIncidence } from "./cumulative-incidence.ts";
import { logLogInterval } from "./log-log-interval.ts";
import { type Part, weighted } from "./parts.ts";
import { type SurvivalCurve, survival } from "./survival.ts";

/** The curves of all parts together, each part by its weight. */
export interface CombinedCurves {
  readonly survival: SurvivalCurve;
  readonly incidence: CumulativeIncidence;
  readonly bySweep: BySweep;
}

/**
 * Adds up the curves of the parts by weight; strata are independent, so variances add up by the square of it. Each part has
 * the larger of two variances: the one of independent invitations (Greenwood's), and the one that lets weeks differ. With
 * one part and one week it is the plain estimate. O(parts × weeks × days).
 */
export function combineCurves(parts: readonly Part[]): CombinedCurves {
  const days = Math.max(0, ...parts.map(({ table }) => table.lastAge + 1));
  const variances = parts.map(variancesOf);
  const varianceOf = (name: keyof CurveVariances) => {
    const sum = new Float64Array(days);
    for (const [index, { weight }] of parts.entries()) {
      const own = variances[index]?.[name] ?? sum;
      for (let age = 0; age < days; age++)
        sum[age] = (sum[age] ?? 0) + weight ** 2 * (own[age] ?? own[own.length - 1] ?? 0);
    }
    return sum;
  };
  const accepted = weighted(parts, days, (part) => part.accepted);
  return {
    survival: withLimits(
      weighted(parts, days, (part) => part.stillPending),
      varianceOf("stillPending"),
    ),
    incidence: {
      accepted,
      gone: weighted(parts, days, (part) => part.gone),
      acceptedVariance: varianceOf("accepted"),
      goneVariance: varianceOf("gone"),
    },
    bySweep: {
      accepted: weighted(parts, days, (part) => part.bySweep.accepted),
      stillPending: weighted(parts, days, (part) => part.bySweep.stillPending),
    },
  };
}

function variancesOf({ table, weeks }: Part): CurveVariances {
  const { acceptedVariance, goneVariance } = cumulativeIncidence(table);
  const independent = { stillPending: survival(table).variance, accepted: acceptedVariance, gone: goneVariance };
  const clustered = clusterVariances(table, weeks);
  if (clustered === null) return independent;
  const larger = (name: keyof CurveVariances) =>
    independent[name].map((variance, age) => Math.max(variance, at(clustered[name], age)));
  return { stillPending: larger("stillPending"), accepted: larger("accepted"), gone: larger("gone") };
}

/** Once S is 0 it stays 0, with the upper limit of the day before, because S cannot rise. */
function withLimits(estimate: Float64Array, variance: Float64Array): SurvivalCurve {
  const lower = new Float64Array(estimate.length);
  const upper = new Float64Array(estimate.length);
  let limits = logLogInterval(1, 0);
  for (const [age, value] of estimate.entries()) {
    limits = value > 0 ? logLogInterval(value, at(variance, age)) : { lower: 0, upper: limits.upper };
    lower[age] = limits.lower;
    upper[age] = limits.upper;
  }
  return { estimate, variance, lower, upper };
}

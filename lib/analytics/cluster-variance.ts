import { at } from "./at.ts";
import { hazardsAt } from "./hazards.ts";
import type { LifeTable } from "./life-table.ts";
import { Z_95 } from "./log-log-interval.ts";

/** Variances of the curves of a stratum; index t is age t in days. */
export interface CurveVariances {
  readonly stillPending: Float64Array;
  readonly accepted: Float64Array;
  readonly gone: Float64Array;
}

/**
 * Variances that allow for batches: invitations of one identity and week may be alike, so the week counts as one draw and
 * not each invitation. `Var = k Σ_c δ_c²` over the weeks, where `δ_c(t)` is by how much week c has moved the curve: its
 * events less those its numbers at risk would have had, carried on through the recursions of S and A (the linearized
 * jackknife, or sandwich, of the Aalen–Johansen estimator). Null with fewer than two weeks. O(weeks × days).
 *
 * `table`: what the curve is estimated from, with what it borrows; `weeks`: the tables of the weeks alone.
 * Sources: Ying and Wei (1994) for clustered Kaplan–Meier curves; Zhou, Fine, Latouche and Labopin (2012) for competing risks.
 */
export function clusterVariances(table: LifeTable, weeks: readonly LifeTable[]): CurveVariances | null {
  const clusters = weeks.filter(({ lastAge }) => lastAge >= 0);
  if (clusters.length < 2) return null;
  const days = table.lastAge + 1;
  const sums = { stillPending: new Float64Array(days), accepted: new Float64Array(days), gone: new Float64Array(days) };
  const scale = fewClustersScale(clusters.map(({ atRisk }) => atRisk.reduce((sum, count) => sum + count, 0)));
  const chances = Array.from({ length: days }, (_, age) => hazardsAt(table, age));
  for (const week of clusters) {
    let [pending, moved, acceptedMoved] = [1, 0, 0];
    for (let age = 0; age < days; age++) {
      const { accepted, gone, ended } = chances[age] ?? { accepted: 0, gone: 0, ended: 0 };
      const ofAcceptance = residual(week.accepted[age], week.atRisk[age], accepted, table.atRisk[age]);
      const ofGone = residual(week.gone[age], week.atRiskOfGone[age], gone, table.atRiskOfGone[age]);
      acceptedMoved += moved * accepted + pending * ofAcceptance;
      moved = moved * (1 - ended) - pending * (ofAcceptance + ofGone);
      pending *= 1 - ended;
      add(sums.accepted, age, scale * acceptedMoved ** 2);
      add(sums.stillPending, age, scale * moved ** 2);
      add(sums.gone, age, scale * (moved + acceptedMoved) ** 2);
    }
  }
  return sums;
}

/**
 * What few clusters are short of: `C/(C − 1)`, and the square of Student's quantile over the normal one that the intervals
 * take, for as many weeks C as they are worth when some are larger than others (`(Σ n)²/Σ n²`). O(clusters).
 * The quantile by the first terms of its Cornish–Fisher expansion: Abramowitz and Stegun (1964), formula 26.7.5.
 */
export function fewClustersScale(sizes: readonly number[]): number {
  const sum = (power: number) => sizes.reduce((total, size) => total + size ** power, 0);
  const worth = Math.max(2, sum(1) ** 2 / sum(2));
  const [degrees, z] = [worth - 1, Z_95];
  const student = z + (z ** 3 + z) / (4 * degrees) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degrees ** 2);
  return (worth / degrees) * (student / z) ** 2;
}

/** By how much a week has moved the chance of a day. */
function residual(events = 0, atRisk = 0, chance: number, allAtRisk = 0): number {
  return allAtRisk > 0 ? (events - atRisk * chance) / allAtRisk : 0;
}

function add(column: Float64Array, age: number, by: number): void {
  column[age] = at(column, age) + by;
}

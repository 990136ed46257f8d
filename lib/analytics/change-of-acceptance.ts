import { at } from "./at.ts";
import { acceptedHazards } from "./hazards.ts";
import type { LifeTable } from "./life-table.ts";
import { sentSince } from "./restrict.ts";
import type { StratumTable } from "./strata.ts";
import { addCells, emptyTable } from "./table-sum.ts";

/** How many weeks after the sharpest division those begin who are taken to be of after it: it may be told too early. */
const MARGIN_WEEKS = 2;
/** Where the weeks between differ from the recent ones by more than a standard error, they are not taken for alike. */
const MOST_APART = 1;

/**
 * The first week of sending since when acceptance is taken to be what it is now, where it has changed; see `weekOf`. At the
 * latest the first that lies wholly within the recent days, whose first week is `recent`; earlier, where the log-rank score
 * divides those sent before from those sent since most sharply at a week before that, and the weeks from there on are like
 * the recent ones: then more is known of what is now. O(cells + strata × weeks × oldest age).
 */
export function changeOf(strata: readonly StratumTable[], recent: number): number {
  const weeks = [...new Set(strata.flatMap(({ cohorts }) => cohorts.map(({ week }) => week)))].sort((a, b) => a - b);
  let [sharpest, divided] = [0, recent];
  const later = weeks.slice(1);
  for (const [index, score] of sharpnessesOf(strata, later).entries()) {
    if (score > sharpest) [sharpest, divided] = [score, later[index] ?? recent];
  }
  const first = divided + MARGIN_WEEKS;
  if (first >= recent) return recent;
  const [apart = 0] = sharpnessesOf(sentSince(strata, first), [recent]);
  return apart > MOST_APART ? recent : first;
}

/**
 * The square of the log-rank score over its variance, for those sent in a week or later against those before: of each of
 * these weeks, which are in order. Each cell is added once, from the last week down.
 */
function sharpnessesOf(strata: readonly StratumTable[], weeks: readonly number[]): Float64Array {
  const score = new Float64Array(weeks.length);
  const variance = new Float64Array(weeks.length);
  for (const { table, cohorts } of strata) {
    const since = emptyTable(table.lastAge + 1);
    const chances = acceptedHazards(table);
    const waiting = cohorts.toSorted((a, b) => a.week - b.week);
    for (let index = weeks.length - 1; index >= 0; index--) {
      const from = at(weeks, index);
      for (let last = waiting.at(-1); last !== undefined && last.week >= from; last = waiting.at(-1)) {
        addCells(since, last.table, 0, last.table.lastAge);
        waiting.pop();
      }
      for (let age = 0; age <= table.lastAge; age++) {
        const [moved, spread] = logRankAt(table, since, age, at(chances, age));
        score[index] = at(score, index) + moved;
        variance[index] = at(variance, index) + spread;
      }
    }
  }
  return score.map((one, index) => {
    const spread = at(variance, index);
    return spread > 0 ? one ** 2 / spread : 0;
  });
}

/** `chance`: of acceptance on that day, for all. */
function logRankAt(all: LifeTable, since: LifeTable, age: number, chance: number): [score: number, variance: number] {
  const [total, part] = [at(all.atRisk, age), at(since.atRisk, age)];
  if (total <= 0) return [0, 0];
  const share = Math.min(1, part / total);
  return [(since.accepted[age] ?? 0) - part * chance, total * chance * (1 - chance) * share * (1 - share)];
}

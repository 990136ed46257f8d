import { hazardsAt } from "./hazards.ts";
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
 * the recent ones: then more is known of what is now. O(weeks × cells).
 */
export function changeOf(strata: readonly StratumTable[], recent: number): number {
  const weeks = [...new Set(strata.flatMap(({ cohorts }) => cohorts.map(({ week }) => week)))].sort((a, b) => a - b);
  let [sharpest, divided] = [0, recent];
  for (const week of weeks.slice(1)) {
    const score = sharpnessOf(strata, week);
    if (score > sharpest) [sharpest, divided] = [score, week];
  }
  const first = divided + MARGIN_WEEKS;
  if (first >= recent) return recent;
  return sharpnessOf(sentSince(strata, first), recent) > MOST_APART ? recent : first;
}

/** The square of the log-rank score over its variance, for those sent in a week or later against those before. */
function sharpnessOf(strata: readonly StratumTable[], from: number): number {
  let [score, variance] = [0, 0];
  for (const { table, cohorts } of strata) {
    const since = emptyTable(table.lastAge + 1);
    for (const { week, table: own } of cohorts) if (week >= from) addCells(since, own, 0, own.lastAge);
    for (let age = 0; age <= table.lastAge; age++) {
      const [moved, spread] = logRankAt(table, since, age);
      score += moved;
      variance += spread;
    }
  }
  return variance > 0 ? score ** 2 / variance : 0;
}

function logRankAt(all: LifeTable, since: LifeTable, age: number): [score: number, variance: number] {
  const [total, part] = [all.atRisk[age] ?? 0, since.atRisk[age] ?? 0];
  if (total <= 0) return [0, 0];
  const chance = hazardsAt(all, age).accepted;
  const share = Math.min(1, part / total);
  return [(since.accepted[age] ?? 0) - part * chance, total * chance * (1 - chance) * share * (1 - share)];
}

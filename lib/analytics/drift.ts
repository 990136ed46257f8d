import { MILLISECONDS_PER_DAY } from "./age.ts";
import { at } from "./at.ts";
import { changeOf } from "./change-of-acceptance.ts";
import { fewClustersScale } from "./cluster-variance.ts";
import { startOfWeek, weekOf } from "./cohorts.ts";
import { cumulativeIncidence } from "./cumulative-incidence.ts";
import { acceptedHazards } from "./hazards.ts";
import type { LifeTable } from "./life-table.ts";
import { ACCEPTANCES_NEEDED, acceptancesBy } from "./missing.ts";
import { twoSidedChance } from "./normal.ts";
import { firstRecentAge, since } from "./restrict.ts";
import { type StratumTable, sumOf } from "./strata.ts";

/** Acceptance of the last days against that before them. Shares from 0 to 1, of those pending when first listed. */
export interface Drift {
  /** How many days before the end of what was watched count as recent. */
  readonly recentDays: number;
  /** Both shares are of acceptances by this day of age. */
  readonly byDay: number;
  readonly before: number;
  readonly recent: number;
  /** Two-sided p of the score test. */
  readonly chance: number;
  /** Whether it is too unlikely to be chance: then every figure rests on those alone who were sent since the change. */
  readonly rings: boolean;
  /** The Monday, `YYYY-MM-DD` in UTC, since when those were sent on whom every figure rests; null while it does not ring. */
  readonly sentSince: string | null;
}

export const RECENT_DAYS = 30;
const BY_DAY = 7;
/**
 * Of simulated teams whose acceptance fell from 37% to 25% 45 days ago, 96% ring; of those
 * without a change 1 to 3% at any one look. A change that is not heard makes every figure wrong, a false alarm delays an answer.
 */
const RINGS_BELOW = 0.015;

/**
 * The score test of the last 30 days against those before: the acceptances of the recent days less those that the chances of
 * all days would have brought, identity by identity and day of age by day of age (the log-rank test), with the variance of
 * weeks of sending and not of invitations, so that batches that differ do not ring. Null unless 20 acceptances lie on either
 * side. `until`: the end of what was watched, in milliseconds since 1970 UTC. O(cells).
 */
export function driftOf(strata: readonly StratumTable[], until: number): Drift | null {
  const test = scoreTest(strata, until);
  if (test === null) return null;
  const { chance, start, before, recent } = test;
  const rings = chance < RINGS_BELOW;
  const sentSince = rings
    ? new Date(startOfWeek(changeOf(strata, weekOf(start) + 1))).toISOString().slice(0, 10)
    : null;
  const shareOf = (table: LifeTable) => cumulativeIncidence(table).accepted[Math.min(BY_DAY, table.lastAge)] ?? 0;
  const shares = { before: shareOf(before), recent: shareOf(recent) };
  return { recentDays: RECENT_DAYS, byDay: BY_DAY, ...shares, chance, rings, sentSince };
}

interface ScoreTest {
  readonly chance: number;
  /** Where the recent days begin, in milliseconds since 1970 UTC, and the tables on either side of it. */
  readonly start: number;
  readonly before: LifeTable;
  readonly recent: LifeTable;
}

function scoreTest(strata: readonly StratumTable[], until: number): ScoreTest | null {
  const start = until - RECENT_DAYS * MILLISECONDS_PER_DAY;
  const recently = since(strata, start);
  const recent = sumOf(recently.map(({ table }) => table));
  const before = less(sumOf(strata.map(({ table }) => table)), recent);
  if ([recent, before].some((table) => acceptancesBy(table, table.lastAge) < ACCEPTANCES_NEEDED)) return null;
  const scores = strata.flatMap((stratum, index) => scoresOf(stratum, recently[index] ?? stratum, start));
  const noise = scores.reduce((sum, { noise: own }) => sum + own ** 2, 0);
  const variance = noise * fewClustersScale(scores.map(({ noise: own }) => own ** 2));
  if (!(variance > 0)) return null;
  const chance = twoSidedChance(scores.reduce((sum, { score }) => sum + score, 0) / Math.sqrt(variance));
  return { chance, start, before, recent };
}

/** By how much a week of a stratum has moved the recent acceptances from what was to be expected. */
interface Score {
  /** Against the chances of all days: what is tested. */
  readonly score: number;
  /** Against the chances of its own period: how much it would move without drift, which must not count as noise. */
  readonly noise: number;
}

/** `recently`: the same stratum as it was seen in the recent days. O(cells). */
function scoresOf({ table, cohorts }: StratumTable, { table: recent }: StratumTable, start: number): Score[] {
  const before = less(table, recent);
  const [ofAll, ofRecent, ofBefore] = [table, recent, before].map(acceptedHazards) as Three;
  return cohorts.map(({ week, table: own }) => {
    const first = firstRecentAge(week, start);
    let [score, noise] = [0, 0];
    for (let age = 0; age <= own.lastAge; age++) {
      const all = at(table.atRisk, age);
      if (all <= 0) continue;
      const isRecent = age >= first;
      const side = (isRecent ? 1 : 0) - (recent.atRisk[age] ?? 0) / all;
      const [accepted, atRisk] = [at(own.accepted, age), at(own.atRisk, age)];
      score += side * (accepted - atRisk * (ofAll[age] ?? 0));
      noise += side * (accepted - atRisk * ((isRecent ? ofRecent : ofBefore)[age] ?? 0));
    }
    return { score, noise };
  });
}

type Three = [Float64Array, Float64Array, Float64Array];

/** A table less the cells of another that are in it. */
function less(whole: LifeTable, part: LifeTable): LifeTable {
  const rest = (name: Column) => whole[name].map((count, age) => Math.max(0, count - (part[name][age] ?? 0)));
  return {
    ...whole,
    ...{ accepted: rest("accepted"), gone: rest("gone"), atRisk: rest("atRisk"), atRiskOfGone: rest("atRiskOfGone") },
  };
}

type Column = "accepted" | "gone" | "atRisk" | "atRiskOfGone";

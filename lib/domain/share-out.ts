import { stableShare } from "./stable-hash.ts";

/** What is known of an identity's turn before a run. */
export interface Turn {
  readonly identityId: string;
  /** The latest run in which it got something, or needed nothing; null when there was none yet. */
  readonly servedAt: Date | null;
}

/**
 * The place of an identity in the order of a run, as a text to be compared: who has been served longest ago goes first,
 * those never served before all others. What one run has served is tied, and drawn anew for each `salt`, so that a tail
 * which a run never reaches is not always the same. A time at which this run had not begun was written by a wrong clock,
 * or by this very run, and counts as never: it would keep its identity last for as long.
 */
export function rankOf({ identityId, servedAt }: Turn, runAt: Date, salt = ""): string {
  const served = servedAt === null || servedAt >= runAt ? 0 : servedAt.getTime();
  const draw = Math.floor(stableShare(`${identityId}/${served}/${salt}`) * 2 ** 32);
  return `${String(served).padStart(15, "0")} ${String(draw).padStart(10, "0")} ${identityId}`;
}

/** The identities of a run in its order. Pure; the order given means nothing. Cost: n log n. */
export function longestUnservedFirst<One extends Turn>(turns: readonly One[], runAt: Date, salt = ""): One[] {
  const ranked = turns.map((turn) => ({ turn, rank: rankOf(turn, runAt, salt) }));
  return ranked.sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0)).map(({ turn }) => turn);
}

/**
 * How many places of `cap` one identity may take at most, for all needs to be met as far as they can be met equally: the
 * largest whole level at which the sum of min(need, level) is within the cap. At least 1, so that where there are more
 * identities than places the order decides (`rankOf`). Null when all needs fit. Cost: n log n.
 */
export function waterLevel(needs: readonly number[], cap: number): number | null {
  const level = levelOf(needs, cap);
  return level === null ? null : Math.max(1, level);
}

/**
 * Shares `places` out exactly: to each its need up to the water level, and what is left of them, one each, to the first
 * in the order given that need more. The answer has the order of `needs`, and its sum is the smaller of the places and
 * all needs.
 */
export function shareOut(needs: readonly number[], places: number): number[] {
  const level = levelOf(needs, places);
  if (level === null) return [...needs];
  const shares = needs.map((need) => Math.min(need, level));
  let left = Math.max(0, places) - shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share, index) => {
    if (left === 0 || share === needs[index]) return share;
    left -= 1;
    return share + 1;
  });
}

/** Shares `places` out exactly where all needs are known, in the order of a run. */
export function shareByNeed<One extends Turn & { readonly need: number }>(
  all: readonly One[],
  places: number,
  runAt: Date,
): { readonly one: One; readonly places: number }[] {
  const inOrder = longestUnservedFirst(all, runAt);
  const needs = inOrder.map(({ need }) => need);
  const shares = shareOut(needs, places);
  return inOrder.map((one, index) => ({ one, places: shares[index] ?? 0 }));
}

/** 0 where there are fewer places than identities in need; null when all needs fit. */
function levelOf(needs: readonly number[], cap: number): number | null {
  let left = Math.max(0, cap);
  const smallestFirst = needs.toSorted((a, b) => a - b);
  for (const [index, need] of smallestFirst.entries()) {
    // Nobody from here on needs less, so the rest is shared by all of them.
    const level = Math.floor(left / (smallestFirst.length - index));
    if (level < need) return level;
    left -= need;
  }
  return null;
}

import { describe, expect, it } from "vitest";
import { Cohorts, startOfWeek } from "../../lib/analytics/cohorts.ts";
import { driftOf, RECENT_DAYS } from "../../lib/analytics/drift.ts";
import type { Observation } from "../../lib/analytics/observation.ts";
import { createRandom } from "../../lib/analytics/random.ts";
import { type StratumTable, strataOf } from "../../lib/analytics/strata.ts";

const DAY = 86_400_000;
const WEEKS = 26;
const UNTIL = startOfWeek(WEEKS);

interface World {
  /** What the chances of the last 30 days are of those before. */
  readonly recentFactor: number;
  /** By what factor a week of sending may be up or down. */
  readonly spread: number;
  readonly perWeek?: number;
  readonly identities?: readonly string[];
  /** Of all chances. Default 1. */
  readonly level?: number;
  /** Sends in the weeks before this one alone. Default: in all. */
  readonly sendsUntil?: number;
}

/** Half a year of sending, watched to the end and for 45 days at most. */
function simulated(
  { recentFactor, spread, perWeek = 60, identities = ["anna", "bert"], level = 1, sendsUntil = WEEKS }: World,
  seed: number,
): StratumTable[] {
  const random = createRandom(seed);
  const cohorts = new Cohorts();
  for (const identityId of identities) {
    for (let week = 0; week < sendsUntil; week++) {
      const batch = spread ** (2 * random() - 1);
      for (let n = 0; n < perWeek; n++) {
        const sentAt = startOfWeek(week) + random() * 7 * DAY;
        const days = Math.min(45, Math.floor((UNTIL - sentAt) / DAY) - 1);
        if (days < 0) continue;
        const chanceAt = (age: number) => {
          const isRecent = sentAt + age * DAY >= UNTIL - RECENT_DAYS * DAY;
          return level * batch * (isRecent ? recentFactor : 1) * 0.07 * Math.exp(-age / 6);
        };
        const observation = lived(days, chanceAt, random);
        const endedAt = sentAt + observation.exitAge * DAY;
        cohorts.add({ observation, sentAt, endedAt }, { identityId, thresholdDays: 45 });
      }
    }
  }
  return strataOf(cohorts);
}

function lived(days: number, chanceAt: (age: number) => number, random: () => number): Observation {
  for (let age = 0; age <= days; age++) {
    if (random() < chanceAt(age)) return { entryAge: 0, exitAge: age, ending: "accepted" };
    if (random() < 0.005) return { entryAge: 0, exitAge: age, ending: "gone" };
  }
  return { entryAge: 0, exitAge: days, ending: "censored" };
}

const seeds = (count: number) => Array.from({ length: count }, (_, n) => n + 1);

describe("driftOf", () => {
  it("rings when acceptance has halved for 30 days", () => {
    for (const seed of seeds(10)) {
      const drift = driftOf(simulated({ recentFactor: 0.5, spread: 1 }, seed), UNTIL);
      expect(drift, `seed ${seed}`).toMatchObject({ rings: true, recentDays: 30, byDay: 7 });
      expect(drift?.recent).toBeLessThan(0.8 * (drift?.before ?? 0));
    }
  });

  it("rings when it has doubled", () => {
    for (const seed of seeds(5)) {
      const drift = driftOf(simulated({ recentFactor: 2, spread: 1 }, seed), UNTIL);
      expect(drift?.rings, `seed ${seed}`).toBe(true);
      expect(drift?.recent).toBeGreaterThan(drift?.before ?? 1);
    }
  });

  it("says by how much: the shares accepted by day 7 before and in the last 30 days", () => {
    // Sum of the chances of days 0 to 7: 0.07 · (1 − e^(−8/6))/(1 − e^(−1/6)) = 0.336, and of their squares halved 0.008; so by
    // day 7 1 − e^(−0.344) at full and 1 − e^(−0.170) at half the chances, less a point for those that go before. Weeks are cut
    // to within half a week.
    const { before = 0, recent = 0 } =
      driftOf(simulated({ recentFactor: 0.5, spread: 1, perWeek: 600 }, 3), UNTIL) ?? {};
    expect(Math.abs(before - (1 - Math.exp(-0.344)))).toBeLessThan(0.02);
    expect(Math.abs(recent - (1 - Math.exp(-0.17)))).toBeLessThan(0.02);
  });

  it.each([1, 2])("does not ring for batches that differ by a factor of up to %i", (spread) => {
    // Stated: one of 100 rings by chance. Of 40, four and more come with a chance of under a thousandth.
    const rings = seeds(40).filter((seed) => driftOf(simulated({ recentFactor: 1, spread }, seed), UNTIL)?.rings);
    expect(rings.length).toBeLessThan(4);
  });

  it("gives a chance that is even where nothing has changed", () => {
    // Uniform: of 40, below a half 20 ± 3.2.
    const chances = seeds(40).map(
      (seed) => driftOf(simulated({ recentFactor: 1, spread: 1 }, seed), UNTIL)?.chance ?? -1,
    );
    const low = chances.filter((chance) => chance < 0.5).length;
    expect(Math.min(...chances)).toBeGreaterThanOrEqual(0);
    expect(low).toBeGreaterThan(10);
    expect(low).toBeLessThan(30);
  });

  it("says nothing without 20 acceptances on either side", () => {
    expect(driftOf([], UNTIL)).toBeNull();
    const few = simulated({ recentFactor: 1, spread: 1, perWeek: 1, identities: ["anna"] }, 1);
    expect(driftOf(few, UNTIL)).toBeNull();
    const all = simulated({ recentFactor: 1, spread: 1 }, 1);
    // A year later nothing is recent; 200 days earlier everything is.
    expect(driftOf(all, UNTIL + 365 * DAY)).toBeNull();
    expect(driftOf(all, UNTIL - 200 * DAY)).toBeNull();
  });

  it("does not ring for a change of what is sent from which identity", () => {
    // Anna is accepted twice as often and stops sending a month before the end; neither of the two changes.
    for (const seed of seeds(5)) {
      const steady = { recentFactor: 1, spread: 1 };
      const anna = simulated({ ...steady, identities: ["anna"], level: 2, sendsUntil: 22 }, seed);
      const bert = simulated({ ...steady, identities: ["bert"] }, seed + 100);
      const drift = driftOf([...anna, ...bert], UNTIL);
      expect(drift?.rings, `seed ${seed}`).toBe(false);
      // All together acceptance has fallen all the same.
      expect(drift?.recent).toBeLessThan(drift?.before ?? 0);
    }
  });
});

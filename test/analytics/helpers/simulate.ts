import type { Observation } from "../../../lib/analytics/observation.ts";
import { createRandom, type Random } from "../../../lib/analytics/random.ts";

/** A world in which everything is known: chances per day of age for one still pending that morning. */
export interface World {
  readonly acceptance: (age: number) => number;
  readonly departure: (age: number) => number;
  /** Age at which an invitation is first listed; one that ended before is never seen. */
  readonly entryAge: (random: Random) => number;
  /** Days under observation from then on. */
  readonly watched: (random: Random) => number;
}

/** Acceptance quick at first and then slow; a backlog that is first listed at up to 30 days of age. */
export const LATE_LISTING: World = {
  acceptance: (age) => 0.08 * Math.exp(-age / 6) + 0.004 * Math.exp(-age / 40),
  departure: () => 0.006,
  entryAge: (random) => (random() < 0.6 ? 0 : Math.floor(random() * 31)),
  watched: (random) => Math.floor(20 + random() * 80),
};

/** `count` invitations that were seen; those that ended before they were first listed are not among them. */
export function simulate(world: World, count: number, seed: number): Observation[] {
  const random = createRandom(seed);
  const seen: Observation[] = [];
  while (seen.length < count) {
    const entryAge = world.entryAge(random);
    const life = live(world, entryAge + world.watched(random), random);
    if (life.exitAge >= entryAge) seen.push({ entryAge, ...life });
  }
  return seen;
}

function live(world: World, lastAge: number, random: Random) {
  for (let age = 0; age <= lastAge; age++) {
    const chance = random();
    if (chance < world.acceptance(age)) return { exitAge: age, ending: "accepted" as const };
    if (chance < world.acceptance(age) + world.departure(age)) return { exitAge: age, ending: "gone" as const };
  }
  return { exitAge: lastAge, ending: "censored" as const };
}

/** The true curves, worked out from the chances alone: what an estimate of any sample ought to cover. */
export function truth(world: World, days: number): { stillPending: number[]; accepted: number[] } {
  const stillPending: number[] = [];
  const accepted: number[] = [];
  let [pending, share] = [1, 0];
  for (let age = 0; age <= days; age++) {
    share += pending * world.acceptance(age);
    pending *= 1 - world.acceptance(age) - world.departure(age);
    stillPending.push(pending);
    accepted.push(share);
  }
  return { stillPending, accepted };
}

import type { Observation } from "../../../lib/analytics/observation.ts";
import { createRandom } from "../../../lib/analytics/random.ts";

/**
 * Calls back with `count` invitations, one at a time, as a stream of ledger records would: 37% accepted along a Weibull
 * curve, 30% gone at an even pace, up to two years under observation, a third first listed late. Seeded.
 */
export function sample(count: number, visit: (observation: Observation) => void): void {
  const random = createRandom(2026);
  for (let seen = 0; seen < count; ) {
    const entryAge = random() < 2 / 3 ? 0 : Math.floor(random() * 60);
    const watchedUntil = entryAge + Math.floor(random() * 730);
    const fate = random();
    const acceptedAt = fate < 0.37 ? Math.floor(0.6 * (-Math.log(random())) ** 2.2) : Number.POSITIVE_INFINITY;
    const goneAt = Math.floor(-400 * Math.log(random()));
    const exitAge = Math.min(acceptedAt, goneAt, watchedUntil);
    if (exitAge < entryAge) continue;
    seen += 1;
    if (exitAge === acceptedAt) visit({ entryAge, exitAge, ending: "accepted" });
    else visit({ entryAge, exitAge, ending: exitAge === goneAt ? "gone" : "censored" });
  }
}

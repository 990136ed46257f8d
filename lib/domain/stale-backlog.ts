import { endingOfCatchUp, type StaleBacklog } from "./catch-up.ts";
import { inflowOf, steadyLevel } from "./inflow.ts";
import type { PendingAges } from "./pending-ages.ts";
import type { IdentityPolicy } from "./policy.ts";

/** Two decimals are kept of a rate: the identity's item is small. */
const HUNDREDTHS = 100;

/** The backlog by a list that nothing casts doubt on, with the end of a catch-up where it has reached its steady level. */
export function staleBacklog(
  ages: PendingAges,
  policy: IdentityPolicy,
  before: StaleBacklog | null,
  now: Date,
): StaleBacklog {
  const inflow = inflowOf(ages, null);
  const found = {
    at: now,
    eligible: ages.eligible,
    dailyInflow: Math.round(inflow.daily * HUNDREDTHS) / HUNDREDTHS,
    steadyLevel: steadyLevel(ages, inflow, policy.workingHours, now),
  };
  // What has been announced is backlog too, or a catch-up would end before the first of it may go.
  const standing = { ...found, eligible: ages.eligible + ages.announced };
  const steady = { ...standing, steadyLevel: found.steadyLevel * (1 + policy.noticeDays) };
  return { ...found, catchUpEnded: endingOfCatchUp(policy, steady, before) };
}

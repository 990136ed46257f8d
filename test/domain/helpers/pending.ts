import type { PendingAges, YoungInvitation } from "../../../lib/domain/pending-ages.ts";

/** A backlog beside `perDay(age)` young ones of each age below the threshold. */
export function pending(eligible: number, perDay: (ageDays: number) => number, thresholdDays = 21): PendingAges {
  const young: YoungInvitation[] = [];
  for (let ageDays = 0; ageDays < thresholdDays; ageDays += 1) {
    for (let one = 0; one < perDay(ageDays); one += 1) young.push({ ageDays, staleInDays: thresholdDays - ageDays });
  }
  return { eligible, young, announced: 0, announcedFor: 0, thresholdDays };
}

import type { LedgerRecord } from "../../lib/analytics/read-observation.ts";
import { datesToTheMinute, type ListedDates, relativeDates } from "./listed-dates.ts";
import type { Life } from "./lives.ts";
import { DAY_MS, FIRST_LIST, type WorldRecord, type WorldSpec } from "./world.ts";

/**
 * What the ledger holds of these lives at `until`, read from `since` on, as the report reads it: endings from before `since`
 * are left out, and those first seen before it are watched from it on. Both in milliseconds since 1970. O(lives).
 */
export function ledgerAsOf(world: WorldSpec, lives: readonly Life[], until: number, since = FIRST_LIST): WorldRecord[] {
  const [now, from] = [until - FIRST_LIST, since - FIRST_LIST];
  const records: WorldRecord[] = [];
  for (const life of lives) {
    const { identityId, thresholdDays } = life.sender;
    if (life.firstSeenAt > now || (life.learnedAt <= now && life.endedAt < from)) continue;
    records.push({ identityId, thresholdDays, record: recordOf(world, life, now, from) });
  }
  return records;
}

function recordOf(world: WorldSpec, life: Life, now: number, from: number): LedgerRecord {
  const isOver = life.learnedAt <= now;
  const lastList = Math.floor(now / DAY_MS) * DAY_MS;
  const seen = {
    ...datesOf(world, life, isOver ? life.endedAt : lastList + 1),
    firstSeenAt: FIRST_LIST + life.firstSeenAt,
    watchedFrom: FIRST_LIST + Math.max(life.firstSeenAt, from),
  };
  if (!isOver) return { ...seen, state: "pending", lastListingAt: FIRST_LIST + lastList };
  const endedAt = FIRST_LIST + life.endedAt;
  if (life.ending === "accepted") return { ...seen, state: "accepted", connectedAt: endedAt };
  return { ...seen, state: life.ending, endedAt, reason: life.ending === "withdrawn" ? "stale" : undefined };
}

/** When the ledger says that it was sent, and how far apart the two moments lay when a list first showed it. */
function datesOf(world: WorldSpec, { sentAt, firstSeenAt }: Life, endedAt: number) {
  if (world.isBacklogDatedRelatively !== true) return { sentAt: FIRST_LIST + sentAt };
  const lists = sentAt < 0 ? relativeDates(sentAt, firstSeenAt) : [datesToTheMinute(sentAt, firstSeenAt)];
  let first: ListedDates | null = null;
  let last: ListedDates | null = null;
  for (const dates of lists) {
    // The list that notices an end shows it no more.
    if (first !== null && dates.listedAt >= endedAt) break;
    first ??= dates;
    last = dates;
  }
  if (first === null || last === null) throw new Error("an invitation that no list shows");
  return {
    sentFrom: FIRST_LIST + last.from,
    sentAt: FIRST_LIST + last.by,
    sentWidthAtFirstSight: first.by - first.from,
  };
}

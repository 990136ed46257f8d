import { RUNS } from "../contract/tables.ts";
import { DAY_MS, utcDay } from "../domain/time.ts";
import { headKey, isOld, startOf } from "./dynamo-day-item.ts";
import { expiry, toInstant } from "./dynamo-item.ts";
import type { DynamoTable } from "./dynamo-table.ts";

/** Two days before a day can have been packed, so that no clock need be right to the hour. */
const ANNOUNCED_AFTER_MS = 2 * DAY_MS;

/** Called before an ending of one of these instants is written or taken away. */
export type AnnounceChange = (...endedAt: readonly Date[]) => Promise<void>;

/**
 * Says of days that may have been packed that what they hold is about to change. A pack begun before counts no longer from
 * then on, whether the write comes about or not; and for an hour nobody packs the day, so that a pack never misses a write
 * that was announced before it was begun and came after. Most endings are of yesterday or today: for these nothing is said.
 */
export function announceChanges(table: DynamoTable, retentionDays: number, now: () => Date): AnnounceChange {
  return async (...endedAt) => {
    const days = new Set(endedAt.map(utcDay).filter((day) => isOld(day, ANNOUNCED_AFTER_MS, now())));
    for (const day of days) {
      const expiresAt = expiry(startOf(day), retentionDays * DAY_MS);
      await table.update(headKey(day), {
        add: { changes: 1 },
        set: { changedAt: toInstant(now()) },
        setIfAbsent: { [RUNS.ttlAttribute]: expiresAt },
      });
    }
  };
}

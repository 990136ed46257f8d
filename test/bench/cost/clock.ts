import { later } from "../../../lib/domain/time.ts";
import type { Clock } from "../../../lib/observe/clock.ts";

/** A clock that stands still but for who sleeps and who moves it: each run of a meter sees the same instants. */
export interface MeterClock extends Clock {
  /** Forward to `instant`, if it lies ahead. */
  moveTo(instant: Date): Promise<void>;
}

/** `onMove` is awaited, so that whoever else goes by this clock has it before anything is asked of them. */
export function createMeterClock(startAt: Date, onMove: (now: Date) => Promise<void>): MeterClock {
  let now = startAt;
  const moveTo = async (instant: Date): Promise<void> => {
    if (instant <= now) return;
    now = instant;
    await onMove(now);
  };
  return { now: () => now, moveTo, sleep: (ms) => moveTo(later(now, ms)) };
}

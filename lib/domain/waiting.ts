import type { GateRefusal } from "./gate.ts";
import { HOUR_MS, MINUTE_MS } from "./time.ts";

/** What a queued message may have to wait for. */
export type WaitReason = GateRefusal | "workspace-stopped" | "wait-until";

/** The longest a message is hidden for a wait unless the table says otherwise. */
const MAX_WAIT_MS = 15 * MINUTE_MS;

/** Waits that are part of the pace are spent in the queue however long the policy makes them. */
const LONGER_WAITS: Readonly<Partial<Record<WaitReason, number>>> = {
  gap: HOUR_MS,
  busy: HOUR_MS,
  // A daily run finds yesterday's calls a little less than a day old: their places come free one after another.
  "daily-cap": 2 * HOUR_MS,
};

/** The longest a message is hidden for this reason, in milliseconds; what is due later is left to the next run. */
export function longestWait(why: WaitReason): number {
  return LONGER_WAITS[why] ?? MAX_WAIT_MS;
}

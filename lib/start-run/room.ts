import { SWEEP_QUEUE, WITHDRAW_QUEUE } from "../contract/queues.ts";
import type { Room } from "./wave-size.ts";

/** SQS looks for free groups among the first 120,000 messages; its counts are approximate, and so is what is on its way. */
const MAX_MESSAGES = 100_000;
/** Messages are to be worked off in this share of their lives: the rest is for waits, retries and the queue ahead. */
const SHARE_OF_LIFE = 0.5;
/** Assumed of a sweep: ten pages of a list or of connections, with their pauses. */
const SWEEP_SECONDS = 60;
const WITHDRAWAL_SECONDS = 2.5;

/** What the queues may hold so that nothing in them expires, by how many messages of each are handled at once. */
export function roomFor({ sweep, withdraw }: { readonly sweep: number; readonly withdraw: number }): Room {
  const workedOff = (atOnce: number, eachSeconds: number, retentionSeconds: number) =>
    Math.min(MAX_MESSAGES, Math.floor((atOnce * SHARE_OF_LIFE * retentionSeconds) / eachSeconds));
  return {
    sweeps: workedOff(sweep, SWEEP_SECONDS, SWEEP_QUEUE.retentionSeconds),
    withdrawals: workedOff(withdraw, WITHDRAWAL_SECONDS, WITHDRAW_QUEUE.retentionSeconds),
  };
}

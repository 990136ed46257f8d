/** Messages by queue. */
export interface Waiting {
  readonly sweeps: number;
  readonly withdrawals: number;
}
export type Room = Waiting;

export interface WaveFacts {
  /** Identities of the run, and those of them without a message yet. */
  readonly total: number;
  readonly left: number;
  readonly waiting: Waiting;
  readonly room: Room;
  /** The most invitations that one sweep may queue; 0 where none is queued, as in a dry run. */
  readonly perSweep: number;
  /** Invitations that the run may still queue in all. */
  readonly capLeft: number;
  /** Since the run began. */
  readonly elapsedMs: number;
  readonly spreadMs: number;
}

/** With something left to send, the queues are looked at again after so long. */
export const LOOK_AGAIN_SECONDS = 60;
/** The queues are full: nothing is gained by looking sooner. */
export const LOOK_AGAIN_WHEN_FULL_SECONDS = 120;

/**
 * How many identities get their message now.
 *
 * A FIFO queue looks for groups that are free among its first 120,000 messages and no further: with more waiting, whoever
 * is behind them is not served although nobody is at work for them. So each sweep that is under way counts for all that it
 * may queue, and what does not fit waits here, in front of the queues.
 */
export function waveSize(facts: WaveFacts): number {
  const { left, waiting } = facts;
  const wave = Math.min(left, dueOf(facts), facts.room.sweeps - waiting.sweeps, withdrawalsFit(facts));
  // Empty queues always take one, or a cap beyond their room would leave the run where it is for good.
  const isIdle = waiting.sweeps === 0 && waiting.withdrawals === 0;
  return Math.max(isIdle ? Math.min(1, left, dueOf(facts)) : 0, wave);
}

/** Up to the next look. */
function dueOf({ total, left, elapsedMs, spreadMs }: WaveFacts): number {
  if (spreadMs === 0) return left;
  const share = Math.min(1, (elapsedMs + LOOK_AGAIN_SECONDS * 1_000) / spreadMs);
  return Math.max(0, Math.ceil(total * share) - (total - left));
}

function withdrawalsFit({ perSweep, capLeft, room, waiting }: WaveFacts): number {
  const free = room.withdrawals - waiting.withdrawals;
  if (perSweep === 0 || capLeft <= free) return Number.POSITIVE_INFINITY;
  return Math.floor(free / perSweep) - waiting.sweeps;
}

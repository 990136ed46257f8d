import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../domain/time.ts";

/** Sweep and Withdraw are FIFO with the identity as message group: one identity's messages are handled one after another. */
export interface QueueDefinition {
  readonly id: string;
  /** Longer than the function's time-out, so that a message comes back only after its function has ended. */
  readonly visibilitySeconds: number;
  readonly retentionSeconds: number;
  /** Receives, waits included, before a message goes to the dead letters. */
  readonly maxReceiveCount: number;
  readonly deadLetterRetentionSeconds: number;
}

const seconds = (ms: number): number => ms / SECOND_MS;
const DEAD_LETTER_RETENTION_SECONDS = seconds(14 * DAY_MS);

/**
 * What start-run sends itself. Not FIFO: only so can each message have a delay of its own, and what a start does twice is
 * harmless. Its dead letters are those of the schedule: both say that a run did not start.
 */
export const START_RUN_QUEUE: Omit<QueueDefinition, "deadLetterRetentionSeconds"> = {
  id: "StartRun",
  visibilitySeconds: seconds(30 * MINUTE_MS),
  retentionSeconds: seconds(DAY_MS),
  maxReceiveCount: 5,
};

/**
 * What a clean-up by hand goes on by: a message for each identity, hidden between two looks and sent anew when it has been
 * received too often. Not FIFO: what is looked at twice at once is harmless, and so its dead letters can be those of the
 * events: both say that a person's request was not carried out.
 */
export const CLEANUP_QUEUE: Omit<QueueDefinition, "deadLetterRetentionSeconds"> = {
  id: "Cleanup",
  visibilitySeconds: seconds(18 * MINUTE_MS),
  retentionSeconds: seconds(14 * DAY_MS),
  maxReceiveCount: 20,
};

export const SWEEP_QUEUE: QueueDefinition = {
  id: "Sweep",
  visibilitySeconds: seconds(30 * MINUTE_MS),
  retentionSeconds: seconds(20 * HOUR_MS),
  maxReceiveCount: 20,
  deadLetterRetentionSeconds: DEAD_LETTER_RETENTION_SECONDS,
};

export const WITHDRAW_QUEUE: QueueDefinition = {
  id: "Withdraw",
  visibilitySeconds: seconds(3 * MINUTE_MS),
  // Under the daily cadence: what one run could not do is gone before the next run plans it again.
  retentionSeconds: seconds(20 * HOUR_MS),
  maxReceiveCount: 20,
  deadLetterRetentionSeconds: DEAD_LETTER_RETENTION_SECONDS,
};

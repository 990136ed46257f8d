import type { Collaborators } from "../collaborators.ts";
import type { Room, Waiting } from "./wave-size.ts";

/** What a start needs that may take more than one invocation, and more than the queues can hold at once. */
export interface Starting {
  /** Sends the function the message that has it go on, after `delaySeconds`, 0 to 900. */
  again(scheduledAt: Date, delaySeconds: number): Promise<void>;
  /** Messages in the two queues, hidden ones included; SQS counts them approximately. */
  waiting(): Promise<Waiting>;
  /** Messages that each queue is to hold at most. */
  readonly room: Room;
  /** The sweeps are begun evenly over so many milliseconds; 0: as soon as there is room. */
  readonly spreadMs: number;
}

export interface StartCollaborators extends Collaborators {
  /** Left out, as on one machine: everybody is sent a message at once, however long that takes. */
  readonly starting?: Starting | undefined;
}

/** What is read and sent has to be saved, and the next invocation asked for, before the function's time is up. */
const TIME_TO_SAVE_MS = 30_000;

/** When an invocation stops, so that it can leave the rest to the next one; null where it takes as long as it takes. */
export const stopsAt = ({ starting }: StartCollaborators, deadline: Date | null): Date | null =>
  starting === undefined || deadline === null ? null : new Date(deadline.getTime() - TIME_TO_SAVE_MS);

/** Whether something that takes `ms` at most would still be over by then. */
export const isTimeFor = ({ clock }: Pick<Collaborators, "clock">, ms: number, stopAt: Date | null): boolean =>
  stopAt === null || clock.now().getTime() + ms <= stopAt.getTime();

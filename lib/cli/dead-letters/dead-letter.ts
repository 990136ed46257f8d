import { FUNCTION_NAMES, type FunctionName } from "../../contract/functions.ts";

/** Dead letters lie in one queue for each function; the schedule's are those of start-run. */
export const DEAD_LETTER_QUEUES = FUNCTION_NAMES;
export type DeadLetterQueue = FunctionName;

/** A message that was given up, as it lies there. */
export interface DeadLetter {
  readonly queue: DeadLetterQueue;
  readonly id: string;
  readonly body: string;
  /** The identity, where the queue has groups. */
  readonly group: string | null;
  readonly sentAt: Date | null;
  /** As SQS counts: the move to the dead letters and earlier looks at it included. */
  readonly received: number | null;
  /** What Lambda or the schedule noted as the failure; null where nothing was noted. */
  readonly error: string | null;
}

/** Where dead letters lie: on AWS, or in a file of this machine. */
export interface DeadLetterBox {
  /**
   * Shows every message within reach, deletes those of which `look` says so when it is done with them, and leaves the
   * rest as they were. Answers in words what was not within reach.
   */
  visit(queue: DeadLetterQueue, look: (letter: DeadLetter) => Promise<"keep" | "delete">): Promise<readonly string[]>;
  /**
   * Puts back those that `choose` picks. Each is deleted only once it was sent: whoever dies in between leaves it in
   * both places, and a message handled twice is harmless, for the claim lets one call through and none once it ended.
   */
  redrive(queues: readonly DeadLetterQueue[], choose: (letter: DeadLetter) => Promise<boolean>): Promise<Redriven>;
}

export interface Redriven {
  /** What was not within reach, in words. */
  readonly notices: readonly string[];
  /** Picked, and refused where they were sent to; they are still there. */
  readonly refused: readonly { readonly id: string; readonly why: string }[];
  /** How many messages died again; null where that is only seen later. */
  readonly deadAgain: number | null;
  /** Ctrl-C ended it; what was picked is still there. */
  readonly interrupted: boolean;
}

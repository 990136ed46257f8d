import type { Collaborators } from "../collaborators.ts";
import { type CleanupPart, type Counts, leftOf } from "../domain/cleanup.ts";
import type { WaitReason } from "../domain/waiting.ts";

/** All that a clean-up touches. */
export interface CleanupCollaborators extends Omit<Collaborators, "queues"> {
  /** Between two looks at a run of the API's, in milliseconds. */
  readonly pollMs: number;
}

/** One identity's part of a clean-up. */
export interface CleanupKey {
  readonly cleanupId: string;
  readonly identityId: string;
}

/** How far one identity is. */
export interface CleanupProgress {
  readonly chosen: number;
  /** Have not had their turn. Those of the batch that is on are among them until its run is over. */
  readonly left: number;
  /** In the run that is under way. */
  readonly underWay: number;
  readonly withdrawn: number;
  /** Looked at again and kept, by reason. */
  readonly dropped: Counts;
  /** In a run, and not withdrawn as far as is known, by the answer. */
  readonly notWithdrawn: Counts;
}

/** What a part waits for besides the gate. */
export type CleanupWait =
  | WaitReason
  /** The API works off its run. */
  | "run-under-way"
  /** The start has just been sent, by another process or by one that has died. */
  | "answer-due"
  /** Nobody knows whether the run has begun. */
  | "answer-lost"
  /** The API knows no such run, or its state or results cannot be read. */
  | "run-unknown"
  | "run-unreadable"
  /** The run is over, and some of its results are missing. */
  | "outputs-due";

export type CleanupStep =
  /** Nothing to do before `until`. Asking earlier costs a reading and is harmless. */
  | {
      readonly kind: "wait";
      readonly until: Date;
      readonly why: CleanupWait;
      readonly progress: CleanupProgress;
    }
  /** `stoppedBy`: why some are left; null where none is. */
  | { readonly kind: "over"; readonly stoppedBy: string | null; readonly progress: CleanupProgress };

export const progressOf = (part: CleanupPart): CleanupProgress => ({
  ...{ chosen: part.chosen, left: leftOf(part), underWay: part.batch?.inputs.length ?? 0 },
  ...{ withdrawn: part.withdrawn, dropped: part.dropped, notWithdrawn: part.notWithdrawn },
});

export const waitFor = (part: CleanupPart, why: CleanupWait, until: Date): CleanupStep => ({
  ...{ kind: "wait", until, why, progress: progressOf(part) },
});

/** The part has changed: look at it again. */
export const AGAIN = "again";
export type Step = CleanupStep | typeof AGAIN;

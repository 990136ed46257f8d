import type { ChosenInvitation, CleanupPart } from "../domain/cleanup.ts";

/** A clean-up that a person has agreed to. */
export interface CleanupRecord {
  readonly cleanupId: string;
  readonly startedAt: Date;
  /** How many identities it is of, and how many invitations were chosen. */
  readonly identities: number;
  readonly chosen: number;
  /** Places that its batches have taken so far, against the policy's `runCap`. */
  readonly queued: number;
}

export interface NewCleanup {
  readonly cleanupId: string;
  readonly startedAt: Date;
  /** By identity, in the order of the calls. */
  readonly chosen: ReadonlyMap<string, readonly ChosenInvitation[]>;
}

export interface CleanupLedger {
  /** Keeps what was chosen. Nothing else may be called for in its name. A crash on the way leaves none behind. */
  begin(cleanup: NewCleanup): Promise<void>;
  /** Strongly consistent. */
  find(cleanupId: string): Promise<CleanupRecord | null>;
  /** Newest first. */
  latest(limit: number): Promise<CleanupRecord[]>;
  /** All parts of a clean-up, by the ids of their identities. */
  parts(cleanupId: string): AsyncIterable<CleanupPart>;
  /** Strongly consistent. */
  findPart(cleanupId: string, identityId: string): Promise<CleanupPart | null>;
  /** Replaces the part if `version` is still the one that stands there, and counts it up. False when it is not. */
  replacePart(version: number, part: CleanupPart): Promise<boolean>;
  /** The chosen of an identity from `from` up to, not including, `to`. */
  chosen(cleanupId: string, identityId: string, from: number, to: number): Promise<readonly ChosenInvitation[]>;
  /**
   * Takes up to `wanted` places under `cap` for the batch and answers how many it has. Atomic over all identities. A repeat
   * for the same batch takes no more.
   */
  reserve(cleanupId: string, batch: string, wanted: number, cap: number): Promise<number>;
}

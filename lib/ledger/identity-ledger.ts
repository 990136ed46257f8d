import type { ListingTrust, LoggedTrust } from "../domain/bookkeeping.ts";
import type { CatchUpFacts, StaleBacklog } from "../domain/catch-up.ts";
import type { Block, GateState, NeedsPerson } from "../domain/gate.ts";
import type { EligibleShares, SurgeRelease } from "../domain/surge.ts";
import type { Reading } from "./reading.ts";

/** The outcome of an identity's latest finished listing. */
export interface LastListing {
  readonly at: Date;
  readonly count: number;
  readonly trust: LoggedTrust;
  /** True where no other identity's list had ever shown anybody new by then (`RunLedger.noteLister`); left out for no. */
  readonly isAlone?: boolean | undefined;
}

export interface IdentityRecord {
  readonly identityId: string;
  readonly gate: GateState;
  /** Grows with every change of the gate: the condition of the next one. 0 when the item does not exist. */
  readonly version: number;
  readonly lastListing: LastListing | null;
  /** When absence was last believed; null before the first believed listing. */
  readonly lastBelievedListingAt: Date | null;
  /** When a list last showed all that was pending for certain: see `isWhole`. Null before the first. */
  readonly lastWholeListingAt: Date | null;
  /** Invitations that its latest believed list would have called for, whatever the run's cap left of them; null before the first. */
  readonly need: number | null;
  /** The time of the latest run in which the run's cap did not keep it waiting: it got something, or needed nothing. */
  readonly servedAt: Date | null;
  readonly eligibleShares: EligibleShares;
  /** The latest that a person has given, in force or not; null when there is none. */
  readonly surgeRelease: SurgeRelease | null;
  /** By its latest list that nothing cast doubt on; null before the first. */
  readonly backlog: StaleBacklog | null;
}

/** What an identity's latest list says of its turn. */
export interface ListedTurn {
  readonly need: number;
  /** The time of the run, where it needs nothing; null where that is for the run's cap to say. */
  readonly servedAt: Date | null;
}

/** What decides when an identity's turn comes, and how much of a run is its share. */
export type IdentityTurn = Pick<IdentityRecord, "identityId" | "need" | "servedAt" | "backlog"> & CatchUpFacts["gate"];

export interface IdentityLedger {
  /** A fresh record for an identity never seen. */
  find(identityId: string, how?: Reading): Promise<IdentityRecord>;
  /** Replaces the gate if `version` is still the item's. False when it is not: read again and decide again. */
  replaceGate(identityId: string, version: number, gate: GateState): Promise<boolean>;
  recordListing(
    identityId: string,
    listing: LastListing & {
      readonly trust: ListingTrust;
      readonly isWhole?: boolean;
      readonly turn?: ListedTurn | null;
      /** With the share of this listing's run; left out or null, they stay as they are. */
      readonly eligibleShares?: EligibleShares | null;
      /** Left out or null: what was known stays. */
      readonly backlog?: StaleBacklog | null;
    },
  ): Promise<void>;
  /** The run of that time has queued something for it. May be repeated. */
  recordServed(identityId: string, runAt: Date): Promise<void>;
  /** What a person lets go, or what is left of it; null takes it away. May be repeated. */
  releaseSurge(identityId: string, release: SurgeRelease | null): Promise<void>;
  /**
   * The turns of many identities, in no order and eventually consistent; without those never seen, and without those
   * whose item cannot be read: what is wrong with one is for its own sweep to say.
   */
  turns(identityIds: readonly string[]): Promise<IdentityTurn[]>;
  /** Forgets when lists were read and when it was served, as far as that lies after `after`: a wrong clock wrote it. May be repeated. */
  forgetListings(identityId: string, after: Date): Promise<void>;
  /** Marks what only a person can put right; null clears it, with the streak of failures and the stop that led to it. */
  setNeedsPerson(identityId: string, needsPerson: NeedsPerson | null): Promise<void>;
  /** What stops every identity (a refused key, no credits), or null. */
  workspaceBlock(how?: Reading): Promise<Block | null>;
  blockWorkspace(block: Block | null): Promise<void>;
  /** Every identity ever seen, without the workspace. Reads the whole table: for a person's eyes, not for a sweep. */
  all(): AsyncIterable<IdentityRecord>;
}

import type { LoggedTrust } from "../domain/bookkeeping.ts";
import type { LoggedMode, Mode } from "../domain/mode.ts";
import type { LastError } from "../domain/tracked-invitation.ts";

export interface RunRecord {
  readonly runId: string;
  readonly scheduledAt: Date;
  readonly startedAt: Date;
  readonly mode: LoggedMode;
  readonly policyVersion: number;
  /** `starting` until every identity has its message. */
  readonly state: "starting" | "started";
  /** Identities that it was to sweep; null while starting. */
  readonly identities: number | null;
  /** Connected to nothing and therefore left out, by id: the first 200. `allNotConnected` answers them all. */
  readonly notConnected: readonly string[];
  /** How many were left out. */
  readonly notConnectedCount: number;
  /** When its latest message was sent, so far; null before the first, and for a run of an earlier version. */
  readonly fedUntil: Date | null;
  /** How many of its identities were swept, and how many never; null until a later run has counted them. */
  readonly reached: number | null;
  readonly notReached: number | null;
  /** Invitations queued so far, against the policy's `runCap`. */
  readonly queued: number;
  /** The most that one identity may queue in it, so that `runCap` is shared by need; null where all needs fit. */
  readonly shareOfRunCap: number | null;
  /** The last rank of its order (`rankOf`) to get a place, where there are more identities in need than places; else null. */
  readonly lastInTurn: string | null;
  /** Why the latest attempt to start it failed, the identities could not be listed; null once it has started. */
  readonly startFailed: LastError | null;
}

/** One identity's part of a run. */
export interface SweepRecord {
  readonly runId: string;
  readonly identityId: string;
  readonly at: Date;
  readonly mode: LoggedMode;
  readonly policyVersion: number;
  readonly thresholdDays: number;
  /** `complete`, `partial` or `none`; another version's word as it stands. */
  readonly listing: string;
  readonly trust: LoggedTrust | null;
  readonly listed: number;
  readonly malformed: number;
  /** Listed without a person's id: no flag by id reaches them. */
  readonly withoutPerson: number;
  /** Listed under an address, or a Sales Navigator id, that several people of the list share: no flag by it reaches them. */
  readonly sharedAddresses: number;
  /** The three commonest forms at most of dates that could not be read, with their words cut (`dateForm`). */
  readonly unreadableForms: Readonly<Record<string, number>>;
  readonly repeats: number;
  readonly pages: number;
  readonly appeared: number;
  readonly accepted: number;
  readonly gone: number;
  readonly withdrawnUnconfirmed: number;
  /** Given up: no longer counted by this version, whose word is `unreachable`. */
  readonly failed: number;
  /** Listed still after five calls or more without effect, so that they rest in between. */
  readonly unreachable: number;
  readonly reopened: number;
  /**
   * Vanished, but the connections list could not be read to its end, or shows the person without a date: still open,
   * looked up again next time.
   */
  readonly unresolved: number;
  /** Of `accepted`: an earlier list had taken it for `gone`, and the person is in the list of connections. */
  readonly mended: number;
  /** Connections beyond the bound for one sweep, of whom nobody looked whether their invitation was taken for `gone`. */
  readonly notLookedUp: number;
  /** New invitations to somebody whose cooldown after a withdrawal was not over, whichever identity had withdrawn. */
  readonly reinvitedEarly: number;
  readonly byReason: Readonly<Record<string, number>>;
  /** Verdict `withdraw`. */
  readonly eligible: number;
  readonly queued: number;
  /** Eligible and not queued, by what held them back: a `HeldReason`, or another version's word. */
  readonly held: Readonly<Record<string, number>>;
  /** Of one held for a surge: what is exceeded, as in `Surge`, with the kind as another version may have written it. */
  readonly surge?: { readonly kind: string; readonly limit: number } | undefined;
  readonly durationMs: number;
  /** The failure that ended a partial listing. */
  readonly lastError: LastError | null;
  /** Queued, then put off by the withdraw function: invitation ids by reason. */
  readonly deferred: Readonly<Record<string, readonly string[]>>;
}

/** A run as it begins. What is written is this version's word; only what is read may be another's. */
export interface NewRun extends Pick<RunRecord, "runId" | "scheduledAt" | "startedAt" | "policyVersion"> {
  readonly mode: Mode;
}

/** A listing broken off at the function's deadline, kept until the next receive goes on with it. */
export interface ListingProgress {
  readonly next: string;
  readonly startedAt: Date;
  readonly pages: number;
  readonly repeats: number;
  readonly malformedIds: readonly (string | null)[];
  /** Every invitation that a malformed item names, by its id or its urn. */
  readonly malformedNames: readonly string[];
  /** How many malformed items had each fault. Fields and what is wrong with them, never values. */
  readonly faults: Readonly<Record<string, number>>;
  /** How often each form of a date that could not be read was met; the commonest 50. */
  readonly unreadableForms: Readonly<Record<string, number>>;
  readonly invitations: readonly ProgressItem[];
}

export interface ProgressItem {
  readonly invitationId: string;
  readonly urn: string;
  readonly personId: string | null;
  readonly profileKey: string | null;
  readonly salesNavigatorKey: string | null;
  /** `CONNECTION`, or what the listing calls it. */
  readonly kind: string;
  /** The earliest and the latest instant at which it can have been sent by its date; null when that could not be read. */
  readonly sentFrom: Date | null;
  readonly sentBy: Date | null;
  /** Its date counts back from when it was shown, so that each later listing says more. */
  readonly isRelative: boolean;
  /** The listing showed it twice, with data that contradict each other. */
  readonly isContradicting: boolean;
}

/** How far the start of a run has come: what an invocation leaves to the next one. */
export interface StartProgress {
  /** `listing`: the ids saved are those of the pages read. `sending`: they are in the order of sending. */
  readonly stage: "listing" | "sending";
  /** Listing: the page to go on with, from 1; null once all are read. */
  readonly nextPage: number | null;
  /** Listing: whether a page has named a next one. */
  readonly announced: boolean;
  /** How often in a row an invocation has ended without getting anywhere. */
  readonly stuck: number;
  /** Sending: whether Edges has said who is connected. */
  readonly connected: boolean;
  /** Sending: how many of the ids have their message. */
  readonly sent: number;
  /** Sending: the most invitations that one sweep may queue, beside its daily cap; null for no such limit. */
  readonly share: number | null;
}

/** Ids saved with a start. Listing: by what Edges says of them. Sending: to be swept, and left out. */
export interface StartIds {
  readonly connected: readonly string[];
  readonly notConnected: readonly string[];
}

export interface SavedStart extends StartProgress {
  /** Counts the saves, from 1: whoever saves over another than the latest is refused. */
  readonly version: number;
  /** How many ids are saved with it, and under which names. */
  readonly ids: { readonly connected: number; readonly notConnected: number; readonly chunks: readonly string[] };
}

/** Ids that one chunk of a start holds at most, of each kind; all but the last are full where they were saved at once. */
export const START_CHUNK = 500;

export interface RunLedger {
  /** Takes the run's lock. Answers null when this call took it, else the run that stands there. */
  begin(run: NewRun): Promise<RunRecord | null>;
  /** The identities could not be listed, and nothing was sent. May be repeated; a later start takes it off again. */
  markStartFailed(runId: string, error: LastError): Promise<void>;
  /** Before its first sweep is sent. A repeat changes nothing: what some were told holds for all. */
  setShare(runId: string, share: number | null, lastInTurn: string | null): Promise<void>;
  /** All messages are out, or no more will be sent. `fedUntil`: see `RunRecord`. May be repeated. */
  markStarted(
    runId: string,
    identities: number,
    notConnected: readonly string[],
    fedUntil?: Date | null,
  ): Promise<void>;
  /** Some messages are out, and more will be. May be repeated. */
  markFed(runId: string, fedUntil: Date): Promise<void>;
  /** None of its messages is left. May be repeated. */
  close(runId: string, reached: number, notReached: number): Promise<void>;
  /** All that a run has left out, by id; those of its record where no more are kept. */
  allNotConnected(run: Pick<RunRecord, "runId" | "notConnected" | "notConnectedCount">): Promise<readonly string[]>;
  /** Strongly consistent; null when there is none, or it has expired. */
  loadStart(runId: string): Promise<SavedStart | null>;
  /** Saved ids in their order, of the chunks `from` up to, not including, `to`. Null when one of them is not there. */
  startIds(runId: string, start: SavedStart, from?: number, to?: number): Promise<StartIds | null>;
  /**
   * Saves over `before`, null for the first save, and answers what stands there now; null when somebody else has saved
   * meanwhile: then nothing is changed. `add`: ids that come to those saved before. A new stage begins without any.
   */
  saveStart(
    runId: string,
    before: SavedStart | null,
    progress: StartProgress,
    add?: StartIds,
  ): Promise<SavedStart | null>;
  find(runId: string): Promise<RunRecord | null>;
  /** Newest first. */
  latest(limit: number): Promise<RunRecord[]>;
  /** The oldest run kept, null before the first: as far as the log goes back. */
  oldest(): Promise<RunRecord | null>;
  /** Takes up to `wanted` places under `cap` and answers how many it got. Atomic over all identities of the run. */
  reserve(runId: string, wanted: number, cap: number): Promise<number>;
  recordSweep(sweep: Omit<SweepRecord, "deferred">): Promise<void>;
  findSweep(runId: string, identityId: string): Promise<SweepRecord | null>;
  sweeps(runId: string): AsyncIterable<SweepRecord>;
  /** How many identities have a record of their sweep. Eventually consistent. */
  countSweeps(runId: string): Promise<number>;
  /** Notes that a queued invitation was put off. May be repeated. */
  recordDeferral(runId: string, identityId: string, invitationId: string, why: string): Promise<void>;
  saveProgress(runId: string, identityId: string, progress: ListingProgress): Promise<void>;
  loadProgress(runId: string, identityId: string): Promise<ListingProgress | null>;
  /**
   * Notes that a list of the identity's has shown somebody new, and answers whether it is the only one of which that was
   * ever noted. The first stays the first, so of any two identities at most one is ever told that it is alone. Strongly
   * consistent. May be repeated.
   */
  noteLister(identityId: string): Promise<boolean>;
}

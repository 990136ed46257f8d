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
  /** Identities that were sent a message; null while starting. */
  readonly identities: number | null;
  /** Connected to nothing and therefore left out, by id. */
  readonly notConnected: readonly string[];
  /** Invitations queued so far, against the policy's `runCap`. */
  readonly queued: number;
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
  /** The earliest and the latest instant at which it can have been sent by its date; null when that could not be read. */
  readonly sentFrom: Date | null;
  readonly sentBy: Date | null;
  /** Its date counts back from when it was shown, so that each later listing says more. */
  readonly isRelative: boolean;
  /** The listing showed it twice, with data that contradict each other. */
  readonly isContradicting: boolean;
}

export interface RunLedger {
  /** Takes the run's lock. Answers null when this call took it, else the run that stands there. */
  begin(run: NewRun): Promise<RunRecord | null>;
  /** The identities could not be listed, and nothing was sent. May be repeated; a later start takes it off again. */
  markStartFailed(runId: string, error: LastError): Promise<void>;
  /** All messages are out. May be repeated. */
  markStarted(runId: string, identities: number, notConnected: readonly string[]): Promise<void>;
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
  /** Notes that a queued invitation was put off. May be repeated. */
  recordDeferral(runId: string, identityId: string, invitationId: string, why: string): Promise<void>;
  saveProgress(runId: string, identityId: string, progress: ListingProgress): Promise<void>;
  loadProgress(runId: string, identityId: string): Promise<ListingProgress | null>;
}

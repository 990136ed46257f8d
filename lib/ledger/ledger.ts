import type { Claim } from "../domain/attempt.ts";
import type { KnownInvitation, ListingTrust, LoggedTrust } from "../domain/bookkeeping.ts";
import type { Block, GateState, NeedsPerson } from "../domain/gate.ts";
import type { IdCalibration } from "../domain/id-clock.ts";
import type { LoggedMode, Mode } from "../domain/mode.ts";
import type { FlagKind } from "../domain/rule.ts";
import type {
  Ending,
  InvitationKey,
  LastError,
  Outcome,
  TrackedInvitation,
  WithdrawalRequest,
} from "../domain/tracked-invitation.ts";

/**
 * The ledger in domain verbs. Every write is one item and one condition; a verb that may be repeated after a crash
 * says so. Implemented on DynamoDB, and by a model that passes the same contract tests.
 */
export interface Ledger {
  readonly invitations: InvitationLedger;
  readonly identities: IdentityLedger;
  readonly runs: RunLedger;
  readonly flags: FlagLedger;
  readonly ids: IdLedger;
}

/** How well the times in LinkedIn's ids have stood their trials, over all identities of the deployment. */
export interface IdLedger {
  /** Strongly consistent. */
  calibration(): Promise<IdCalibration>;
  /** Counts more trials in. A repeat counts as more; a miss, once written, is never taken back. */
  add(trials: IdCalibration): Promise<void>;
}

/** A listed invitation that the ledger does not hold yet. */
export interface NewInvitation {
  readonly identityId: string;
  readonly invitationId: string;
  readonly urn: string;
  readonly personId: string | null;
  /** Stands for the address the listing shows (`profile-key.ts`); null when that names no profile. */
  readonly profileKey: string | null;
  readonly salesNavigatorKey: string | null;
  readonly sentAt: Date;
  readonly sentFrom: Date | null;
  readonly firstSeenAt: Date;
  /** That listing, when it could not read the date; else null. */
  readonly unreadableAt: Date | null;
  /** That listing, when it showed the invitation twice with data that contradict each other; else null. */
  readonly contradictingAt: Date | null;
}

/** An ended invitation as the `outcomesByDay` index projects it. */
export interface OutcomeRecord extends Omit<Ending, "reinviteAfter"> {
  readonly identityId: string;
  readonly invitationId: string;
  readonly sentAt: Date;
  /** As in `TrackedInvitation`. The index does not have it: there only where the query asks for it. */
  readonly sentFrom?: Date | null | undefined;
  readonly firstSeenAt: Date;
  readonly attempts: number;
  readonly lastError: LastError | null;
}

export interface OutcomeQuery {
  /** First and last instant of `endedAt`, both included. */
  readonly since: Date;
  readonly until: Date;
  readonly identityId?: string | undefined;
  readonly outcome?: Outcome | undefined;
  readonly reason?: string | undefined;
  /** Reads `sentFrom` too, which costs half a read unit for each outcome more. Default false. */
  readonly withSentFrom?: boolean | undefined;
}

export interface InvitationLedger {
  /** Strongly consistent. */
  find(identityId: string, invitationId: string): Promise<TrackedInvitation | null>;
  /** All open invitations of an identity, oldest first; eventually consistent (an index). */
  open(identityId: string): AsyncIterable<KnownInvitation>;
  /** Writes a newly listed invitation as `pending`; answers what stands there already, untouched, if anything does. */
  insertIfAbsent(invitation: NewInvitation): Promise<TrackedInvitation | null>;
  /** Of some invitations of an identity, those that exist; eventually consistent, in no order, half a read unit each. */
  findMany(identityId: string, invitationIds: readonly string[]): Promise<readonly TrackedInvitation[]>;
  /**
   * Lowers `sentAt` to `sentBy` and raises `sentFrom`, each for itself; null leaves that end alone. A bound that is not
   * narrower, or that would cross the other end, changes nothing, nor does an ended invitation. May be repeated.
   */
  narrowSent(
    identityId: string,
    invitationId: string,
    bounds: { readonly sentFrom: Date | null; readonly sentBy: Date | null },
  ): Promise<void>;
  /** Notes that the listing of `at` could not read an open invitation's date. May be repeated. */
  noteUnreadable(identityId: string, invitationId: string, at: Date): Promise<void>;
  /** Notes that the listing of `at` showed an open invitation twice with data that contradict each other. May be repeated. */
  noteContradicting(identityId: string, invitationId: string, at: Date): Promise<void>;
  /** Keeps the key of an open invitation's Sales Navigator id where there is none yet. May be repeated. */
  keepSalesNavigatorKey(identityId: string, invitationId: string, key: string): Promise<void>;
  /** Takes the claim if the item's state, attempts and attempt are still those of `seen`. False when they are not. */
  claim(seen: TrackedInvitation, claim: Claim): Promise<boolean>;
  /** Ends an invitation whose claim is `attemptId`. False when the claim is no longer that one. */
  settle(
    identityId: string,
    invitationId: string,
    attemptId: string,
    ending: Ending,
    lastError: LastError | null,
  ): Promise<boolean>;
  /**
   * Gives a claim back. `lost`: the call may have taken effect, so the state stays `withdrawing` and the lost answer is
   * counted; otherwise `pending`, unless an earlier answer was lost. `counts` false takes the attempt off the lifetime's
   * count again, not off the run's.
   */
  leaveOpen(
    identityId: string,
    invitationId: string,
    attemptId: string,
    as: { readonly lost: boolean; readonly counts: boolean; readonly lastError: LastError | null },
  ): Promise<boolean>;
  /**
   * A listing shows an invitation whose last attempt was over by `before`: none of its lost answers took effect. It is
   * `pending` again. False when it is not `withdrawing`, or an attempt is younger.
   */
  refuteLostAnswers(identityId: string, invitationId: string, before: Date): Promise<boolean>;
  /** Ends an open invitation from what a listing showed. False when it has ended, or an attempt's lease runs past `now`. */
  end(identityId: string, invitationId: string, ending: Ending, now: Date): Promise<boolean>;
  /**
   * Makes an ended invitation pending again, if it still ended at `endedAt`: a listing has shown that it never ended, so
   * no lost answer took effect either.
   */
  reopen(identityId: string, invitationId: string, endedAt: Date): Promise<boolean>;
  /** Notes that somebody asks for an open invitation's withdrawal; a later one replaces it. False when it has ended. May be repeated. */
  requestWithdrawal(identityId: string, invitationId: string, ask: WithdrawalRequest): Promise<boolean>;
  /** Notes beside which younger invitation an open one is the older, or that there is none any more. May be repeated. */
  markDuplicate(identityId: string, invitationId: string, of: InvitationKey | null): Promise<void>;
  /** Notes beside which other invitation an open one is, of which nobody can tell the order. Replaces `markDuplicate`'s note. */
  markUndecided(identityId: string, invitationId: string, beside: InvitationKey): Promise<void>;
  /** Ended invitations by day, oldest day first. Costs one query a day at least. */
  outcomes(query: OutcomeQuery): AsyncIterable<OutcomeRecord>;
  /** Every invitation to a person, over all identities, oldest first. */
  ofPerson(personId: string): AsyncIterable<TrackedInvitation>;
  /** Every invitation whose first listing showed this address, over all identities, oldest first. */
  ofProfile(profileKey: string): AsyncIterable<TrackedInvitation>;
  /** Every invitation whose listing showed this Sales Navigator id, over all identities, oldest first. */
  ofSalesNavigator(key: string): AsyncIterable<TrackedInvitation>;
}

/** The outcome of an identity's latest finished listing. */
export interface LastListing {
  readonly at: Date;
  readonly count: number;
  readonly trust: LoggedTrust;
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
}

export interface IdentityLedger {
  /** Strongly consistent; a fresh record for an identity never seen. */
  find(identityId: string): Promise<IdentityRecord>;
  /** Replaces the gate if `version` is still the item's. False when it is not: read again and decide again. */
  replaceGate(identityId: string, version: number, gate: GateState): Promise<boolean>;
  recordListing(
    identityId: string,
    listing: LastListing & { readonly trust: ListingTrust; readonly isWhole?: boolean },
  ): Promise<void>;
  /** Marks or clears what only a person can put right, and the streak that may have led to it. */
  setNeedsPerson(identityId: string, needsPerson: NeedsPerson | null): Promise<void>;
  /** What stops every identity (a refused key, no credits), or null. */
  workspaceBlock(): Promise<Block | null>;
  blockWorkspace(block: Block | null): Promise<void>;
  /** Every identity ever seen, without the workspace. Reads the whole table: for a person's eyes, not for a sweep. */
  all(): AsyncIterable<IdentityRecord>;
}

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
  readonly failed: number;
  readonly reopened: number;
  /** Vanished, but the connections list could not be read to its end: still open, looked up again next time. */
  readonly unresolved: number;
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

/** One flag: a kind, who set it and when. The note is the owner's own text. */
export interface FlagMark {
  readonly kind: FlagKind;
  readonly by: string;
  readonly at: Date;
  readonly note: string | null;
}

/** A flag of a kind that this version has no rule for, under the name of the attribute that holds it. */
export type UnknownMark = Omit<FlagMark, "kind"> & { readonly kind: string };

/** What is flagged of one subject: a person by id, or an address by its key (`flag-subject.ts`). */
export interface FlagRecord {
  readonly subject: string;
  /** One a kind at most, in the order of `FLAG_KINDS`. What `all` tells has at least one, or one in `unknown`. */
  readonly marks: readonly FlagMark[];
  /** Set by a version with more kinds, by name. Nobody can say here what they ask for: see the rule `unknown-flag`. */
  readonly unknown: readonly UnknownMark[];
  /** Of an address: the person it belongs to; null until a listing has shown it, and for a person. */
  readonly belongsTo: string | null;
  /** Of a person: keys of the addresses with flags of their own that belong to them, ascending. */
  readonly addresses: readonly string[];
}

/**
 * A person may have several kinds of flag, each set and taken by itself: whoever sets one never undoes another. What the
 * flags of a person are, by all the ways they may have been given, is `flag-lookup.ts`' to say.
 */
export interface FlagLedger {
  /** Whether there ever was a flag, whatever became of it. Strongly consistent, one read unit. */
  any(): Promise<boolean>;
  /** Those of `subjects` that have an item; read 100 at a time, for half a read unit each, or one when `consistent`. */
  findMany(
    subjects: readonly string[],
    options: { readonly consistent: boolean },
  ): Promise<ReadonlyMap<string, FlagRecord>>;
  /** Sets one flag; one of the same kind is replaced. May be repeated. */
  add(subject: string, mark: FlagMark): Promise<void>;
  /**
   * Sets one flag for each of many subjects that have none, 25 a request. Writes over whatever stands there, so only for
   * subjects that were just looked up, and where nobody else can be writing.
   */
  create(added: ReadonlyMap<string, FlagMark>): Promise<void>;
  /** Takes one flag away. False when there was none of that kind. */
  take(subject: string, kind: FlagKind): Promise<boolean>;
  /**
   * A listing has shown whose a flagged address is. From then on its flags are that person's, under whatever address;
   * who claims it first has it, for an address may pass to somebody else. May be repeated.
   */
  claimAddress(profileKey: string, personId: string): Promise<void>;
  /** Every subject with a flag, in no order. Reads the whole table: for a person's eyes. */
  all(): AsyncIterable<FlagRecord>;
}

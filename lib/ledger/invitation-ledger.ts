import type { Announcement } from "../domain/announcement.ts";
import type { Claim } from "../domain/attempt.ts";
import type { KnownInvitation } from "../domain/bookkeeping.ts";
import type {
  Ending,
  InvitationKey,
  LastError,
  Outcome,
  Rest,
  TrackedInvitation,
  WidthAtFirstSight,
  WithdrawalRequest,
} from "../domain/tracked-invitation.ts";
import type { Reading } from "./reading.ts";

/** A listed invitation that the ledger does not hold yet. */
export interface NewInvitation {
  readonly identityId: string;
  readonly invitationId: string;
  readonly urn: string;
  readonly personId: string | null;
  /** Stands for the address the listing shows (`profile-key.ts`); null when that names no profile. */
  readonly profileKey: string | null;
  readonly salesNavigatorKey: string | null;
  /** `CONNECTION`, or what that listing calls it. */
  readonly kind: string;
  readonly sentAt: Date;
  readonly sentFrom: Date | null;
  /** How far apart the two are; `unreadable` where the date is, null where nothing gives the earlier one. */
  readonly sentWidthAtFirstSight: WidthAtFirstSight | null;
  readonly firstSeenAt: Date;
  /** That listing, when it could not read the date; else null. */
  readonly unreadableAt: Date | null;
  /** That listing, when it showed the invitation twice with data that contradict each other; else null. */
  readonly contradictingAt: Date | null;
}

/** An open invitation whose withdrawal has been announced. */
export interface AnnouncedInvitation {
  readonly identityId: string;
  readonly invitationId: string;
  readonly personId: string | null;
  readonly sentAt: Date;
  readonly announcement: Announcement;
}

/** An ended invitation as the `outcomesByDay` index projects it. */
export interface OutcomeRecord extends Omit<Ending, "reinviteAfter"> {
  readonly identityId: string;
  readonly invitationId: string;
  readonly sentAt: Date;
  /** As in `TrackedInvitation`. The index does not have it: there only where the query asks for it. */
  readonly sentFrom?: Date | null | undefined;
  /** The same. */
  readonly sentWidthAtFirstSight?: WidthAtFirstSight | null | undefined;
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
  /** Reads `sentFrom` and `sentWidthAtFirstSight` too, which costs half a read unit for each outcome more. Default false. */
  readonly withSentFrom?: boolean | undefined;
}

/** What many endings share. */
export type OutcomeKind = Pick<
  OutcomeRecord,
  "outcome" | "reason" | "thresholdDays" | "policyVersion" | "confirmed" | "heldOut" | "runId"
>;

/** What `outcomes` tells, many at once: one by one, or as columns where a day is kept so. */
export type OutcomeBatch = readonly OutcomeRecord[] | OutcomeColumns;

/** Endings by columns, without an object for each: what a year of millions is counted from. All are as long as there are rows. */
export interface OutcomeColumns {
  readonly rows: number;
  /** What several share, by place. */
  readonly kinds: readonly OutcomeKind[];
  readonly kind: Float64Array;
  readonly identities: readonly string[];
  readonly identity: Float64Array;
  /** Milliseconds since 1970. */
  readonly endedAt: Float64Array;
  readonly firstSeenAt: Float64Array;
  readonly sentAt: Float64Array;
  /** Of a row; null where nothing says so. Not there where the query does not ask for it, as in an `OutcomeRecord`. */
  readonly sentFrom: ((row: number) => number | null) | undefined;
  readonly sentWidthAtFirstSight: ((row: number) => WidthAtFirstSight | null) | undefined;
  /** The milliseconds since 1970 in the id of a row, however unlikely (see `timeInId`); `NaN` where it has none. */
  readonly idTime: (row: number) => number;
}

/** How a claim is given back. */
export interface LeftOpen {
  readonly lost: boolean;
  readonly counts: boolean;
  readonly lastError: LastError | null;
  /** The rest that begins now; left out or null, none does. */
  readonly rest?: Rest | null;
}

export interface InvitationLedger {
  find(identityId: string, invitationId: string, how?: Reading): Promise<TrackedInvitation | null>;
  /** All open invitations of an identity, oldest first; eventually consistent (an index). */
  open(identityId: string): AsyncIterable<KnownInvitation>;
  /** Those of an identity whose withdrawal has been announced, the first to go first; eventually consistent (an index). */
  announced(identityId: string): AsyncIterable<AnnouncedInvitation>;
  /** Announces the withdrawal of an open invitation. False when it has ended, or has been announced already. */
  announce(identityId: string, invitationId: string, announcement: Announcement): Promise<boolean>;
  /** Takes back the announcement made at `at`. False when there is another one or none, or the invitation has ended. */
  takeBackAnnouncement(identityId: string, invitationId: string, at: Date): Promise<boolean>;
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
  /** A listing says that it is no request to connect but of this kind; only while it is open. */
  noteKind(identityId: string, invitationId: string, kind: string): Promise<void>;
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
  leaveOpen(identityId: string, invitationId: string, attemptId: string, as: LeftOpen): Promise<boolean>;
  /** Writes the rest of an open invitation. False when it has ended, or been called for since. May be repeated. */
  beginRest(identityId: string, invitationId: string, rest: Rest): Promise<boolean>;
  /** Ends the rest of an open invitation at once. False when it had none that lasts beyond `now`. */
  endRest(identityId: string, invitationId: string, now: Date): Promise<boolean>;
  /**
   * A listing shows an invitation whose last attempt was over by `before`: none of its lost answers took effect. It is
   * `pending` again. False when it is not `withdrawing`, or an attempt is younger.
   */
  refuteLostAnswers(identityId: string, invitationId: string, before: Date): Promise<boolean>;
  /** Ends an open invitation from what a listing showed. False when it has ended, or an attempt's lease runs past `now`. */
  end(identityId: string, invitationId: string, ending: Ending, now: Date): Promise<boolean>;
  /**
   * Makes an ended invitation pending again, if it still ended at `endedAt`: a listing has shown that it never ended, so
   * no lost answer took effect either. `rest` is written with it, null for none.
   */
  reopen(identityId: string, invitationId: string, endedAt: Date, rest: Rest | null): Promise<boolean>;
  /**
   * Replaces the ending of an invitation that ended as `gone` at `endedAt`: it has been found out what had become of it.
   * False when it is open, or has ended otherwise or at another instant.
   */
  mendEnding(identityId: string, invitationId: string, endedAt: Date, ending: Ending): Promise<boolean>;
  /** Notes that somebody asks for an open invitation's withdrawal; a later one replaces it. False when it has ended. May be repeated. */
  requestWithdrawal(identityId: string, invitationId: string, ask: WithdrawalRequest): Promise<boolean>;
  /** Notes beside which younger invitation an open one is the older, or that there is none any more. May be repeated. */
  markDuplicate(identityId: string, invitationId: string, of: InvitationKey | null): Promise<void>;
  /** Notes beside which other invitation an open one is, of which nobody can tell the order. Replaces `markDuplicate`'s note. */
  markUndecided(identityId: string, invitationId: string, beside: InvitationKey): Promise<void>;
  /** Ended invitations by day, oldest day first. Costs one query a day at least. */
  outcomes(query: OutcomeQuery): AsyncIterable<OutcomeRecord>;
  /** The same, many at once, for who counts millions: a ledger that keeps days by columns tells them so. */
  outcomeBatches?(query: OutcomeQuery): AsyncIterable<OutcomeBatch>;
  /**
   * Every invitation to a person, over all identities, oldest first. None, and half a read unit instead of one more, where
   * `unlessOnly` is the only one.
   */
  ofPerson(
    personId: string,
    options?: { readonly unlessOnly?: InvitationKey | undefined },
  ): AsyncIterable<TrackedInvitation>;
  /** Every invitation whose first listing showed this address, over all identities, oldest first. */
  ofProfile(profileKey: string): AsyncIterable<TrackedInvitation>;
  /** Every invitation whose listing showed this Sales Navigator id, over all identities, oldest first. */
  ofSalesNavigator(key: string): AsyncIterable<TrackedInvitation>;
}

import type { Announcement } from "./announcement.ts";
import type { LoggedReason } from "./rules/index.ts";

export const OPEN_STATES = ["pending", "withdrawing"] as const;
export const OUTCOMES = ["withdrawn", "accepted", "gone", "failed"] as const;
export type Outcome = (typeof OUTCOMES)[number];
export const INVITATION_STATES = [...OPEN_STATES, ...OUTCOMES] as const;
export type InvitationState = (typeof INVITATION_STATES)[number];

/** The last refusal or fault met for an invitation. Label and reference only: the API's own words may carry names. */
export interface LastError {
  readonly label: string;
  readonly ref: string | null;
  readonly at: Date;
}

/** An invitation for which five calls had no effect, while the lists still show it. It ends nothing. */
export interface Rest {
  /** Nothing is called for it before then, save where the fault that met it has been seen to be over. */
  readonly until: Date;
  /** Which rest it is, from 1: each one is twice as long as the one before, up to 24 days. */
  readonly count: number;
  /** Calls that it had cost when the rest began. */
  readonly attempts: number;
}

/** Milliseconds; `unreadable` where that listing could not read the date. */
export type WidthAtFirstSight = number | "unreadable";

/** An invitation as the ledger keeps it: its whole life in one item, no names. */
export interface TrackedInvitation {
  readonly identityId: string;
  readonly invitationId: string;
  readonly urn: string;
  /** Null for a member whom the lists show without an id: no flag by id and no order of duplicates reaches them. */
  readonly personId: string | null;
  /** Stands for the profile's address at the listing that first showed it; null when that had none that could be read. */
  readonly profileKey: string | null;
  /** Stands for the person's Sales Navigator id (`profile-key.ts`); null when no listing has shown one. */
  readonly salesNavigatorKey: string | null;
  /** `CONNECTION`, or what a list has called it, which stays: no later list makes a request to connect of it. */
  readonly kind: string;
  readonly state: InvitationState;
  /** It was sent by then: the earliest upper bound any reading of its date has given. */
  readonly sentAt: Date;
  /** It was sent at or after then: the latest lower bound of any reading or sighting; null when nothing gives one. */
  readonly sentFrom: Date | null;
  /** How far apart the two were by the listing that first showed it; null where an earlier version did not keep it. */
  readonly sentWidthAtFirstSight: WidthAtFirstSight | null;
  /** The latest listing that could not read its date; null when none, or when the first one could. */
  readonly unreadableAt: Date | null;
  /** The latest listing that showed it twice with data that contradict each other; null when none. */
  readonly contradictingAt: Date | null;
  /** When a listing first showed it: the age from which it counts as at risk. */
  readonly firstSeenAt: Date;
  /** Withdraw calls that may have reached LinkedIn, over its whole life. */
  readonly attempts: number;
  /** Of those, made in the run named by `attemptRunId`. */
  readonly attemptsInRun: number;
  readonly attemptRunId: string | null;
  /** The rule that spoke for the latest attempt; null before the first. */
  readonly attemptReason: LoggedReason | null;
  /** Attempts of which nobody knows whether they took effect. */
  readonly lostAnswers: number;
  /** The claim of the attempt under way; left behind when its holder dies. */
  readonly attempt: Attempt | null;
  readonly lastError: LastError | null;
  /** The rest it was last given, over or not; null when it never had one. */
  readonly rest: Rest | null;
  /** Who has asked for its withdrawal; null when nobody has. */
  readonly withdrawalRequest: WithdrawalRequest | null;
  /** The younger invitation to the same person from another identity; null when there was none when it was looked for. */
  readonly duplicateOf: InvitationKey | null;
  /** Another identity's invitation to the same person, where nobody can tell yet which is older; null when none. */
  readonly undecidedWith: InvitationKey | null;
  /** That it will be withdrawn has been told; null when it has not, or no longer holds. */
  readonly announcement: Announcement | null;
  readonly ending: Ending | null;
}

/** A withdrawal that somebody has asked for, from outside. */
export interface WithdrawalRequest {
  /** Names the event: the same one twice is one. */
  readonly id: string;
  readonly by: string;
  /** In the asker's own word. */
  readonly reason: string;
  readonly at: Date;
}

export interface InvitationKey {
  readonly identityId: string;
  readonly invitationId: string;
}

export interface Attempt {
  readonly id: string;
  /** Until then no other attempt may take the claim over. */
  readonly until: Date;
}

/** What became of an invitation, with all that analytics and the owner ask later. */
export interface Ending {
  readonly outcome: Outcome;
  /** When it ended: the settling of a withdrawal, `connected_at` of an acceptance, the listing that missed it. */
  readonly endedAt: Date;
  readonly withdrawnAt: Date | null;
  /** Whole days from `sentAt` to `endedAt`. */
  readonly daysPending: number;
  /** The rule that had it withdrawn; null when it ended by itself. */
  readonly reason: LoggedReason | null;
  readonly thresholdDays: number;
  readonly policyVersion: number;
  /** False when the answer to the withdrawal was lost and only its effect was seen. */
  readonly confirmed: boolean;
  /** Whether the holdout had kept it past the threshold. */
  readonly heldOut: boolean;
  /** The run that ended it. */
  readonly runId: string;
  /** Before then the same person is not to be invited again; null unless withdrawn. */
  readonly reinviteAfter: Date | null;
}

export const isOpen = (state: InvitationState): boolean => state === "pending" || state === "withdrawing";

/**
 * Whether the latest listing could read the invitation's date, for who decides without a listing of their own.
 * `lastListing` is the identity's latest whole one; null before the first.
 */
export const isDateReadable = (
  { unreadableAt }: Pick<TrackedInvitation, "unreadableAt">,
  lastListing: { readonly at: Date } | null,
): boolean => !isOfLatest(unreadableAt, lastListing);

/** Whether the latest listing showed it twice with data that contradict each other. */
export const isContradicting = (
  { contradictingAt }: Pick<TrackedInvitation, "contradictingAt">,
  lastListing: { readonly at: Date } | null,
): boolean => isOfLatest(contradictingAt, lastListing);

const isOfLatest = (noted: Date | null, lastListing: { readonly at: Date } | null): boolean =>
  noted !== null && (lastListing === null || noted >= lastListing.at);

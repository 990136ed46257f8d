import type { Announcement } from "./announcement.ts";
import type { IdentityPolicy } from "./policy.ts";

/** Where an invitation's age comes from. */
export const AGE_ORIGINS = ["date", "lists", "id"] as const;
export type AgeOrigin = (typeof AGE_ORIGINS)[number];

export type Verdict = "withdraw" | "keep";

/**
 * An invitation as the rules see it: its age bound known or known to be unreadable, no names. What a rule looks at is a
 * field that must be there: whoever asks for a verdict, the sweep or the function that calls, has to produce it.
 */
export interface PlanInput {
  readonly invitationId: string;
  readonly urn: string;
  readonly personId: string | null;
  /** `CONNECTION`, or another word for what it invites to, as the list says it. */
  readonly kind: string;
  /** The latest instant at which it can have been sent, or null when its date cannot be read. */
  readonly sentAt: Date | null;
  /** The earliest such instant; null when nothing tells, or when its date cannot be read. */
  readonly sentFrom: Date | null;
  /** What narrowed the two most: its date of today, earlier lists, or the time in its id. */
  readonly ageFrom: AgeOrigin;
  /** What tells its age disagrees by more than 36 hours. */
  readonly datesDisagree: boolean;
  /** The list has shown it twice with data that contradict each other. */
  readonly isContradicting: boolean;
  /** Somebody has asked for its withdrawal. */
  readonly isRequested: boolean;
  /** Another identity has a younger invitation to the same person pending. */
  readonly isDuplicate: boolean;
  /** Another identity's invitation to the same person is pending, and nobody can tell which is older. */
  readonly isUndecided: boolean;
  /** An older invitation to the same person goes for it. */
  readonly isKeptBesideOlder: boolean;
  /** Five calls have had no effect, and it rests until then; null when it does not rest, or no longer. */
  readonly restsUntil: Date | null;
  /** The fault that met it last has since been seen to be over: its rest may end early. */
  readonly isFaultOver: boolean;
  /** When it was last called for, in vain; null when never. */
  readonly lastTriedAt: Date | null;
  /** Beyond the number the owner wants to keep pending. `planSweep` finds out which are. */
  readonly isSurplus: boolean;
  /** That it will be withdrawn has been told; null when it has not. */
  readonly announcement: Announcement | null;
}

/** What a person can be flagged as; each has a rule of the same name. */
export const FLAG_KINDS = ["protected", "do-not-contact", "customer", "icp-mismatch"] as const;
export type FlagKind = (typeof FLAG_KINDS)[number];

/** Stands for every kind that another version has set and this one has no rule for. Nobody can be flagged so. */
export const UNKNOWN_FLAG = "unknown-flag";
export type PersonFlag = FlagKind | typeof UNKNOWN_FLAG;

/** Of these, the ones that keep an invitation. Where it is in doubt whom a flag is about, only they count. */
export const KEEPING_FLAGS: ReadonlySet<PersonFlag> = new Set(["protected", UNKNOWN_FLAG]);

/** Flags by holder (`flagHolderOf`); one without an entry has none. */
export type Flags = ReadonlyMap<string, ReadonlySet<PersonFlag>>;

type FlagHolder = Pick<PlanInput, "personId" | "invitationId">;

/** Who has a flag: the person, or the invitation to a member whom the lists show without an id. `#` is in no id. */
export const flagHolderOf = ({ personId, invitationId }: FlagHolder): string => personId ?? `#${invitationId}`;

export const isFlagged = (flags: Flags, invitation: FlagHolder, kind: PersonFlag): boolean =>
  flags.get(flagHolderOf(invitation))?.has(kind) === true;

/** What a rule may look at besides the invitation. The same values give the same verdict, always. */
export interface RuleContext {
  readonly flags: Flags;
  readonly policy: IdentityPolicy;
  /** Whole days the invitation has been pending at least; null when its date cannot be read. */
  readonly ageDays: number | null;
}

/** One reason to withdraw or to keep. `decide` answers null when the rule has nothing to say. */
export interface Rule<Reason extends string = string, Given extends Verdict = Verdict> {
  readonly reason: Reason;
  readonly verdict: Given;
  /** When it speaks, in the words of the table of rules in README.md beside this file, which is made from the list. */
  readonly when: string;
  readonly decide: (invitation: PlanInput, context: RuleContext) => Given | null;
}

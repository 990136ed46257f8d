import type { Mode } from "./mode.ts";
import type { WorkingHours } from "./working-hours.ts";

/** Everything the owner may tune. Days are whole 24-hour periods, shares lie in [0, 1]. */
export interface Policy {
  readonly mode: Mode;
  /** An invitation pending this many days or more is stale. */
  readonly thresholdDays: number;
  /** `"all"` connected identities, or the listed ones only. */
  readonly identities: "all" | readonly IdentityEntry[];
  /** Identities that a person has paused, until a person resumes them. */
  readonly paused: readonly Pause[];
  /** Withdraw calls per identity in any rolling 24 hours; attempts count, not successes. */
  readonly dailyCap: number;
  /** The wait after a call before the next one of the same identity, drawn evenly between the two. */
  readonly gapSeconds: GapSeconds;
  readonly workingHours: WorkingHours | null;
  /** When more are pending for an identity, the oldest above the floor go before they are stale; null for no such limit. */
  readonly keepPendingBelow: number | null;
  /** Invitations one run may queue over all identities. */
  readonly runCap: number;
  /** Leaves a fixed share alone past the threshold, so that late acceptances can still be seen. */
  readonly holdout: Holdout | null;
  /** Share of acceptances the owner is willing to give up for a shorter threshold. */
  readonly acceptableLoss: number;
  /** What a report weighs acceptances against: what keeps the owner from sending more. Decides nothing else. */
  readonly binding: Binding;
  /** Days before a person whose invitation was withdrawn may be invited again. */
  readonly reinviteCooldownDays: number;
  /** A sweep in which a larger share of dates cannot be read is held. */
  readonly maxUnreadableShare: number;
  /** `auto`: the time in an invitation's id narrows its age, once ids have stood their trials; `off`: never. */
  readonly ageFromIds: AgeFromIds;
  /** A higher cap for the first backlog, for a while; null for none. */
  readonly catchUp: CatchUp | null;
  /** Whole days between the announcement of a withdrawal and the first call for it; 0 announces nothing. */
  readonly noticeDays: number;
  /** A sweep is held where a larger share of what is pending would be withdrawn; null for no such limit. */
  readonly maxShare: number | null;
  /** Kinds of invitation that may be withdrawn, where a list says which kind one is. */
  readonly kinds: readonly InvitationKind[];
}

/** As the API writes them; one that no list names a kind of counts as `CONNECTION`. */
export const INVITATION_KINDS = ["CONNECTION", "EVENT", "PAGE", "NEWSLETTER", "FOLLOWER"] as const;
export type InvitationKind = (typeof INVITATION_KINDS)[number];

export interface CatchUp {
  /** In place of the policy's `dailyCap`, where it is higher. */
  readonly dailyCap: number;
  /** `steady`: until no more is stale than becomes so in a day · a day as `2026-12-31`: up to its end, UTC. */
  readonly until: string;
}

/** Of `catchUp.until`: no date, but the backlog's own end. */
export const UNTIL_STEADY = "steady";

export const AGES_FROM_IDS = ["auto", "off"] as const;
export type AgeFromIds = (typeof AGES_FROM_IDS)[number];

/** `slots`: as many are pending as may be, so that a slot freed is one to send · `invitations`: sends are what is short. */
export const BINDINGS = ["slots", "invitations"] as const;
export type Binding = (typeof BINDINGS)[number];

export interface IdentityEntry {
  readonly id: string;
  readonly thresholdDays?: number | undefined;
  readonly dailyCap?: number | undefined;
  readonly keepPendingBelow?: number | null | undefined;
  readonly paused?: boolean | undefined;
}

/**
 * A person's order to stop. It stands in the policy and not in the ledger: every call is preceded by a look at the
 * policy, nothing that a run learns can lift it, and it can be given while a run on this machine has the ledger open.
 */
export interface Pause {
  /** An identity, or `all` of them. */
  readonly id: string;
  /** ISO 8601. */
  readonly since?: string | undefined;
  readonly reason?: string | undefined;
}

/** The `id` of a pause that stops every identity. */
export const EVERYBODY = "all";

/** Calls a day and identity that no setting goes beyond: the most that other tools make. */
export const MAX_DAILY_CAP = 100;

/** The longest gap that a policy may ask for. */
export const MAX_GAP_SECONDS = 900;

/** A longer notice would let most invitations answer themselves before it is over. */
export const MAX_NOTICE_DAYS = 60;

export interface GapSeconds {
  readonly min: number;
  readonly max: number;
}

export interface Holdout {
  readonly share: number;
  readonly maxAgeDays: number;
}

/** In code and not in the policy: no setting makes an invitation younger than this stale. */
export const THRESHOLD_FLOOR_DAYS = 7;
/** LinkedIn lets invitations expire after about half a year; a threshold beyond a year would never be reached. */
export const MAX_THRESHOLD_DAYS = 365;

/** Age in whole days from which an invitation is stale under a policy. */
export function staleAfterDays({ thresholdDays }: Pick<Policy, "thresholdDays">): number {
  return Math.max(thresholdDays, THRESHOLD_FLOOR_DAYS);
}

export const DEFAULT_POLICY: Policy = {
  mode: "dry-run",
  thresholdDays: 21,
  identities: "all",
  paused: [],
  dailyCap: 25,
  gapSeconds: { min: 60, max: 120 },
  workingHours: null,
  keepPendingBelow: null,
  runCap: 500,
  holdout: null,
  acceptableLoss: 0.07,
  binding: "slots",
  reinviteCooldownDays: 21,
  maxUnreadableShare: 0.01,
  ageFromIds: "auto",
  catchUp: null,
  noticeDays: 0,
  maxShare: null,
  kinds: ["CONNECTION"],
};

/** The policy as it applies to one identity: its own entry laid over the general values. */
export interface IdentityPolicy extends Omit<Policy, "identities" | "paused"> {
  readonly paused: boolean;
}

export function policyFor(policy: Policy, identityId: string): IdentityPolicy {
  const { identities, paused: _paused, ...general } = policy;
  const entry = identities === "all" ? undefined : identities.find(({ id }) => id === identityId);
  return {
    ...general,
    thresholdDays: entry?.thresholdDays ?? general.thresholdDays,
    dailyCap: entry?.dailyCap ?? general.dailyCap,
    // An entry's null is a choice too: no limit for this one.
    keepPendingBelow: entry?.keepPendingBelow === undefined ? general.keepPendingBelow : entry.keepPendingBelow,
    // An identity that a list leaves out is not swept, also when a message for it is already under way.
    paused: pauseOf(policy, identityId) !== null || (entry?.paused ?? (identities !== "all" && entry === undefined)),
  };
}

/** What stops this identity by a person's order: its own pause before everybody's; null when there is neither. */
export function pauseOf({ paused }: Pick<Policy, "paused">, identityId: string): Pause | null {
  return paused.find(({ id }) => id === identityId) ?? paused.find(({ id }) => id === EVERYBODY) ?? null;
}

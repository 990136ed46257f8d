import type { Policy } from "../../../lib/domain/policy.ts";
import type { FlagKind } from "../../../lib/domain/rule.ts";
import type { TrackedInvitation } from "../../../lib/domain/tracked-invitation.ts";
import type { IdentityRecord } from "../../../lib/ledger/ledger.ts";
import type { World } from "../../../lib/sandbox/world.ts";
import type { Happening } from "../happenings.ts";
import type { Scenario } from "../scenario.ts";

/** What an invariant may look at besides what happens: the truth, and what the owner has asked for. */
export interface View {
  readonly scenario: Scenario;
  now(): number;
  readonly truth: World;
  /** Every policy that was in force at some instant from `from` to `to`, unreadable ones as null. */
  policiesDuring(from: number, to: number): readonly (Policy | null)[];
  /** What people have flagged a person as, now: the truth, and not the ledger's. */
  flagsOf(personId: number): ReadonlySet<FlagKind>;
  /** When the first flag of all was set; null while there is none. */
  firstFlagAt(): number | null;
  find(identityId: string, invitationId: string): Promise<TrackedInvitation | null>;
  identity(identityId: string): Promise<IdentityRecord>;
  /** When the last clean run was started, and the first of them. */
  readonly cleanRuns: { readonly first: number; readonly last: number };
  /** When the first run of all is started. */
  readonly firstRun: number;
  /** The urn of the scenario's bad invitation; null when there is none. */
  readonly bad: string | null;
  /** Whether some function's clock has been off by more than clocks may be. */
  clockWasWrong(): boolean;
  /** Counts a case that is allowed but not wished for, so that it is not hidden. */
  note(what: string): void;
}

/** Something that must hold at every step. Answers what is wrong, or null. */
export interface Invariant {
  readonly see?: (happening: Happening) => string | null;
  /** Asked once, when nothing happens any more. */
  readonly atEnd?: () => Promise<string | null>;
}

export type MakeInvariant = (view: View) => Invariant;

/** Clocks of two functions differ by up to this much. */
export const SKEW_MS = 2_000;
/** A policy that has been replaced may be followed for so long: that is the cache of a warm function. */
export const POLICY_CACHE_MS = 60_000;

export const idOf = (urn: string): string => urn.replace("urn:li:fsd_invitation:", "");
export const urnOf = (invitationId: string): string => `urn:li:fsd_invitation:${invitationId}`;

/** Whole elapsed days, counted here and not by the code under test. */
export const daysBetween = (start: number, end: number): number => Math.floor((end - start) / 86_400_000);

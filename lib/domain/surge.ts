import { runTimeOf } from "./run-time.ts";
import { DAY_MS, HOUR_MS, later } from "./time.ts";

/** Of so many runs the shares are kept, and their median is what a share is compared with. */
export const SHARES_KEPT = 14;
/** A median of fewer says nothing, and the first lists of an identity bring its whole backlog: five are a working week. */
export const MIN_SHARES_FOR_A_MEDIAN = 5;
/** A share is a jump where it is more than so many times the median. */
export const JUMP_FACTOR = 3;
/** Few invitations double their share in a day by chance: up to so many are never a jump. */
export const MAX_ELIGIBLE_WITHOUT_JUMP = 20;
/** How long a release holds, in days: a backlog that takes longer has raised the median by then. */
export const RELEASE_DAYS = 7;
/** In each run so much more may be eligible than is left of what was released, as a share of what was shown. */
const RELEASE_MARGIN = 0.1;

/**
 * Eligible by pending of the identity's latest runs that were not held, for each day since the run before; the newest last.
 * By the day, because where nothing runs over the weekend a Monday's run finds what three days have made stale.
 */
export interface EligibleShares {
  /** The run of the newest one, whose repeat replaces it; null before the first. */
  readonly runId: string | null;
  /** Whole days, 1 at least, from the run before to the newest one. */
  readonly days: number;
  readonly shares: readonly number[];
}

export const NO_SHARES: EligibleShares = { runId: null, days: 1, shares: [] };

/** A person has looked at a surge and lets it go. */
export interface SurgeRelease {
  /** The run that was held for it. */
  readonly runId: string;
  /** Invitations that were eligible then: what the person was shown. */
  readonly shown: number;
  /** Of these, still to be withdrawn; 0 when the surge is worked off, and then the release is spent. */
  readonly left: number;
  readonly at: Date;
  /** The latest run that it has let go: a repeat of that one's sweep is let go too. Null before the first. */
  readonly usedBy: string | null;
}

export type SurgeKind = "jump" | "max-share" | "grown";

export interface Surge {
  readonly kind: SurgeKind;
  /** What is exceeded: a share in [0, 1], or invitations for `grown`, which is more than a person has released. */
  readonly limit: number;
}

/** What a sweep's share is, and whether it is held for it. */
export interface SurgeJudgement {
  readonly share: number;
  /** Whole days, 1 at least, since the run that it is compared with. */
  readonly days: number;
  /** Why the sweep is held; null when it is not. */
  readonly surge: Surge | null;
  /** What lets a surge go that would be held without; null where none is needed, or none is there. */
  readonly release: SurgeRelease | null;
}

export interface SurgeFacts {
  readonly eligible: number;
  readonly pending: number;
  readonly shares: EligibleShares;
  readonly release: SurgeRelease | null;
  readonly maxShare: number | null;
  /** Null where no run asks, as in a preview. */
  readonly runId: string | null;
  readonly now: Date;
}

/** Whether so many are eligible that a person has to look first. Pure. */
export function judgeSurge(facts: SurgeFacts): SurgeJudgement {
  const { eligible, pending, release, runId, now } = facts;
  const found = { share: pending === 0 ? 0 : eligible / pending, days: daysSince(facts) };
  const surge = surgeIn(facts, found);
  if (surge === null || release === null || !isInForce(release, runId, now)) return { ...found, surge, release: null };
  const allowed = allowedBy(release);
  if (release.usedBy !== null && release.usedBy === runId) return { ...found, surge: null, release };
  return eligible <= allowed
    ? { ...found, surge: null, release }
    : { ...found, surge: { kind: "grown", limit: allowed }, release: null };
}

/** Of the run before; a run's own repeat has the days that it had. */
function daysSince({ shares, runId, now }: SurgeFacts): number {
  if (shares.runId !== null && shares.runId === runId) return shares.days;
  const before = shares.runId === null ? null : runTimeOf(shares.runId);
  return before === null ? 1 : Math.max(1, Math.round((now.getTime() - before.getTime()) / DAY_MS));
}

function surgeIn(
  { eligible, shares, runId, maxShare }: SurgeFacts,
  { share, days }: Pick<SurgeJudgement, "share" | "days">,
): Surge | null {
  // A single invitation on a short list is a large share, and nothing that a person has to look at.
  if (maxShare !== null && eligible > 1 && share > maxShare) return { kind: "max-share", limit: maxShare };
  const before = runId !== null && shares.runId === runId ? shares.shares.slice(0, -1) : shares.shares;
  if (before.length < MIN_SHARES_FOR_A_MEDIAN || eligible <= MAX_ELIGIBLE_WITHOUT_JUMP) return null;
  const limit = JUMP_FACTOR * medianOf(before) * days;
  return share > limit ? { kind: "jump", limit } : null;
}

/** A release from the future was written by a wrong clock, and lets nothing go. */
export const isInForce = ({ at, left, usedBy }: SurgeRelease, runId: string | null, now: Date): boolean =>
  at <= later(now, HOUR_MS) &&
  now < later(at, RELEASE_DAYS * DAY_MS) &&
  (left > 0 || (usedBy === runId && runId !== null));

/** Invitations that may be eligible in one run under a release. */
export const allowedBy = ({ left, shown }: Pick<SurgeRelease, "left" | "shown">): number =>
  left + Math.floor(shown * RELEASE_MARGIN);

/** The shares with that of a run that was not held. Four places are plenty, and keep the identity's item small. */
export function withShare(
  { runId: last, shares }: EligibleShares,
  { share, days }: Pick<SurgeJudgement, "share" | "days">,
  runId: string,
): EligibleShares {
  const before = last === runId ? shares.slice(0, -1) : shares;
  return { runId, days, shares: [...before, Math.round((share / days) * 10_000) / 10_000].slice(-SHARES_KEPT) };
}

/** The release once a run has gone by it, with `left` still eligible. */
export const spent = (release: SurgeRelease, left: number, runId: string): SurgeRelease => ({
  ...release,
  left,
  usedBy: runId,
});

function medianOf(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return ((low ?? 0) + (high ?? 0)) / 2;
}

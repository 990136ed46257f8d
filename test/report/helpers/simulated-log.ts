import { createRandom } from "../../../lib/analytics/random.ts";
import type { KnownInvitation } from "../../../lib/domain/bookkeeping.ts";
import { isInHoldout } from "../../../lib/domain/rules/held-out.ts";
import { DAY_MS, HOUR_MS, later, wholeDaysBetween } from "../../../lib/domain/time.ts";
import type { TrackedInvitation } from "../../../lib/domain/tracked-invitation.ts";
import type { OutcomeRecord } from "../../../lib/ledger/ledger.ts";

/** Chances per day of age for one still pending that morning, as in the tests of the estimators. */
export interface Chances {
  readonly acceptance: (age: number) => number;
  readonly departure: (age: number) => number;
}

export interface SimulatedLog {
  readonly identityId: string;
  readonly firstListing: Date;
  readonly lastListing: Date;
  readonly outcomes: readonly OutcomeRecord[];
  /** Without a `sentFrom` as from an earlier version. */
  readonly open: readonly (KnownInvitation & Partial<Pick<TrackedInvitation, "sentFrom" | "sentWidthAtFirstSight">>)[];
}

export interface LogOptions {
  readonly chances: Chances;
  readonly seed: number;
  readonly identityId?: string;
  readonly firstListing: Date;
  /** Daily listings, at the first one's time of day. */
  readonly listings: number;
  readonly sendsPerDay: number;
  /** Days of sending before the first listing. */
  readonly backlogDays: number;
  /** Null: nothing is ever withdrawn. */
  readonly thresholdDays: number | null;
  readonly holdout?: { readonly share: number; readonly maxAgeDays: number };
}

/**
 * What the ledger would hold after some weeks of daily sweeps over a world whose chances are known: every invitation
 * lives its days, is seen by the first listing that finds it pending, and its end is noticed by the next one.
 */
export function simulateLog(options: LogOptions): SimulatedLog {
  const { seed, identityId = "identity-1", firstListing, listings, sendsPerDay, backlogDays } = options;
  const random = createRandom(seed);
  const lastListing = later(firstListing, (listings - 1) * DAY_MS);
  const outcomes: OutcomeRecord[] = [];
  const open: KnownInvitation[] = [];
  const total = Math.round((backlogDays + listings - 1) * sendsPerDay);
  for (let index = 0; index < total; index++) {
    const sentAt = later(firstListing, (random() * (backlogDays + listings - 1) - backlogDays) * DAY_MS);
    const invitationId = String(7_100_000_000 + index + seed * 1_000_000);
    const life = live(options.chances, sentAt, random);
    const firstSeenAt = nextListing(options, sentAt);
    if (life.at <= firstSeenAt) continue;
    const seen = { identityId, invitationId, sentAt, firstSeenAt, attempts: 0 };
    const noticedAt = nextListing(options, life.at);
    const withdrawnAt = withdrawal(options, invitationId, sentAt, firstSeenAt);
    if (withdrawnAt !== null && withdrawnAt < life.at && withdrawnAt <= later(lastListing, HOUR_MS)) {
      outcomes.push(outcomeOf({ ...seen, attempts: 1 }, "withdrawn", withdrawnAt, options));
    } else if (noticedAt <= lastListing) {
      outcomes.push(outcomeOf(seen, life.fate, life.fate === "accepted" ? life.at : noticedAt, options));
    } else {
      open.push({ ...seen, personId: `9${invitationId}`, state: "pending", isRequested: false, ...NOTED });
    }
  }
  const inOrder = outcomes.toSorted((a, b) => a.endedAt.getTime() - b.endedAt.getTime());
  return { identityId, firstListing, lastListing, outcomes: inOrder, open };
}

const NOTED = { duplicateOf: null, undecidedWith: null };

function live({ acceptance, departure }: Chances, sentAt: Date, random: () => number) {
  for (let age = 0; age < 1_000; age++) {
    const chance = random();
    const at = later(sentAt, (age + random()) * DAY_MS);
    if (chance < acceptance(age)) return { at, fate: "accepted" as const };
    if (chance < acceptance(age) + departure(age)) return { at, fate: "gone" as const };
  }
  return { at: later(sentAt, 1_000 * DAY_MS), fate: "gone" as const };
}

/** The first listing at or after an instant; also past the last one that took place. */
function nextListing({ firstListing }: LogOptions, at: Date): Date {
  const days = Math.max(0, Math.ceil((at.getTime() - firstListing.getTime()) / DAY_MS));
  return later(firstListing, days * DAY_MS);
}

/** An hour after the first listing that finds it stale. */
function withdrawal(options: LogOptions, invitationId: string, sentAt: Date, firstSeenAt: Date): Date | null {
  const { thresholdDays, holdout } = options;
  if (thresholdDays === null) return null;
  const heldOut = holdout !== undefined && isInHoldout(invitationId, holdout.share);
  const staleAt = later(sentAt, (heldOut ? holdout.maxAgeDays : thresholdDays) * DAY_MS);
  return later(nextListing(options, staleAt > firstSeenAt ? staleAt : firstSeenAt), HOUR_MS);
}

function outcomeOf(
  seen: Omit<OutcomeRecord, "outcome" | "endedAt" | keyof Conditions>,
  outcome: OutcomeRecord["outcome"],
  endedAt: Date,
  { thresholdDays, holdout }: LogOptions,
): OutcomeRecord {
  const daysPending = wholeDaysBetween(seen.sentAt, endedAt);
  const threshold = thresholdDays ?? 365;
  const conditions: Conditions = {
    withdrawnAt: outcome === "withdrawn" ? endedAt : null,
    daysPending,
    reason: outcome === "withdrawn" ? "stale" : null,
    thresholdDays: threshold,
    policyVersion: 1,
    confirmed: true,
    heldOut: holdout !== undefined && daysPending >= threshold && isInHoldout(seen.invitationId, holdout.share),
    runId: `run-${endedAt.toISOString().slice(0, 10)}`,
    lastError: null,
  };
  return { ...seen, outcome, endedAt, ...conditions };
}

type Conditions = Pick<
  OutcomeRecord,
  | "withdrawnAt"
  | "daysPending"
  | "reason"
  | "thresholdDays"
  | "policyVersion"
  | "confirmed"
  | "heldOut"
  | "runId"
  | "lastError"
>;

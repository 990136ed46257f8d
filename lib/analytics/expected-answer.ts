import { type DecisionTerms, horizonNeeded, isAnswer } from "./decide.ts";
import { HORIZON_AT_RISK } from "./horizon.ts";
import type { LifeTable } from "./life-table.ts";
import { ACCEPTANCES_NEEDED, acceptancesBy } from "./missing.ts";
import type { Part } from "./parts.ts";

/** When an answer can be expected, at today's sends and holdout. */
export interface ExpectedAnswer {
  /** The week of the log, 1 being the one that its first list begins; null: not within two years. */
  readonly week: number | null;
  /** Share held out today, 0 without a holdout. */
  readonly holdoutShare: number;
  /** What a larger holdout would change; null where it would bring the answer no sooner. */
  readonly withLargerHoldout: { readonly share: number; readonly week: number } | null;
}

/** What the future is told from. */
export interface Outlook {
  /** Invitations a day that are pending when first listed. */
  readonly sendsPerDay: number;
  /** As the policy has it; null for none. */
  readonly holdout: { readonly share: number; readonly maxAgeDays: number } | null;
  /** Days since the first list of the log. */
  readonly logDays: number;
  /** Days of it that were read; no more than `logDays`. */
  readonly watchedDays: number;
}

/** What has been seen by now. */
export interface SeenSoFar {
  readonly parts: readonly Part[];
  readonly reach: LifeTable;
  /** `S(t)`. */
  readonly stillPending: Float64Array;
  readonly horizon: number | null;
}

const MAX_WEEKS = 104;
const DAYS_A_WEEK = 7;
/** Held out in half of all cases, a threshold is none. */
const LARGEST_SHARE = 0.5;
const FIRST_SHARE = 0.2;

/**
 * The week in which the data will say something, if they go on as they are: enough at risk at each day of age, by what is sent
 * a day and held out beyond the threshold, and late acceptances at the pace seen so far. A plan and no estimate: where the
 * curve does not reach yet, nobody is taken to leave, and what is seen there to be in favour of an answer. Null where nothing
 * is sent. O(weeks × days × parts).
 */
export function expectedAnswer(seen: SeenSoFar, outlook: Outlook, terms: DecisionTerms): ExpectedAnswer | null {
  if (!(outlook.sendsPerDay > 0)) return null;
  const { holdout } = outlook;
  const week = weekOfAnswer(seen, outlook, terms);
  const share = Math.min(LARGEST_SHARE, holdout === null ? FIRST_SHARE : 2 * holdout.share);
  const larger = { share, maxAgeDays: Math.max(holdout?.maxAgeDays ?? 0, 2 * terms.currentThreshold) };
  const sooner = share > (holdout?.share ?? 0) ? weekOfAnswer(seen, { ...outlook, holdout: larger }, terms) : null;
  const isSooner = sooner !== null && (week === null || sooner < week);
  return {
    week,
    holdoutShare: holdout?.share ?? 0,
    withLargerHoldout: isSooner ? { share, week: sooner } : null,
  };
}

function weekOfAnswer(seen: SeenSoFar, outlook: Outlook, terms: DecisionTerms): number | null {
  const { holdout, logDays } = outlook;
  const { currentThreshold } = terms;
  const needed = horizonNeeded(seen.reach, currentThreshold, holdout !== null && holdout.maxAgeDays > currentThreshold);
  for (let ahead = 0; ahead <= MAX_WEEKS; ahead++) {
    const days = ahead * DAYS_A_WEEK;
    const atRisk = (age: number) => atRiskIn(days, age, seen, outlook, currentThreshold);
    if (!reaches(needed, atRisk) || acceptancesIn(days, seen, outlook) < ACCEPTANCES_NEEDED) continue;
    const { horizon } = seen;
    const now = seen.reach.atRisk[needed] ?? 0;
    const growth = now > 0 ? atRisk(needed) / now : 1;
    if (horizon !== null && horizon >= needed && !isAnswer(seen.parts, seen.reach, horizon, terms, growth)) continue;
    return Math.max(1, Math.ceil((logDays + days) / DAYS_A_WEEK));
  }
  return null;
}

function reaches(needed: number, atRisk: (age: number) => number): boolean {
  for (let age = 0; age <= needed; age++) if (atRisk(age) < HORIZON_AT_RISK) return false;
  return true;
}

/** At risk at an age in so many days: those who are now, and those who come to it until then. */
function atRiskIn(days: number, age: number, seen: SeenSoFar, outlook: Outlook, currentThreshold: number): number {
  const { sendsPerDay, holdout, watchedDays } = outlook;
  const pending = seen.stillPending[Math.max(0, age - 1)] ?? seen.stillPending.at(-1) ?? 1;
  const share = age <= currentThreshold ? 1 : holdout !== null && age <= holdout.maxAgeDays ? holdout.share : 0;
  const coming = Math.max(0, watchedDays + days - Math.max(watchedDays, age));
  return (seen.reach.atRisk[age] ?? 0) + sendsPerDay * pending * share * coming;
}

function acceptancesIn(days: number, { parts, reach, horizon }: SeenSoFar, { sendsPerDay }: Outlook): number {
  const share = parts.reduce((sum, { weight, accepted }) => sum + weight * (accepted.at(-1) ?? 0), 0);
  return acceptancesBy(reach, horizon ?? reach.lastAge) + sendsPerDay * share * days;
}

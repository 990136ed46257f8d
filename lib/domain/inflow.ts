import type { PendingAges } from "./pending-ages.ts";
import { DAY_MS, later } from "./time.ts";
import { WEEKDAYS, type WorkingHours, workingTimeOn } from "./working-hours.ts";

/** The share still pending at each whole day of age, from the log: index t is age t, values fall from 1 to 0. */
export type StillPending = ArrayLike<number>;

/** How many invitations become stale from now on. */
export interface Inflow {
  /** Invitations a day, on average, once today's young ones have gone by. */
  readonly daily: number;
  /** Days of sending that `daily` was counted on. */
  readonly countedDays: number;
  /** Of those pending today: how many become stale in so many days; index 0 is today, always 0. */
  readonly expected: readonly number[];
  /** Variance of each of these. */
  readonly variance: readonly number[];
  readonly countsAcceptances: boolean;
}

/**
 * Without a curve, those pending for less than this share of the threshold are not asked how many a day become stale: many
 * of them are answered before. By day 7 of 21, nine in ten acceptances have come (one public study of 16,492).
 */
const STILL_ANSWERED_SHARE = 1 / 3;

/**
 * What becomes stale, by the ages of what is pending. With a curve that reaches the threshold, each of them counts with its
 * chance of not being answered until then. Without one each counts in full, and those not yet sent by the number that
 * have been pending for more than a third of the threshold. O(pending).
 */
export function inflowOf({ young, thresholdDays }: PendingAges, curve: StillPending | null): Inflow {
  const atThreshold = curve?.[thresholdDays] ?? 0;
  const known = curve !== null && atThreshold > 0 ? curve : null;
  const chance = (ageDays: number) => (known === null ? 1 : Math.min(1, atThreshold / (known[ageDays] ?? atThreshold)));
  const days = Math.max(0, ...young.map(({ staleInDays }) => staleInDays)) + 1;
  const [expected, variance] = [new Array<number>(days).fill(0), new Array<number>(days).fill(0)];
  for (const { ageDays, staleInDays } of young) {
    const stays = chance(ageDays);
    expected[staleInDays] = (expected[staleInDays] ?? 0) + stays;
    // Without a curve nobody knows the chance: then as if the count itself were drawn.
    variance[staleInDays] = (variance[staleInDays] ?? 0) + (known === null ? 1 : stays * (1 - stays));
  }
  const from = countedFrom(thresholdDays, known === null ? STILL_ANSWERED_SHARE : 0);
  const counted = young.filter(({ ageDays }) => ageDays >= from && ageDays < thresholdDays).length;
  let weight = 0;
  for (let age = from; age < thresholdDays; age += 1) weight += 1 / chance(age);
  const daily = weight === 0 ? 0 : counted / weight;
  return { daily, countedDays: thresholdDays - from, expected, variance, countsAcceptances: known !== null };
}

/** What becomes stale where its daily number alone is known: as many on each day. */
export function inflowAt(daily: number, thresholdDays: number): Inflow {
  const expected = Array.from({ length: thresholdDays + 1 }, (_, day) => (day === 0 ? 0 : daily));
  const countedDays = thresholdDays - countedFrom(thresholdDays, STILL_ANSWERED_SHARE);
  return { daily, countedDays, expected, variance: expected, countsAcceptances: false };
}

/** In whole weeks where there is one: on some weekdays more is sent than on others. */
function countedFrom(thresholdDays: number, leftOutShare: number): number {
  const days = thresholdDays - Math.ceil(thresholdDays * leftOutShare);
  const weeks = Math.floor(days / WEEKDAYS.length);
  return thresholdDays - (weeks === 0 ? days : weeks * WEEKDAYS.length);
}

/**
 * The steady level of a stale backlog: as many invitations as become stale, on average, since the last working day before
 * this one, and where they come unevenly as many as in the fullest stretch of so many days by the pending ages, half as many
 * again at most. With more eligible than this a backlog stands; with no more, each run takes up what has become stale since
 * the one before.
 */
export function steadyLevel(ages: PendingAges, { daily }: Inflow, hours: WorkingHours | null, day: Date): number {
  const stretch = daysSinceWork(hours, day);
  const average = daily * stretch;
  return Math.ceil(Math.max(average, Math.min(fullest(ages, stretch), MAX_UNEVENNESS * average)) - ROUNDING);
}

/** Of those that have been pending for a third of the threshold: the most that were sent within so many days. */
function fullest({ young, thresholdDays }: PendingAges, stretch: number): number {
  const byAge = new Array<number>(thresholdDays).fill(0);
  for (const { ageDays } of young) if (ageDays < thresholdDays) byAge[ageDays] = (byAge[ageDays] ?? 0) + 1;
  let most = 0;
  for (let age = Math.ceil(thresholdDays * STILL_ANSWERED_SHARE); age + stretch <= thresholdDays; age += 1) {
    const sum = byAge.slice(age, age + stretch).reduce((so, count) => so + count, 0);
    most = Math.max(most, sum);
  }
  return most;
}

const MAX_UNEVENNESS = 1.5;
/** Sums of chances are not exact, and a level of 10.000000001 is one of 10. */
const ROUNDING = 1e-9;

/** 1 without working hours, and 3 on a Monday where weekends are free. */
function daysSinceWork(hours: WorkingHours | null, day: Date): number {
  if (hours === null) return 1;
  for (let days = 1; days < WEEKDAYS.length; days += 1) {
    if (workingTimeOn(hours, later(day, -days * DAY_MS)) > 0) return days;
  }
  return WEEKDAYS.length;
}

import { DAY_MS } from "./time.ts";
import { EXPIRY_DAYS, type FateModel, PUBLISHED_FATES, trueAcceptedBy, trueDeclinedBy } from "./truth.ts";

/**
 * What an estimate from the sweeper's log is to be held against: the true curves of the invitations that were still
 * pending when a listing first showed them. Ages are whole days, and each value is the one after that day's events.
 */
export interface FirstListedTruth {
  /** Share accepted, 0 to 1, with declines and expiry competing and no withdrawals. */
  acceptedBy(days: number): number;
  /** Share neither accepted nor gone, as daily listings tell it. */
  stillPendingAfter(days: number): number;
  /** The same two at the hour of that day's listing: what a threshold of so many days keeps, and what it withdraws. */
  acceptedAtListing(days: number): number;
  stillPendingAtListing(days: number): number;
}

/**
 * Age in days at which each invitation was first listed, for those listed at all. Instants are epoch milliseconds,
 * `listedAt` ascending. O(invitations × log listings).
 */
export function agesAtFirstListing(sentAt: readonly number[], listedAt: readonly number[]): number[] {
  return sentAt.flatMap((sent) => {
    const listed = firstAtOrAfter(listedAt, sent);
    return listed === undefined ? [] : [(listed - sent) / DAY_MS];
  });
}

/**
 * Joins the chances of each day of age as the log's life table does, with expected numbers in place of counted ones. An
 * invitation counts from the age of its first listing, by the chance that it was still pending then; so one that is
 * answered before anybody looked counts for nothing, here as there. An acceptance falls on the day it was made, an
 * ending without one on the day of the first daily listing that no longer shows it.
 *
 * `ages` are exact, in days, one for each invitation sent, whether it was still pending at that age or not. Each day
 * of age has a value as long as anybody could be pending then. O(ages × 180).
 */
export function truthWhenFirstListed(ages: readonly number[], model: FateModel = PUBLISHED_FATES): FirstListedTruth {
  const acceptedAt = Array.from({ length: EXPIRY_DAYS + 2 }, (_, days) => trueAcceptedBy(days, model));
  const accepted: number[] = [];
  const pending: number[] = [];
  const atListing = { accepted: [] as number[], pending: [] as number[] };
  let [share, left] = [0, 1];
  for (let day = 0; day <= EXPIRY_DAYS; day += 1) {
    const expected = { atRisk: 0, accepted: 0, gone: 0, inTheMorning: 0, acceptedBefore: 0 };
    for (const age of ages) if (Math.floor(age) <= day) addDay(expected, age, day, acceptedAt, model);
    const morning = expected.inTheMorning > 0 ? expected.acceptedBefore / expected.inTheMorning : 0;
    const noticed = expected.inTheMorning > 0 ? expected.gone / expected.inTheMorning : 0;
    atListing.accepted.push(share + left * morning);
    atListing.pending.push(left * (1 - morning - noticed));
    if (expected.atRisk > 0) {
      share += (left * expected.accepted) / expected.atRisk;
      left *= 1 - (expected.accepted + expected.gone) / expected.atRisk;
    }
    accepted.push(share);
    pending.push(left);
  }
  return {
    acceptedBy: (days) => accepted[Math.min(days, EXPIRY_DAYS)] ?? 0,
    stillPendingAfter: (days) => pending[Math.min(days, EXPIRY_DAYS)] ?? 1,
    acceptedAtListing: (days) => atListing.accepted[Math.min(days, EXPIRY_DAYS)] ?? 0,
    stillPendingAtListing: (days) => atListing.pending[Math.min(days, EXPIRY_DAYS)] ?? 1,
  };
}

interface ExpectedDay {
  atRisk: number;
  accepted: number;
  gone: number;
  /** Of `atRisk`: there when the day began. */
  inTheMorning: number;
  /** Of `accepted`: before that day's listing. */
  acceptedBefore: number;
}

/** What one invitation first listed at `firstListed` adds to a day of age, at or after that. */
function addDay(
  day: ExpectedDay,
  firstListed: number,
  age: number,
  acceptedAt: readonly number[],
  model: FateModel,
): void {
  const first = Math.floor(firstListed);
  // Later listings follow at whole days; on the day of the first one there is none behind it yet.
  const listing = firstListed + age - first;
  const gone = age === first ? goneBy(firstListed, model) : goneBy(listing - 1, model);
  const accepted = age === first ? trueAcceptedBy(firstListed, model) : (acceptedAt[age] ?? 0);
  day.atRisk += 1 - accepted - gone;
  day.accepted += (acceptedAt[age + 1] ?? 0) - accepted;
  day.gone += goneBy(listing, model) - gone;
  if (age === first) return;
  day.inTheMorning += 1 - accepted - gone;
  day.acceptedBefore += trueAcceptedBy(listing, model) - accepted;
}

/** Share declined or expired; what is left at expiry goes then. */
function goneBy(ageDays: number, model: FateModel): number {
  return ageDays >= EXPIRY_DAYS ? 1 - trueAcceptedBy(EXPIRY_DAYS, model) : trueDeclinedBy(ageDays, model);
}

function firstAtOrAfter(ascending: readonly number[], instant: number): number | undefined {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((ascending[middle] ?? Number.POSITIVE_INFINITY) < instant) low = middle + 1;
    else high = middle;
  }
  return ascending[low];
}

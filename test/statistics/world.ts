import type { Random } from "../../lib/analytics/random.ts";
import type { LedgerRecord } from "../../lib/analytics/read-observation.ts";
import type { FateLaw } from "./fate-law.ts";

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** The first list: 09:00 UTC, and every list after it at that hour. Milliseconds since 1970. */
export const FIRST_LIST = Date.UTC(2026, 0, 5, 9);
export const LIST_HOUR = 9;

/** When a report is read on a day of the log, day 0 being that of the first list: the sweep of that day is over. */
export const lookOn = (day: number): number => FIRST_LIST + day * DAY_MS + 2 * HOUR_MS;

/** One identity of a world, and how it sends. */
export interface SenderSpec {
  readonly identityId: string;
  readonly thresholdDays: number;
  readonly sendsPerDay: number;
  /** First day of the log on which it sends. Default 0. */
  readonly sendsFromDay?: number;
  /** Sends fall evenly on the nine hours from this one on, UTC. */
  readonly startHour: number;
  /** How many the first list finds pending, sent evenly from `oldestDays` to `youngestDays` (default 0) before it. */
  readonly backlog: { readonly count: number; readonly oldestDays: number; readonly youngestDays?: number };
  /** Fates of those sent on a day, counted from the first list; called once for each seed. */
  readonly laws: (random: Random) => (sentDay: number) => FateLaw;
  /** The laws of today's sends, each as common as the next: what an estimate is held against. */
  readonly lawsToday: readonly FateLaw[];
}

/** A team, its daily lists and its withdrawals. */
export interface WorldSpec {
  readonly name: string;
  /** Days from the first list to the last. */
  readonly days: number;
  readonly senders: readonly SenderSpec[];
  readonly holdout: { readonly share: number; readonly maxAgeDays: number };
  /** The threshold that the report takes as the one in force, in days. */
  readonly thresholdDays: number;
  /** False: every sweep is a dry run. Default true. */
  readonly withdraws?: boolean;
  /** The report reads from so many days before its end. Default: from the beginning. */
  readonly sinceDays?: number;
  /** The curve seldom reaches past the threshold in force, so that figures about it may be left out. Default: never. */
  readonly seldomReachesFar?: boolean;
  /** So many times the data sets of other worlds, where one alone tells little. Default 1. */
  readonly setsFactor?: number;
  /** Lists show the backlog's dates as "1 month ago", and all else to the minute. Default: every date is exact. */
  readonly isBacklogDatedRelatively?: boolean;
  /** One more invitation of the first sender, sent an hour before the first list, that nobody ever answers. */
  readonly hasUnanswered?: boolean;
}

/** What the ledger holds of one invitation, and of whom. */
export interface WorldRecord {
  readonly identityId: string;
  readonly thresholdDays: number;
  readonly record: LedgerRecord;
}

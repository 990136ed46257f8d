import { readCron } from "../config/cron.ts";
import { longestGapHours } from "../config/firings.ts";
import type { Schedule } from "../config/schema.ts";
import type { Policy } from "../domain/policy.ts";

/** What a run may be late by: its flexible window, and the time that start-run takes. */
const SLACK_HOURS = 2;

/** Hours without a run after which one is missing: the longest gap of the schedule and some slack. 26 for a daily one. */
export function missingRunHours({ cron }: Schedule): number {
  return gapHours(cron) + SLACK_HOURS;
}

/** Days within which the schedule fires at least once. 1 for a daily one, 3 for one that rests at weekends. */
export function runDays({ cron }: Schedule): number {
  return Math.ceil(gapHours(cron) / 24);
}

function gapHours(expression: string): number {
  const reading = readCron(expression);
  if (!reading.valid) throw new TypeError(`not a schedule: ${expression}`);
  return longestGapHours(reading.cron);
}

/**
 * The most that can be withdrawn within an hour while every cap holds: what a run may queue, or, where the identities
 * are listed, what they may call in a whole day.
 */
export function hourlyCeiling({ identities, dailyCap, catchUp, runCap }: Policy): number {
  if (identities === "all") return runCap;
  // Whoever catches up may call for more than its own cap, and rings nothing by it.
  const highest = (own: number) => Math.max(own, catchUp?.dailyCap ?? 0);
  const listed = identities.reduce((sum, one) => sum + (one.paused ? 0 : highest(one.dailyCap ?? dailyCap)), 0);
  return Math.min(runCap, listed);
}

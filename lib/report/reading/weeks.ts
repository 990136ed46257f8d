import { DAY_MS, utcDay } from "../../domain/time.ts";
import type { Outcome } from "../../domain/tracked-invitation.ts";
import type { WeekOfEndings } from "../report-data.ts";
import type { ReportWindow } from "./window.ts";

/** Endings by week, Monday to Sunday in UTC. */
export class Weeks {
  readonly #counts = new Map<number, Record<Outcome, number>>();

  add(endedAt: Date, outcome: Outcome): void {
    const week = weekOf(endedAt);
    const counts = this.#counts.get(week) ?? none();
    counts[outcome] += 1;
    this.#counts.set(week, counts);
  }

  /** Every week the window touches, oldest first, those without endings included. */
  list({ since, until }: ReportWindow): WeekOfEndings[] {
    const first = weekOf(since);
    return Array.from({ length: Math.max(0, weekOf(until) - first + 1) }, (_, index) => {
      const { withdrawn, accepted, gone, failed } = this.#counts.get(first + index) ?? none();
      return { weekOf: mondayOf(first + index), withdrawn, accepted, gone, failed };
    });
  }
}

/** 1 January 1970 was a Thursday. */
const DAYS_INTO_FIRST_WEEK = 3;

const weekOf = (at: Date): number => Math.floor((Math.floor(at.getTime() / DAY_MS) + DAYS_INTO_FIRST_WEEK) / 7);

const mondayOf = (week: number): string => utcDay(new Date((week * 7 - DAYS_INTO_FIRST_WEEK) * DAY_MS));

const none = (): Record<Outcome, number> => ({ withdrawn: 0, accepted: 0, gone: 0, failed: 0 });

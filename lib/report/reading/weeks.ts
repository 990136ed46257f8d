import { startOfWeek, weekOf } from "../../analytics/cohorts.ts";
import { utcDay } from "../../domain/time.ts";
import { OUTCOMES, type Outcome } from "../../domain/tracked-invitation.ts";
import type { WeekOfEndings } from "../report-data.ts";
import type { ReportWindow } from "./window.ts";

/** Endings by week, Monday to Sunday in UTC. */
export class Weeks {
  readonly #counts = new Map<number, Record<Outcome, number>>();

  add(endedAt: Date, outcome: Outcome, count = 1): void {
    this.addAt(endedAt.getTime(), outcome, count);
  }

  /** The same in milliseconds since 1970. */
  addAt(endedAt: number, outcome: Outcome, count = 1): void {
    const week = weekOf(endedAt);
    const known = this.#counts.get(week);
    const counts = known ?? none();
    if (known === undefined) this.#counts.set(week, counts);
    counts[outcome] += count;
  }

  /** Counts what another has counted too. */
  include(other: Weeks): void {
    for (const [week, counts] of other.#counts) {
      const own = this.#counts.get(week) ?? none();
      for (const outcome of OUTCOMES) own[outcome] += counts[outcome];
      this.#counts.set(week, own);
    }
  }

  /** Every week the window touches, oldest first, those without endings included. */
  list({ since, until }: ReportWindow): WeekOfEndings[] {
    const first = weekOf(since.getTime());
    return Array.from({ length: Math.max(0, weekOf(until.getTime()) - first + 1) }, (_, index) => {
      const { withdrawn, accepted, gone, failed } = this.#counts.get(first + index) ?? none();
      return { weekOf: mondayOf(first + index), withdrawn, accepted, gone, failed };
    });
  }
}

const mondayOf = (week: number): string => utcDay(new Date(startOfWeek(week)));

const none = (): Record<Outcome, number> => ({ withdrawn: 0, accepted: 0, gone: 0, failed: 0 });

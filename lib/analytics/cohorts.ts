import { MILLISECONDS_PER_DAY } from "./age.ts";
import { type CellCounts, DayGrid } from "./day-grid.ts";
import type { Observation } from "./observation.ts";

/** Where an observation belongs. */
export interface Placed {
  readonly observation: Observation;
  /** Milliseconds since 1970 UTC. */
  readonly sentAt: number;
  readonly endedAt: number;
}

/** What an invitation shares with others like it. */
export interface Stratum {
  readonly identityId: string;
  /** The threshold that was in force for it when its end was noted, in days; null where nothing says so. */
  readonly thresholdDays: number | null;
}

/** One identity's invitations by week of sending. */
export interface IdentityCohorts {
  readonly byWeek: Map<number, DayGrid>;
  /** The threshold that was in force, by week, as far as endings tell. */
  readonly thresholds: Map<number, number>;
}

/**
 * Observations by identity and week of sending, each week a grid of counts by day of age. It is what batches that differ,
 * drift, a change of threshold and the look of a week ago are told from: the age of a cell and its week of sending give the
 * days on which it happened, to within a week.
 *
 * Memory: identities × weeks × days of age, about a kilobyte for each week of an identity; no invitation is held.
 */
export class Cohorts {
  readonly #identities = new Map<string, IdentityCohorts>();

  /** O(1) amortised. Throws what `DayGrid.add` throws. */
  add({ observation, sentAt, endedAt }: Placed, { identityId, thresholdDays }: Stratum): void {
    const { byWeek, thresholds } = this.#of(identityId);
    gridOf(byWeek, weekOf(sentAt)).add(observation);
    if (thresholdDays !== null) thresholds.set(weekOf(endedAt), thresholdDays);
  }

  /** Counts what was counted elsewhere, of one week of sending and day of age. Throws what `DayGrid.addCell` throws. */
  addCell(identityId: string, week: number, age: number, counts: CellCounts): void {
    gridOf(this.#of(identityId).byWeek, week).addCell(age, counts);
  }

  /** The threshold that the last ending of a week tells, as it was found elsewhere. */
  noteThreshold(identityId: string, week: number, thresholdDays: number): void {
    this.#of(identityId).thresholds.set(week, thresholdDays);
  }

  /** Adds what another has counted; the other is left alone. */
  merge(other: Cohorts): void {
    for (const [identityId, { byWeek, thresholds }] of other.#identities) {
      const own = this.#of(identityId);
      for (const [week, grid] of byWeek) gridOf(own.byWeek, week).merge(grid);
      for (const [week, days] of thresholds) own.thresholds.set(week, days);
    }
  }

  /**
   * Takes over what others have counted, each other identities: nothing is copied, so none of them may count any more.
   * O(identities).
   */
  static join(others: Iterable<Cohorts>): Cohorts {
    const joined = new Cohorts();
    for (const other of others) {
      for (const [identityId, one] of other.#identities) {
        if (joined.#identities.has(identityId)) throw new RangeError(`${identityId} has been counted in two places`);
        joined.#identities.set(identityId, one);
      }
    }
    return joined;
  }

  get identities(): ReadonlyMap<string, IdentityCohorts> {
    return this.#identities;
  }

  #of(identityId: string): IdentityCohorts {
    const known = this.#identities.get(identityId);
    if (known !== undefined) return known;
    const created = { byWeek: new Map(), thresholds: new Map() };
    this.#identities.set(identityId, created);
    return created;
  }
}

function gridOf(byWeek: Map<number, DayGrid>, week: number): DayGrid {
  const known = byWeek.get(week);
  if (known !== undefined) return known;
  const created = new DayGrid();
  byWeek.set(week, created);
  return created;
}

/** 1 January 1970 was a Thursday. */
const DAYS_INTO_FIRST_WEEK = 3;
export const MILLISECONDS_PER_WEEK = 7 * MILLISECONDS_PER_DAY;

/** The week of a moment, Monday to Sunday in UTC, counted on from that of 1 January 1970. O(1). */
export const weekOf = (at: number): number =>
  Math.floor((at + DAYS_INTO_FIRST_WEEK * MILLISECONDS_PER_DAY) / MILLISECONDS_PER_WEEK);

/** The moment a week begins, in milliseconds since 1970 UTC. O(1). */
export const startOfWeek = (week: number): number =>
  week * MILLISECONDS_PER_WEEK - DAYS_INTO_FIRST_WEEK * MILLISECONDS_PER_DAY;

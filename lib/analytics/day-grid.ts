import { MAX_AGE_DAYS, MINUTES_PER_DAY, type Observation } from "./observation.ts";

/** Counts per age in days; index t is age t. All have length `lastAge + 1`. Live views: copy to keep. */
export interface GridColumns {
  readonly entries: Float64Array;
  readonly accepted: Float64Array;
  /** Of `accepted`: before the hour at which sweeps come to the invitation. */
  readonly acceptedBeforeSweep: Float64Array;
  readonly gone: Float64Array;
  readonly censored: Float64Array;
  /** Minutes of that day on which those that count as at risk were not watched: before first sight, after a censoring. */
  readonly unwatchedMinutes: Float64Array;
  /** Of those at risk on that day: how many no list could have found gone, because it was the first to show them. */
  readonly justEntered: Float64Array;
}

const INITIAL_DAYS = 16;

/**
 * Counts observations per day of age and forgets them: everything the estimators need, in memory that depends on the
 * oldest age only (56 bytes a day, 204 kB at ten years), however many invitations are added.
 *
 * Which entry belongs to which exit is lost on purpose. No estimator here needs it: `n(t)` is entries so far minus
 * exits so far. Counts are doubles, exact up to 2⁵³, because 32-bit counters would wrap in silence; parts of a day are
 * counted in whole minutes, so that sums are exact and the order of adding changes nothing.
 */
export class DayGrid {
  #columns: GridColumns = emptyColumns(INITIAL_DAYS);
  #lastAge = -1;
  #informativeCensorings = 0;

  /**
   * Counts one observation. O(1) amortised: the arrays double when an age does not fit.
   * @throws RangeError unless `0 ≤ entryAge ≤ exitAge ≤ MAX_AGE_DAYS`, both whole days, and the minutes are whole and in range.
   */
  add(observation: Observation): void {
    const { entryAge, exitAge, ending, entryMinute = 0, exitMinute = MINUTES_PER_DAY } = observation;
    // `>>> 0` changes anything that is not a whole number of 0 or more, `NaN` included.
    if (entryAge >>> 0 !== entryAge || exitAge >>> 0 !== exitAge || entryAge > exitAge || exitAge > MAX_AGE_DAYS) {
      throw new RangeError(`ages must be whole days with 0 ≤ entry ≤ exit ≤ ${MAX_AGE_DAYS}: ${entryAge}, ${exitAge}`);
    }
    if (!isMinute(entryMinute, MINUTES_PER_DAY - 1) || !isMinute(exitMinute, MINUTES_PER_DAY)) {
      throw new RangeError(`minutes must be whole and within the day: ${entryMinute}, ${exitMinute}`);
    }
    this.#reach(exitAge);
    const columns = this.#columns;
    increment(columns.entries, entryAge, 1);
    increment(columns[ending], exitAge, 1);
    if (ending === "accepted" && observation.isBeforeSweep === true) increment(columns.acceptedBeforeSweep, exitAge, 1);
    if (observation.informative === true) this.#informativeCensorings += 1;
    this.#countUnwatched(observation, entryMinute, ending === "censored" ? exitMinute : MINUTES_PER_DAY);
  }

  /**
   * Day 0 is taken as it was first seen: every later chance is one of those still pending then, so what is left of the day
   * is all of it. Whoever enters on a later day has missed its beginning, and cannot be found gone on it, because the list
   * that showed it first was the last one of that day.
   */
  #countUnwatched({ entryAge, exitAge, ending }: Observation, entryMinute: number, exitMinute: number): void {
    const { unwatchedMinutes, justEntered } = this.#columns;
    const isSameDay = entryAge === exitAge;
    const missedAtEnd = MINUTES_PER_DAY - exitMinute;
    if (entryAge === 0) {
      const left = MINUTES_PER_DAY - entryMinute;
      const watched = isSameDay ? Math.max(0, exitMinute - entryMinute) / left : 1;
      const missed = isSameDay ? Math.round((1 - watched) * MINUTES_PER_DAY) : missedAtEnd;
      if (missed > 0) increment(unwatchedMinutes, exitAge, missed);
      return;
    }
    if (entryMinute > 0) {
      increment(unwatchedMinutes, entryAge, isSameDay ? Math.min(entryMinute, exitMinute) : entryMinute);
      if (!(isSameDay && ending === "gone")) increment(justEntered, entryAge, 1);
    }
    if (missedAtEnd > 0) increment(unwatchedMinutes, exitAge, missedAtEnd);
  }

  /** Adds another grid's counts to this one; the other is left alone. O(oldest age of the other). */
  merge(other: DayGrid): void {
    this.#reach(other.lastAge);
    const source = other.columns();
    for (const name of COLUMN_NAMES) {
      const column = this.#columns[name];
      for (const [age, count] of source[name].entries()) increment(column, age, count);
    }
    this.#informativeCensorings += other.informativeCensorings;
  }

  /** Largest age at which anything ended; −1 while the grid is empty. */
  get lastAge(): number {
    return this.#lastAge;
  }

  /** Censorings that may say something about acceptance; they are in the `censored` column too. */
  get informativeCensorings(): number {
    return this.#informativeCensorings;
  }

  /** The counts, without copying. O(1). */
  columns(): GridColumns {
    const length = this.#lastAge + 1;
    return mapColumns((name) => this.#columns[name].subarray(0, length));
  }

  #reach(age: number): void {
    if (age > this.#lastAge) this.#lastAge = age;
    const capacity = this.#columns.entries.length;
    if (age < capacity) return;
    const grown = emptyColumns(Math.max(age + 1, capacity * 2));
    for (const name of COLUMN_NAMES) grown[name].set(this.#columns[name]);
    this.#columns = grown;
  }
}

const COLUMN_NAMES = [
  "entries",
  "accepted",
  "acceptedBeforeSweep",
  "gone",
  "censored",
  "unwatchedMinutes",
  "justEntered",
] as const satisfies (keyof GridColumns)[];

function mapColumns(column: (name: keyof GridColumns) => Float64Array): GridColumns {
  return Object.fromEntries(COLUMN_NAMES.map((name) => [name, column(name)])) as unknown as GridColumns;
}

const emptyColumns = (days: number): GridColumns => mapColumns(() => new Float64Array(days));

const isMinute = (value: number, most: number): boolean => value >>> 0 === value && value <= most;

function increment(column: Float64Array, age: number, by: number): void {
  column[age] = (column[age] ?? 0) + by;
}

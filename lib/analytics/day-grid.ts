import { MAX_AGE_DAYS, type Observation } from "./observation.ts";

/** Counts per age in days; index t is age t. All four have length `lastAge + 1`. Live views: copy to keep. */
export interface GridColumns {
  readonly entries: Float64Array;
  readonly accepted: Float64Array;
  readonly gone: Float64Array;
  readonly censored: Float64Array;
}

const INITIAL_DAYS = 64;

/**
 * Counts observations per day of age and forgets them: everything the estimators need, in memory that depends on the
 * oldest age only (32 bytes a day, 117 kB at ten years), however many invitations are added.
 *
 * Which entry belongs to which exit is lost on purpose. No estimator here needs it: `n(t)` is entries so far minus
 * exits so far. Counts are doubles, exact up to 2⁵³, because 32-bit counters would wrap in silence.
 */
export class DayGrid {
  #columns: GridColumns = emptyColumns(INITIAL_DAYS);
  #lastAge = -1;
  #informativeCensorings = 0;

  /**
   * Counts one observation. O(1) amortised: the arrays double when an age does not fit.
   * @throws RangeError unless `0 ≤ entryAge ≤ exitAge ≤ MAX_AGE_DAYS`, both whole days.
   */
  add(observation: Observation): void {
    const { entryAge, exitAge } = observation;
    // `>>> 0` changes anything that is not a whole number of 0 or more, `NaN` included.
    if (entryAge >>> 0 !== entryAge || exitAge >>> 0 !== exitAge || entryAge > exitAge || exitAge > MAX_AGE_DAYS) {
      throw new RangeError(`ages must be whole days with 0 ≤ entry ≤ exit ≤ ${MAX_AGE_DAYS}: ${entryAge}, ${exitAge}`);
    }
    this.#reach(exitAge);
    increment(this.#columns.entries, entryAge, 1);
    increment(this.#columns[observation.ending], exitAge, 1);
    if (observation.informative === true) this.#informativeCensorings += 1;
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
    const { entries, accepted, gone, censored } = this.#columns;
    return {
      entries: entries.subarray(0, length),
      accepted: accepted.subarray(0, length),
      gone: gone.subarray(0, length),
      censored: censored.subarray(0, length),
    };
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

const COLUMN_NAMES = ["entries", "accepted", "gone", "censored"] as const;

function emptyColumns(days: number): GridColumns {
  return {
    entries: new Float64Array(days),
    accepted: new Float64Array(days),
    gone: new Float64Array(days),
    censored: new Float64Array(days),
  };
}

function increment(column: Float64Array, age: number, by: number): void {
  column[age] = (column[age] ?? 0) + by;
}

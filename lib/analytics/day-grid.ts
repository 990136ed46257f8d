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

/** The counts of one day of age; `informative`: how many of `censored` may say something about acceptance. */
export type CellCounts = Readonly<Record<keyof GridColumns | "informative", number>>;

const INITIAL_DAYS = 16;

const COLUMN_NAMES = [
  "entries",
  "accepted",
  "acceptedBeforeSweep",
  "gone",
  "censored",
  "unwatchedMinutes",
  "justEntered",
] as const satisfies (keyof GridColumns)[];
/** Their places. */
const ENTRIES = 0;
const ACCEPTED = 1;
const ACCEPTED_BEFORE_SWEEP = 2;
const GONE = 3;
const CENSORED = 4;
const UNWATCHED_MINUTES = 5;
const JUST_ENTERED = 6;

/**
 * Counts observations per day of age and forgets them: everything the estimators need, in memory that depends on the
 * oldest age only (56 bytes a day, 204 kB at ten years), however many invitations are added.
 *
 * Which entry belongs to which exit is lost on purpose. No estimator here needs it: `n(t)` is entries so far minus
 * exits so far. Counts are doubles, exact up to 2⁵³, because 32-bit counters would wrap in silence; parts of a day are
 * counted in whole minutes, so that sums are exact and the order of adding changes nothing.
 */
export class DayGrid {
  /** Column after column, each of `#days` ages: a report of a year and a thousand identities has a hundred thousand grids. */
  #cells = new Float64Array(COLUMN_NAMES.length * INITIAL_DAYS);
  #days = INITIAL_DAYS;
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
    this.#increment(ENTRIES, entryAge, 1);
    if (ending === "censored") this.#increment(CENSORED, exitAge, 1);
    else if (ending === "gone") this.#increment(GONE, exitAge, 1);
    else this.#increment(ACCEPTED, exitAge, 1);
    if (ending === "accepted" && observation.isBeforeSweep === true) this.#increment(ACCEPTED_BEFORE_SWEEP, exitAge, 1);
    if (observation.informative === true) this.#informativeCensorings += 1;
    this.#countUnwatched(observation, entryMinute, ending === "censored" ? exitMinute : MINUTES_PER_DAY);
  }

  /**
   * Day 0 is taken as it was first seen: every later chance is one of those still pending then, so what is left of the day
   * is all of it. Whoever enters on a later day has missed its beginning, and cannot be found gone on it, because the list
   * that showed it first was the last one of that day.
   */
  #countUnwatched({ entryAge, exitAge, ending }: Observation, entryMinute: number, exitMinute: number): void {
    const isSameDay = entryAge === exitAge;
    const missedAtEnd = MINUTES_PER_DAY - exitMinute;
    if (entryAge === 0) {
      const left = MINUTES_PER_DAY - entryMinute;
      const watched = isSameDay ? Math.max(0, exitMinute - entryMinute) / left : 1;
      const missed = isSameDay ? Math.round((1 - watched) * MINUTES_PER_DAY) : missedAtEnd;
      if (missed > 0) this.#increment(UNWATCHED_MINUTES, exitAge, missed);
      return;
    }
    if (entryMinute > 0) {
      this.#increment(UNWATCHED_MINUTES, entryAge, isSameDay ? Math.min(entryMinute, exitMinute) : entryMinute);
      if (!(isSameDay && ending === "gone")) this.#increment(JUST_ENTERED, entryAge, 1);
    }
    if (missedAtEnd > 0) this.#increment(UNWATCHED_MINUTES, exitAge, missedAtEnd);
  }

  /**
   * Counts what was counted elsewhere, of one day of age. O(1) amortised.
   * @throws RangeError for an age that is no whole day up to `MAX_AGE_DAYS`, and for a count that is no whole number of 0 or more
   */
  addCell(age: number, counts: CellCounts): void {
    if (age >>> 0 !== age || age > MAX_AGE_DAYS) throw new RangeError(`no age in whole days: ${age}`);
    const wrong = Object.entries(counts).find(([, count]) => !(Number.isSafeInteger(count) && count >= 0));
    if (wrong !== undefined) throw new RangeError(`${wrong[0]} must be a whole number of 0 or more: ${wrong[1]}`);
    this.#reach(age);
    for (const [column, name] of COLUMN_NAMES.entries()) this.#increment(column, age, counts[name]);
    this.#informativeCensorings += counts.informative;
  }

  /** Adds another grid's counts to this one; the other is left alone. O(oldest age of the other). */
  merge(other: DayGrid): void {
    this.#reach(other.lastAge);
    const source = other.columns();
    for (const [column, name] of COLUMN_NAMES.entries()) {
      for (const [age, count] of source[name].entries()) this.#increment(column, age, count);
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
    const column = (place: number) => this.#cells.subarray(place * this.#days, place * this.#days + this.#lastAge + 1);
    return {
      entries: column(ENTRIES),
      accepted: column(ACCEPTED),
      acceptedBeforeSweep: column(ACCEPTED_BEFORE_SWEEP),
      gone: column(GONE),
      censored: column(CENSORED),
      unwatchedMinutes: column(UNWATCHED_MINUTES),
      justEntered: column(JUST_ENTERED),
    };
  }

  #reach(age: number): void {
    if (age > this.#lastAge) this.#lastAge = age;
    if (age < this.#days) return;
    const days = Math.max(age + 1, this.#days * 2);
    const grown = new Float64Array(COLUMN_NAMES.length * days);
    for (let column = 0; column < COLUMN_NAMES.length; column++) {
      grown.set(this.#cells.subarray(column * this.#days, (column + 1) * this.#days), column * days);
    }
    this.#cells = grown;
    this.#days = days;
  }

  #increment(column: number, age: number, by: number): void {
    const cell = column * this.#days + age;
    this.#cells[cell] = (this.#cells[cell] as number) + by;
  }
}

const isMinute = (value: number, most: number): boolean => value >>> 0 === value && value <= most;

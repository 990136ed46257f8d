import { Cohorts, type Stratum } from "./cohorts.ts";
import { DayGrid } from "./day-grid.ts";
import { EXCLUSIONS, type Exclusion, type LedgerRecord, readObservation } from "./read-observation.ts";

/** All alike: for counts that nobody takes apart. */
const NO_STRATUM: Stratum = { identityId: "", thresholdDays: null };

/** Reads ledger records into counts by identity, week and day of age, and counts those that gave no observation. Holds no record. */
export class Intake {
  readonly cohorts: Cohorts;
  readonly #exclusions: Record<Exclusion, number> = noExclusions();

  constructor(cohorts = new Cohorts()) {
    this.cohorts = cohorts;
  }

  /** What several have read, each of other identities; see `Cohorts.join`. */
  static join(others: readonly Intake[]): Intake {
    const joined = new Intake(Cohorts.join(others.map(({ cohorts }) => cohorts)));
    for (const other of others) {
      for (const reason of EXCLUSIONS) joined.#exclusions[reason] += other.#exclusions[reason];
    }
    return joined;
  }

  /** O(1). A record that cannot be read is counted and never stops the rest. */
  add(record: LedgerRecord, stratum: Stratum = NO_STRATUM): void {
    const reading = readObservation(record);
    if (reading.kind === "observed") this.cohorts.add(reading, stratum);
    else this.#exclusions[reading.reason] += 1;
  }

  /** Adds what another intake has read. O(cells of the other). */
  merge(other: Intake): void {
    this.cohorts.merge(other.cohorts);
    for (const reason of EXCLUSIONS) this.#exclusions[reason] += other.#exclusions[reason];
  }

  /** All of them in one grid, a copy. O(cells). */
  get grid(): DayGrid {
    const grid = new DayGrid();
    for (const { byWeek } of this.cohorts.identities.values()) for (const week of byWeek.values()) grid.merge(week);
    return grid;
  }

  /** Every reason with its count, zeros included. */
  get exclusions(): Readonly<Record<Exclusion, number>> {
    return { ...this.#exclusions };
  }
}

// Written out, not built from the list, so that the compiler checks that each reason has a counter.
function noExclusions(): Record<Exclusion, number> {
  return {
    "unreadable-date": 0,
    "seen-before-sent": 0,
    "dates-disagree": 0,
    "age-not-known": 0,
    "missing-end-date": 0,
    "ended-before-first-seen": 0,
    "no-complete-listing": 0,
    "age-out-of-range": 0,
    "unknown-state": 0,
  };
}

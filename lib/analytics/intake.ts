import { DayGrid } from "./day-grid.ts";
import { EXCLUSIONS, type Exclusion, type LedgerRecord, readObservation } from "./read-observation.ts";

/** Reads ledger records into a day grid and counts those that gave no observation, by reason. Holds no record. */
export class Intake {
  readonly grid = new DayGrid();
  readonly #exclusions: Record<Exclusion, number> = noExclusions();

  /** O(1). A record that cannot be read is counted and never stops the rest. */
  add(record: LedgerRecord): void {
    const reading = readObservation(record);
    if (reading.kind === "observed") this.grid.add(reading.observation);
    else this.#exclusions[reading.reason] += 1;
  }

  /** Adds what another intake has read. O(oldest age of the other). */
  merge(other: Intake): void {
    this.grid.merge(other.grid);
    for (const reason of EXCLUSIONS) this.#exclusions[reason] += other.#exclusions[reason];
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

import { type DaysPendingHistogram, histogramOfCounts } from "../../analytics/days-pending-histogram.ts";

/** Ages in whole days, counted: memory for each distinct age, however many invitations have it. */
export class Ages {
  readonly #counts = new Map<number, number>();

  add(days: number, count = 1): void {
    this.#counts.set(days, (this.#counts.get(days) ?? 0) + count);
  }

  /** Counts what another has counted too. */
  include(other: Ages): void {
    for (const [days, count] of other.#counts) this.#counts.set(days, (this.#counts.get(days) ?? 0) + count);
  }

  histogram(): DaysPendingHistogram {
    return histogramOfCounts(this.#counts);
  }
}

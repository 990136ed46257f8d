import { at } from "./at.ts";
import type { DayGrid } from "./day-grid.ts";
import { MINUTES_PER_DAY } from "./observation.ts";

/**
 * The first day of age at which a grid contradicts itself, or null: more end, or go unwatched, than are there, a part is
 * larger than its whole, or somebody never leaves. Every grid of observations is free of it; one that was put together from
 * a file that has lost lines is not. O(oldest age).
 */
export function gridFault(grid: DayGrid): number | null {
  const columns = grid.columns();
  let present = 0;
  for (let age = 0; age <= grid.lastAge; age++) {
    const count = (name: keyof typeof columns): number => at(columns[name], age);
    present += count("entries");
    const isWhole =
      count("acceptedBeforeSweep") <= count("accepted") &&
      count("justEntered") <= count("entries") &&
      count("unwatchedMinutes") <= present * MINUTES_PER_DAY;
    const leaving = count("accepted") + count("gone") + count("censored");
    if (!isWhole || leaving > present) return age;
    present -= leaving;
  }
  return present === 0 ? null : grid.lastAge;
}

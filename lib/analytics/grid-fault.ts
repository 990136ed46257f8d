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
    const at = (name: keyof typeof columns): number => columns[name][age] ?? 0;
    present += at("entries");
    const isWhole =
      at("acceptedBeforeSweep") <= at("accepted") &&
      at("justEntered") <= at("entries") &&
      at("unwatchedMinutes") <= present * MINUTES_PER_DAY;
    const leaving = at("accepted") + at("gone") + at("censored");
    if (!isWhole || leaving > present) return age;
    present -= leaving;
  }
  return present === 0 ? null : grid.lastAge;
}

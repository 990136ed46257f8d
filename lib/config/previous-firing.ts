import { instantOf, wallTimeAt } from "../domain/civil-time.ts";
import { DAY_MS } from "../domain/time.ts";
import type { Cron } from "./cron.ts";
import { firingsOn } from "./firings.ts";

/**
 * The last time before `at` that a schedule fired. Exact to the minute over clock changes too, so that periods from one
 * firing to the next neither overlap nor leave anything out.
 *
 * @throws RangeError when it did not fire within `days`
 */
export function previousFiring(cron: Cron, timezone: string, at: Date, days: number): Date {
  const today = Math.floor(wallTimeAt(at.getTime(), timezone) / DAY_MS);
  for (let day = today; day >= today - days; day--) {
    for (const wall of firingsOn(cron, day * DAY_MS).reverse()) {
      const fired = instantOf(wall, timezone);
      if (fired < at) return fired;
    }
  }
  throw new RangeError(`the schedule did not fire in the ${days} days before ${at.toISOString()}`);
}

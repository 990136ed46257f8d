import { readCron } from "../config/cron.ts";
import { previousFiring } from "../config/previous-firing.ts";

/** No two digests are further apart: the configuration asks for one every 31 days. */
const MAX_PERIOD_DAYS = 32;

/**
 * When the digest before one was due, by the schedule of both. For a time that is no firing of it, the last one before.
 *
 * @throws TypeError for a `cron` that the configuration would have refused
 */
export function periodsOf(cron: string, timezone: string): (due: Date) => Date {
  const reading = readCron(cron);
  if (!reading.valid) throw new TypeError(`not a schedule: ${cron}; accepted: ${reading.accepted}`);
  return (due) => previousFiring(reading.cron, timezone, due, MAX_PERIOD_DAYS);
}

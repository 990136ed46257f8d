import { IANAZone } from "luxon";
import type { Rng } from "./rng.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "./time.ts";

/** Invitations are sent from nine to six, local time, also at weekends: fewer special cases for the tests to know. */
const WORKDAY_START_HOUR = 9;
const WORKDAY_HOURS = 9;

/**
 * An instant (epoch milliseconds) in the working hours of the local calendar day that lies `dayNumber` days after the
 * one `epoch` falls on; negative days lie before it. Takes one number from the stream.
 */
export function workingInstant(timezone: string, epoch: number, dayNumber: number, rng: Rng): number {
  return workdayStart(timezone, epoch, dayNumber) + Math.floor(rng() * WORKDAY_HOURS * HOUR_MS);
}

/** Nine in the morning, local time, of day `dayNumber` counted from the local day of `epoch`. Epoch milliseconds. */
export function workdayStart(timezone: string, epoch: number, dayNumber: number): number {
  const localMidnight = Math.floor((epoch + offsetAt(timezone, epoch)) / DAY_MS) * DAY_MS;
  const civil = localMidnight + dayNumber * DAY_MS + WORKDAY_START_HOUR * HOUR_MS;
  // Clocks change at night, so the offset looked up near the wanted instant is the one in force at nine.
  return civil - offsetAt(timezone, civil - offsetAt(timezone, civil));
}

/** The calendar day of an instant in a time zone, as `YYYY-MM-DD`. */
export function localDate(timezone: string, at: number): string {
  return new Date(at + offsetAt(timezone, at)).toISOString().slice(0, 10);
}

/** Milliseconds that local time is ahead of UTC at an instant, from the time zone data Node brings along. */
function offsetAt(timezone: string, at: number): number {
  return IANAZone.create(timezone).offset(at) * MINUTE_MS;
}

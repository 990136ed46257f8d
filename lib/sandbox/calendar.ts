import { IANAZone } from "luxon";
import type { Rng } from "./rng.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "./time.ts";

/** Invitations are sent from nine to six, local time, also at weekends: fewer special cases for the tests to know. */
const WORKDAY_START_HOUR = 9;
const WORKDAY_HOURS = 9;

/** The days of a world as one time zone counts them: day 0 is the local day on which the world begins. */
export interface Calendar {
  /** Nine in the morning, local time, of that day; negative days lie before the world's begin. Epoch milliseconds. */
  workdayStart(dayNumber: number): number;
  /** An instant (epoch milliseconds) in the working hours of that day. Takes one number from the stream. */
  workingInstant(dayNumber: number, rng: Rng): number;
}

/** `epoch`: when the world begins, in milliseconds. Each day is looked up once, for a world asks for it with every invitation. */
export function createCalendar(timezone: string, epoch: number): Calendar {
  const localMidnight = Math.floor((epoch + offsetAt(timezone, epoch)) / DAY_MS) * DAY_MS;
  const starts = new Map<number, number>();

  function workdayStart(dayNumber: number): number {
    const known = starts.get(dayNumber);
    if (known !== undefined) return known;
    const civil = localMidnight + dayNumber * DAY_MS + WORKDAY_START_HOUR * HOUR_MS;
    // Clocks change at night, so the offset looked up near the wanted instant is the one in force at nine.
    const start = civil - offsetAt(timezone, civil - offsetAt(timezone, civil));
    starts.set(dayNumber, start);
    return start;
  }

  return {
    workdayStart,
    workingInstant: (dayNumber, rng) => workdayStart(dayNumber) + Math.floor(rng() * WORKDAY_HOURS * HOUR_MS),
  };
}

/** The calendar day of an instant in a time zone, as `YYYY-MM-DD`. */
export function localDate(timezone: string, at: number): string {
  return new Date(at + offsetAt(timezone, at)).toISOString().slice(0, 10);
}

/** Milliseconds that local time is ahead of UTC at an instant, from the time zone data Node brings along. */
function offsetAt(timezone: string, at: number): number {
  return IANAZone.create(timezone).offset(at) * MINUTE_MS;
}

import { dayAndMinute } from "./age.ts";
import { type Ending, MINUTES_PER_DAY, type Observation } from "./observation.ts";

/** When an invitation was watched, in milliseconds since 1970 UTC; none before it was sent, each no earlier than the one above. */
interface Watched {
  /** When a list first showed it: at this hour of its day sweeps come to it. */
  readonly firstSeenAt: number;
  /** From when on its life counts. */
  readonly watchedFrom: number;
  readonly endedAt: number;
}

/**
 * Days and minutes of age for the moments of one invitation. O(1).
 *
 * A censoring at the very start of a day belongs to the day before, which was watched to its end; an event belongs to the
 * day it begins. Entry is cut to the minute and a censoring rounded to it, so that data in whole days count whole days.
 */
export function observationOf(sentAt: number, watched: Watched, ending: Ending): Observation {
  const entry = dayAndMinute(sentAt, watched.watchedFrom);
  const exit = dayAndMinute(sentAt, watched.endedAt);
  const base = { entryAge: entry.day, exitAge: exit.day, entryMinute: Math.floor(entry.minute), ending };
  if (ending === "accepted") {
    return { ...base, isBeforeSweep: exit.minute < dayAndMinute(sentAt, watched.firstSeenAt).minute };
  }
  if (ending === "gone") return base;
  if (exit.minute === 0 && exit.day > entry.day) {
    return { ...base, exitAge: exit.day - 1, exitMinute: MINUTES_PER_DAY };
  }
  return { ...base, exitMinute: Math.round(exit.minute) };
}

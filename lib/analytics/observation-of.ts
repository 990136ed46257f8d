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
  const entryAge = entry.day;
  const entryMinute = Math.floor(entry.minute);
  // Each is written out: a report makes millions, and to copy what they share takes longer than all the rest.
  if (ending === "accepted") {
    const isBeforeSweep = exit.minute < dayAndMinute(sentAt, watched.firstSeenAt).minute;
    return { entryAge, exitAge: exit.day, entryMinute, ending, isBeforeSweep };
  }
  if (ending === "gone") return { entryAge, exitAge: exit.day, entryMinute, ending };
  if (exit.minute === 0 && exit.day > entry.day) {
    return { entryAge, exitAge: exit.day - 1, entryMinute, ending, exitMinute: MINUTES_PER_DAY };
  }
  return { entryAge, exitAge: exit.day, entryMinute, ending, exitMinute: Math.round(exit.minute) };
}

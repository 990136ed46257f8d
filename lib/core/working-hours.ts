import { DAY_MS, MINUTE_MS } from "./time.ts";

export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** When calls may be made, in civil time of `timezone`. `start` and `end` are `HH:MM`, `end` is excluded. */
export interface WorkingHours {
  readonly timezone: string;
  readonly start: string;
  readonly end: string;
  readonly days: readonly Weekday[];
}

/** Milliseconds of working time left today at `now`; 0 outside the hours. */
export function workingTimeLeft(hours: WorkingHours, now: Date): number {
  const local = civilTime(hours.timezone, now);
  if (!hours.days.includes(local.weekday)) return 0;
  const start = minutesOfDay(hours.start);
  const end = minutesOfDay(hours.end);
  return local.minutes >= start && local.minutes < end ? (end - local.minutes) * MINUTE_MS : 0;
}

/**
 * The next instant at or after `now` that lies in the working hours. Found by stepping whole minutes of real time, so
 * that the hour a clock change skips or repeats needs no case of its own. Null when no day of the next eight has any.
 */
export function nextWorkingInstant(hours: WorkingHours, now: Date): Date | null {
  if (workingTimeLeft(hours, now) > 0) return now;
  const firstMinute = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS;
  for (let ms = MINUTE_MS; ms <= 8 * DAY_MS; ms += MINUTE_MS) {
    const candidate = new Date(firstMinute + ms);
    if (workingTimeLeft(hours, candidate) > 0) return candidate;
  }
  return null;
}

/** `HH:MM` as minutes since midnight; `24:00` is the end of the day. NaN when it is no such time. */
export function minutesOfDay(text: string): number {
  const match = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(text);
  if (match === null) return Number.NaN;
  const minutes = Number(match[1]) * 60 + Number(match[2]);
  return minutes <= 24 * 60 ? minutes : Number.NaN;
}

/** True when the machine's time zone data knows the name. */
export function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

interface CivilTime {
  readonly weekday: Weekday;
  readonly minutes: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function civilTime(timezone: string, at: Date): CivilTime {
  let format = formats.get(timezone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: timezone,
      hourCycle: "h23",
      weekday: "short",
      hour: "2-digit",
      minute: "2-digit",
    });
    formats.set(timezone, format);
  }
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of format.formatToParts(at)) part[type] = value;
  const weekday = WEEKDAYS.find((day) => day === part.weekday?.toLowerCase());
  if (weekday === undefined) throw new RangeError(`no weekday for ${at.toISOString()} in ${timezone}`);
  return { weekday, minutes: Number(part.hour) * 60 + Number(part.minute) };
}

/** The days, hours and minute of a schedule, in the schedule's own time zone. */
export interface Cron {
  /** Always a single one: a run lists every pending invitation, and once an hour is more than often enough. */
  readonly minute: number;
  /** Ascending. */
  readonly hours: readonly number[];
  readonly daysOfMonth: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  /** 0 is Sunday. */
  readonly weekdays: ReadonlySet<number>;
}

export type CronReading =
  | { readonly valid: true; readonly cron: Cron }
  | { readonly valid: false; readonly accepted: string };

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Names for `min` and what follows. */
  readonly names?: readonly string[];
}

const MINUTE: Field = { name: "minute", min: 0, max: 59 };
const HOUR: Field = { name: "hour", min: 0, max: 23 };
const DAY_OF_MONTH: Field = { name: "day of month", min: 1, max: 31 };
const MONTH: Field = {
  name: "month",
  min: 1,
  max: 12,
  names: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
};
const WEEKDAY: Field = {
  name: "day of week",
  min: 1,
  max: 7,
  names: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"],
};

/**
 * Reads an EventBridge Scheduler expression `cron(minute hour day-of-month month day-of-week year)`. Refused although
 * Scheduler would take them: more than one minute (several runs an hour), a year (the runs would end in silence), and
 * `L`, `W` and `#` (they fire monthly, and the alarm for a missing run looks back a week at most).
 */
export function readCron(text: string): CronReading {
  const fields = /^cron\(([^()]+)\)$/.exec(text)?.[1]?.trim().split(/\s+/) ?? [];
  if (fields.length !== 6) return refuse("cron(minute hour day-of-month month day-of-week year), six fields");
  const [minute = "", hour = "", dayOfMonth = "", month = "", weekday = "", year = ""] = fields;
  if (year !== "*") return refuse("* as the year: the runs must not end by themselves");
  if ((dayOfMonth === "?") === (weekday === "?")) return refuse("? as either day of month or day of week, not both");
  const minutes = valuesOf(MINUTE, minute);
  const hours = valuesOf(HOUR, hour);
  const daysOfMonth = valuesOf(DAY_OF_MONTH, dayOfMonth === "?" ? "*" : dayOfMonth);
  const months = valuesOf(MONTH, month);
  const weekdays = valuesOf(WEEKDAY, weekday === "?" ? "*" : weekday);
  if (minutes === null) return refuse(acceptedIn(MINUTE));
  if (hours === null) return refuse(acceptedIn(HOUR));
  if (daysOfMonth === null) return refuse(acceptedIn(DAY_OF_MONTH));
  if (months === null) return refuse(acceptedIn(MONTH));
  if (weekdays === null) return refuse(acceptedIn(WEEKDAY));
  const [only, ...others] = minutes;
  if (only === undefined || others.length > 0) return refuse("a single minute: at most one run an hour");
  return {
    valid: true,
    cron: {
      minute: only,
      hours: [...hours].sort((a, b) => a - b),
      daysOfMonth,
      months,
      weekdays: new Set([...weekdays].map((day) => day - 1)),
    },
  };
}

/** The values that a field lists: `*`, `5`, `MON`, `1-5`, `1,3`, `0/15`, `5-20/5`. Null when it is malformed. */
function valuesOf(field: Field, text: string): ReadonlySet<number> | null {
  const values = new Set<number>();
  for (const part of text.split(",")) {
    const range = rangeOf(field, part);
    if (range === null) return null;
    for (let value = range.from; value <= range.to; value += range.step) values.add(value);
  }
  return values;
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

function rangeOf(field: Field, part: string): Range | null {
  const match = /^(?:(\*)|(\w+)(?:-(\w+))?)(?:\/(\d+))?$/.exec(part);
  if (match === null) return null;
  const [, all, first, last, steps] = match;
  const from = all === undefined ? numberIn(field, first ?? "") : field.min;
  // `5/10` goes on from 5 to the end of the field; a plain `5` is itself alone.
  const open = all !== undefined || (last === undefined && steps !== undefined);
  const to = open ? field.max : last === undefined ? from : numberIn(field, last);
  const step = Number(steps ?? 1);
  if (from === null || to === null || to < from || step < 1 || step > field.max) return null;
  return { from, to, step };
}

function numberIn({ min, max, names }: Field, text: string): number | null {
  const name = names?.indexOf(text.toUpperCase()) ?? -1;
  const value = name >= 0 ? min + name : /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : null;
}

function acceptedIn({ name, min, max, names }: Field): string {
  const named = names === undefined ? "" : ` or ${names[0]} to ${names.at(-1)}`;
  return `as the ${name}, *, values, ranges or steps of ${min} to ${max}${named}`;
}

const refuse = (accepted: string): CronReading => ({ valid: false, accepted });

export type InstantReading =
  | { readonly ok: true; readonly at: Date }
  | { readonly ok: false; readonly fault: "no-zone" | "no-such-time" | "out-of-range" | "not-iso" };

/** Years in which an invitation can have been sent; what lies outside is a slip of the pen or another calendar. */
const FIRST_YEAR = 2000;
const LAST_YEAR = 2099;

const DATE = "(\\d{4})-(\\d{2})-(\\d{2})";
const TIME = "(\\d{2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d+))?)?";
const ZONE = "(Z|[+-]\\d{2}(?::?\\d{2})?)";
/** A blank for the "T", as RFC 3339 allows and databases write. */
const INSTANT = new RegExp(`^${DATE}[T ]${TIME} ?${ZONE}$`, "i");
const WITHOUT_ZONE = new RegExp(`^${DATE}(?:[T ]${TIME})?$`, "i");

/**
 * An instant in ISO 8601: seconds and their fraction may be left out, the zone may not, for without one it can lie up to
 * 26 hours apart. What lies below a millisecond is cut off.
 */
export function readInstant(text: string): InstantReading {
  const parts = INSTANT.exec(text);
  if (parts === null) return { ok: false, fault: WITHOUT_ZONE.test(text) ? "no-zone" : "not-iso" };
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const ms = Number((parts[7] ?? "").padEnd(3, "0").slice(0, 3));
  const offset = offsetMinutes(parts[8] ?? "Z");
  // `Date.UTC` takes the 30th of February for the 2nd of March.
  const isDay = new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day && month >= 1 && month <= 12;
  if (!isDay || hour > 23 || minute > 59 || second > 59 || offset === null) return { ok: false, fault: "no-such-time" };
  if (year < FIRST_YEAR || year > LAST_YEAR) return { ok: false, fault: "out-of-range" };
  return { ok: true, at: new Date(Date.UTC(year, month - 1, day, hour, minute - offset, second, ms)) };
}

/** Null for an offset that no zone has. */
function offsetMinutes(zone: string): number | null {
  if (/^z$/i.test(zone)) return 0;
  const [, sign, hours, minutes = "0"] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  const all = Number(hours) * 60 + Number(minutes);
  if (Number(minutes) > 59 || all > 14 * 60) return null;
  return sign === "-" ? -all : all;
}

/** What is wrong with a time, what was found and what to write. `shown` is the text as it may be printed. */
export function instantFault(
  text: string,
  shown: string,
  fault: Extract<InstantReading, { ok: false }>["fault"],
): string {
  switch (fault) {
    case "no-zone": {
      const [date = "", time = "00:00:00"] = text.split(/[T ]/i);
      return `${shown} has no time zone; write ${date}T${time}Z if it is UTC, otherwise its offset, such as ${date}T${time}+02:00`;
    }
    case "no-such-time":
      return `${shown} is no time that exists; write one such as ${EXAMPLE}`;
    case "out-of-range":
      return `${shown} lies outside ${FIRST_YEAR} to ${LAST_YEAR}; correct the year`;
    case "not-iso":
      return `${shown} is not a time in ISO 8601; write it as ${EXAMPLE}`;
  }
}

/** For messages. */
export const EXAMPLE = "2026-03-01T09:30:00Z";

import { dateForm } from "./sent-date/date-form.ts";
import { epochSpan } from "./sent-date/epoch.ts";
import { isoSpan } from "./sent-date/iso.ts";
import { relativeSpan } from "./sent-date/relative.ts";
import type { SentDateForm } from "./sent-date/span.ts";
import { writtenSpan } from "./sent-date/written.ts";
import { DAY_MS, earliest, later, MINUTE_MS } from "./time.ts";

/**
 * What a `sent_date` can mean: the invitation was sent at or after `sentFrom` and at or before `sentBy`. The API states
 * no format, so both ends are as wide as the text allows. `now − sentBy` is the youngest age the invitation can have:
 * rounding never makes it look older than it is.
 */
export type SentDateReading = ReadableSentDate | UnreadableSentDate;

export interface ReadableSentDate {
  readonly readable: true;
  readonly sentFrom: Date;
  readonly sentBy: Date;
  readonly form: SentDateForm;
}

export interface UnreadableSentDate {
  readonly readable: false;
  readonly fault: SentDateFault;
  /** The text with its words cut, for a message: see `dateForm`. */
  readonly form: string;
}

export type SentDateFault = "missing" | "unrecognised" | "no-such-date" | "in-the-future" | "over-five-years-old";

/** Clocks of two machines differ; beyond this a date in the future is a fault and not a difference of clocks. */
const FUTURE_TOLERANCE_MS = 5 * MINUTE_MS;
const OLDEST_BELIEVED_MS = 5 * 365.25 * DAY_MS;

/**
 * Reads `raw` strictly: ISO 8601 date or date-time, epoch seconds or milliseconds, a date with an English month name, a
 * mail's date, or text that counts back from `now` in one of LinkedIn's large languages. Anything else is unreadable.
 */
export function readSentDate(raw: string | number | null, now: Date): SentDateReading {
  const unreadable = (fault: SentDateFault): SentDateReading => ({ readable: false, fault, form: dateForm(raw) });
  if (raw === null || (typeof raw === "string" && raw.trim() === "")) return unreadable("missing");
  // The types rule it out, but what comes in is somebody else's JSON, and one bad date must not end a whole sweep.
  if (typeof raw !== "string" && typeof raw !== "number") return unreadable("unrecognised");
  const text = String(raw).trim();
  const span =
    typeof raw === "number"
      ? epochSpan(text)
      : (epochSpan(text) ?? isoSpan(text) ?? writtenSpan(text) ?? relativeSpan(text, now));
  if (span === null) return unreadable("unrecognised");
  if (Number.isNaN(span.from) || Number.isNaN(span.to)) return unreadable("no-such-date");
  if (span.from > now.getTime() + FUTURE_TOLERANCE_MS) return unreadable("in-the-future");
  if (now.getTime() - span.to > OLDEST_BELIEVED_MS) return unreadable("over-five-years-old");
  const from = new Date(span.from);
  // The writer's clock is ahead, by at most the tolerance: by ours the invitation was sent up to that much earlier.
  const sentFrom = from.getTime() > now.getTime() ? later(from, -FUTURE_TOLERANCE_MS) : from;
  return { readable: true, sentFrom, sentBy: earliest(new Date(span.to), now), form: span.form };
}

import { InvalidArgumentError } from "commander";
import { IDENTITY_ID } from "../domain/identity-id.ts";
import { DAY_MS, HOUR_MS } from "../domain/time.ts";
import { isTimezone, nearestTimezones } from "../domain/time-zone.ts";

/** `--since 7d`, `--since 12h` or `--since 2026-11-01`: how to read it once "now" is known. */
export type Moment = (now: Date) => Date;

export function parseMoment(text: string): Moment {
  const span = /^(\d{1,5})(d|h)$/.exec(text);
  if (span !== null) {
    const ms = Number(span[1]) * (span[2] === "d" ? DAY_MS : HOUR_MS);
    if (ms > FURTHEST_BACK_MS) throw new InvalidArgumentError("Give a span of 3650 days at most.");
    return (now) => new Date(now.getTime() - ms);
  }
  const at = /^\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?$/.test(text) ? new Date(text) : new Date(Number.NaN);
  // `new Date` takes the 30th of February for the second of March.
  const exists = !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text.slice(0, 10));
  if (!exists) {
    throw new InvalidArgumentError('Give a span such as "7d" or "12h", a date such as "2026-11-01", or a UTC instant.');
  }
  if (at < EARLIEST || at > LATEST) {
    throw new InvalidArgumentError(`Give a date from ${EARLIEST.getUTCFullYear()} to ${LATEST.getUTCFullYear() - 1}.`);
  }
  return () => at;
}

/** The ledger is asked day by day: what can hold nothing is not asked for, or a slip of the pen takes minutes. */
const FURTHEST_BACK_MS = 3650 * DAY_MS;
const EARLIEST = new Date("2020-01-01T00:00:00.000Z");
const LATEST = new Date("2051-01-01T00:00:00.000Z");

/** An identity's id; refused here, before anything is opened or called, when it cannot be one. */
export function parseIdentity(text: string): string {
  if (!IDENTITY_ID.test(text)) {
    throw new InvalidArgumentError("Give an id as `sweeper identities` shows it: letters, digits and -_.:");
  }
  return text;
}

/** What a person calls an identity: its label, its id or a start of that. Who it is, is looked up once the target is known. */
export function parseIdentityWord(text: string): string {
  const word = text.trim();
  if (word === "" || [...word].length > 100 || /\p{Cc}/u.test(word)) {
    throw new InvalidArgumentError(
      "Give an id as `sweeper identities` shows it, letters, digits and -_.:, or a label.",
    );
  }
  return word;
}

/** An IANA time zone, or "local" for this machine's. */
export function parseZone(text: string): string {
  if (text === "local") return Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (text.toUpperCase() === "UTC") return "UTC";
  if (isTimezone(text)) return text;
  const near = nearestTimezones(text);
  const meant = near.length === 0 ? "" : ` Did you mean ${near.join(", ")}?`;
  throw new InvalidArgumentError(`Give a zone by its IANA name, such as Europe/Zurich, or "local" or "UTC".${meant}`);
}

/** The path of a folder; an empty one is a variable that was not set, and would mean the current folder. */
export function parseFolder(text: string): string {
  if (text.trim() === "" || text.includes("\0")) throw new InvalidArgumentError("Give the path of a folder.");
  return text;
}

/** The name or the ARN of a stack. */
export function parseStackName(text: string): string {
  if (!/^[A-Za-z][\w:/-]{0,2047}$/.test(text)) {
    throw new InvalidArgumentError("Give a stack's name: letters, digits and -, beginning with a letter.");
  }
  return text;
}

/** A whole number of at least `min`, and at most `max` where there is one. */
export function parseWholeNumber(min: number, max = 999_999_999): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d{1,9}$/.test(text) || value < min || value > max) {
      throw new InvalidArgumentError(
        `Give a whole number, at least ${min}${max < 999_999_999 ? ` and at most ${max}` : ""}.`,
      );
    }
    return value;
  };
}

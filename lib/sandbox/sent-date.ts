import { localDate } from "./calendar.ts";
import type { IdentitySpec, SentDateFormat } from "./identity-spec.ts";
import type { Invitation } from "./invitations.ts";
import { pick, seededRng } from "./rng.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "./time.ts";

/** The `sent_date` of an invitation as a listing at `now` shows it. Always text, as the vendor's type says. */
export function writeSentDate(invitation: Invitation, identity: IdentitySpec, now: number): string {
  if (invitation.unreadable) return pick(seededRng("nonsense", invitation.id), NONSENSE);
  return WRITERS[invitation.dateFormat](invitation.sentAt, now, identity.timezone);
}

const WRITERS: Readonly<Record<SentDateFormat, (sentAt: number, now: number, timezone: string) => string>> = {
  iso: (sentAt) => new Date(sentAt).toISOString(),
  // In the sender's own calendar: the hardest reading of a date that comes without a zone.
  "iso-date": (sentAt, _now, timezone) => localDate(timezone, sentAt),
  "epoch-ms": (sentAt) => String(sentAt),
  "epoch-s": (sentAt) => String(Math.floor(sentAt / SECOND_MS)),
  relative: (sentAt, now) => relativeText(now - sentAt),
};

const UNITS: readonly (readonly [ms: number, name: string])[] = [
  [30 * DAY_MS, "month"],
  [7 * DAY_MS, "week"],
  [DAY_MS, "day"],
  [HOUR_MS, "hour"],
  [MINUTE_MS, "minute"],
];

/** Rounded down to the largest unit that fits, as LinkedIn's own pages do: 20 days are "2 weeks ago". */
function relativeText(ageMs: number): string {
  for (const [unit, name] of UNITS) {
    const count = Math.floor(ageMs / unit);
    if (count >= 1) return `${count} ${name}${count === 1 ? "" : "s"} ago`;
  }
  return "just now";
}

/** None of these has a day in it, in any reading. */
const NONSENSE = ["a while back", "il y a quelques semaines", "0000-00-00", "NaN", "vor langer Zeit", "—"] as const;

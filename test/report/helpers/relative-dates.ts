import { LISTING_LAG_MS } from "../../../lib/domain/bookkeeping.ts";
import { readSentDate } from "../../../lib/domain/sent-date.ts";
import { DAY_MS, earliest, HOUR_MS, later, latest, MINUTE_MS } from "../../../lib/domain/time.ts";
import type { TrackedInvitation, WidthAtFirstSight } from "../../../lib/domain/tracked-invitation.ts";
import type { SimulatedLog } from "./simulated-log.ts";

/** The id that LinkedIn's clock gives an invitation sent then, the `sequence`th of its millisecond. */
export const idSentAt = (sentAt: Date, sequence: number): string =>
  String((BigInt(sentAt.getTime()) << 22n) + BigInt(sequence));

/**
 * The same log as the ledger would hold it, had every listing shown when an invitation was sent as LinkedIn's pages do:
 * "3 weeks ago". Each daily listing narrows what those before it said, and what was not on the listing before was sent
 * since, give or take how late a list may be served. The ids carry the true times.
 */
export const relativelyDated = (log: SimulatedLog): SimulatedLog => datedBy(log, relative);

/** The same as `relativelyDated` until the lists begin to tell the true time; before, they may also be unreadable. */
export const exactlyDatedFrom = (
  from: Date,
  log: SimulatedLog,
  before: "relative" | "unreadable" = "relative",
): SimulatedLog =>
  datedBy(log, (age, at) => {
    if (at >= from) return { oldest: age, youngest: age };
    return before === "unreadable" ? null : relative(age);
  });

/** How long before it was shown it was sent, by what a listing shows of that age; null when that cannot be read. */
type Shows = (age: number, at: Date) => { readonly oldest: number; readonly youngest: number } | null;

function datedBy(log: SimulatedLog, shows: Shows): SimulatedLog {
  let sequence = 0;
  const dated = <One extends Seeing>(one: One, until: Date) => ({
    ...one,
    ...boundsOf(one, log.firstListing, until, shows),
    invitationId: idSentAt(one.sentAt, sequence++),
  });
  return {
    ...log,
    outcomes: log.outcomes.map((one) => dated(one, one.endedAt)),
    open: log.open.map((one) => dated(one, later(log.lastListing, 1))),
  };
}

/** The same log as a version would have written it that kept no more than the latest instant of sending. */
export function withoutSentFrom(log: SimulatedLog): SimulatedLog {
  return changed(log, { sentFrom: null, sentWidthAtFirstSight: null });
}

/** The same log as a version would have written it that kept both ends, and not how far apart they were at first sight. */
export const withoutFirstSight = (log: SimulatedLog): SimulatedLog => changed(log, { sentWidthAtFirstSight: null });

const changed = (
  log: SimulatedLog,
  change: Partial<Pick<TrackedInvitation, "sentFrom" | "sentWidthAtFirstSight">>,
) => ({
  ...log,
  outcomes: log.outcomes.map((one) => ({ ...one, ...change })),
  open: log.open.map((one) => ({ ...one, ...change })),
});

interface Seeing {
  /** The truth. */
  readonly sentAt: Date;
  readonly firstSeenAt: Date;
  readonly invitationId: string;
}

function boundsOf({ sentAt, firstSeenAt }: Seeing, firstListing: Date, until: Date, shows: Shows) {
  const readAt = (at: Date) => shows(at.getTime() - sentAt.getTime(), at);
  // Of a date that cannot be read a sweep concludes nothing, not even from the list before.
  const isReadable = readAt(firstSeenAt) !== null;
  let sentFrom = isReadable && firstSeenAt > firstListing ? later(firstSeenAt, -DAY_MS - LISTING_LAG_MS) : null;
  let sentBy = firstSeenAt;
  let sentWidthAtFirstSight: WidthAtFirstSight | null = null;
  for (let at = firstSeenAt; at < until; at = later(at, DAY_MS)) {
    const span = readAt(at);
    if (span !== null) {
      const from = later(at, -span.oldest);
      sentFrom = sentFrom === null ? from : latest(sentFrom, from);
      sentBy = earliest(sentBy, later(at, -span.youngest));
    }
    if (at.getTime() === firstSeenAt.getTime()) {
      sentWidthAtFirstSight = sentFrom === null ? "unreadable" : sentBy.getTime() - sentFrom.getTime();
    }
  }
  return { sentFrom, sentAt: sentBy, sentWidthAtFirstSight };
}

/** The age as LinkedIn's pages show it, rounded down. */
export function shownDate(age: number): string {
  const units = [
    ["month", 30 * DAY_MS],
    ["week", 7 * DAY_MS],
    ["day", DAY_MS],
    ["hour", HOUR_MS],
    ["minute", MINUTE_MS],
  ] as const;
  const [unit, ms] = units.find(([, length]) => age >= length) ?? ["minute", MINUTE_MS];
  return `${Math.floor(age / ms)} ${unit}s ago`;
}

const ANY_DAY = new Date("2026-06-15T12:00:00.000Z");
const SPANS = new Map<string, { readonly oldest: number; readonly youngest: number }>();

const relative = (age: number) => spanOf(shownDate(age));

/** What the product reads in such a text, in milliseconds before it was shown; the same on every day. */
function spanOf(text: string) {
  const known = SPANS.get(text);
  if (known !== undefined) return known;
  const reading = readSentDate(text, ANY_DAY);
  if (!reading.readable) throw new Error(`"${text}" is not read`);
  const [oldest, youngest] = [reading.sentFrom, reading.sentBy].map((end) => ANY_DAY.getTime() - end.getTime());
  const span = { oldest: oldest ?? 0, youngest: youngest ?? 0 };
  SPANS.set(text, span);
  return span;
}

import { readSentDate } from "../../../lib/domain/sent-date.ts";
import { DAY_MS, earliest, HOUR_MS, later, latest, MINUTE_MS } from "../../../lib/domain/time.ts";
import type { SimulatedLog } from "./simulated-log.ts";

/** The id that LinkedIn's clock gives an invitation sent then, the `sequence`th of its millisecond. */
export const idSentAt = (sentAt: Date, sequence: number): string =>
  String((BigInt(sentAt.getTime()) << 22n) + BigInt(sequence));

/**
 * The same log as the ledger would hold it, had every listing shown when an invitation was sent as LinkedIn's pages do:
 * "3 weeks ago". Each daily listing narrows what those before it said, and what was not on the listing before was sent
 * since. The ids carry the true times.
 */
export function relativelyDated(log: SimulatedLog): SimulatedLog {
  let sequence = 0;
  const dated = <One extends Seeing>(one: One, until: Date): One & { readonly sentFrom: Date | null } => ({
    ...one,
    ...boundsOf(one, log.firstListing, until),
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
  const outcomes = log.outcomes.map((one) => ({ ...one, sentFrom: null }));
  return { ...log, outcomes, open: log.open.map((one) => ({ ...one, sentFrom: null })) };
}

interface Seeing {
  /** The truth. */
  readonly sentAt: Date;
  readonly firstSeenAt: Date;
  readonly invitationId: string;
}

function boundsOf({ sentAt, firstSeenAt }: Seeing, firstListing: Date, until: Date) {
  let sentFrom = firstSeenAt > firstListing ? later(firstSeenAt, -DAY_MS) : null;
  let sentBy = firstSeenAt;
  for (let at = firstSeenAt; at < until; at = later(at, DAY_MS)) {
    const { oldest, youngest } = spanOf(shownDate(at.getTime() - sentAt.getTime()));
    const from = later(at, -oldest);
    sentFrom = sentFrom === null ? from : latest(sentFrom, from);
    sentBy = earliest(sentBy, later(at, -youngest));
  }
  return { sentFrom, sentAt: sentBy };
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

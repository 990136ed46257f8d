import { middleOf, type SentEvidence, sentBounds } from "../../analytics/sent-bounds.ts";
import { believe, evidenceAt, type IdCalibration, isLikelyIdTime, timeInId } from "../../domain/id-clock.ts";
import { datesDisagreeMs, narrowMs } from "../../domain/sent-interval.ts";
import { DAY_MS } from "../../domain/time.ts";
import type { WidthAtFirstSight } from "../../domain/tracked-invitation.ts";

/** What the ledger says of when an invitation was sent. */
interface Dated {
  readonly invitationId: string;
  readonly sentAt: Date;
  /** Missing where the item has not been read. */
  readonly sentFrom?: Date | null | undefined;
  readonly sentWidthAtFirstSight?: WidthAtFirstSight | null | undefined;
}

/** The same with the evidence of its id. */
export interface DatedById {
  readonly sentAt: Date;
  readonly sentFrom: Date | null;
  /** Infinite where nothing has been read that tells it. */
  readonly sentWidthAtFirstSight: WidthAtFirstSight | null;
  readonly datesDisagree: boolean;
}

/**
 * The dates of an invitation narrowed by the time in its id; as they are while ids are not believed, or with a calibration
 * of null not to be used. Dates that lie more than 36 hours from that time are left as they are and marked. Those that miss
 * it by less are replaced: a listing may lag, and a date be of another time zone, where an id that is believed is exact.
 *
 * An id tells the same at first sight as later, so whoever has one that is believed was known to its width from the
 * beginning, whatever the date's text was.
 */
export function withIdEvidence(one: Dated, calibration: IdCalibration | null, now: Date): DatedById {
  const { sentAt, sentFrom = null, sentWidthAtFirstSight = null } = one;
  if (calibration === null || believe(calibration) !== "believed") {
    return { sentAt, sentFrom, sentWidthAtFirstSight, datesDisagree: false };
  }
  const dates = {
    sentAt: sentAt.getTime(),
    sentFrom: sentFrom?.getTime() ?? null,
    // Where ids are enough the items of what has ended are not read: of one whose id has no time nothing else is known.
    sentWidthAtFirstSight: one.sentFrom === undefined ? UNREAD_WIDTH : sentWidthAtFirstSight,
    datesDisagree: false,
  };
  narrowById(dates, timeInId(one.invitationId)?.getTime() ?? Number.NaN, now.getTime());
  const from = dates.sentFrom === null ? null : new Date(dates.sentFrom);
  return { ...dates, sentAt: new Date(dates.sentAt), sentFrom: from };
}

/** Nothing that was read tells the width. */
export const UNREAD_WIDTH = Number.POSITIVE_INFINITY;

/** When an invitation was sent, as far as that is known, in milliseconds since 1970. */
export interface SentInMs {
  sentAt: number;
  sentFrom: number | null;
  sentWidthAtFirstSight: WidthAtFirstSight | null;
  datesDisagree: boolean;
}

/**
 * `withIdEvidence` on numbers, in place: a year has millions. `idTime`: the milliseconds in an id that is believed, however
 * unlikely; `NaN` where it has none.
 */
export function narrowById(dates: SentInMs, idTime: number, now: number): void {
  if (!isLikelyIdTime(idTime, now)) return;
  const { sentFrom: from, sentAt: by } = dates;
  if (datesDisagreeMs(idTime, { from, by })) {
    dates.datesDisagree = true;
    return;
  }
  const evidence = evidenceAt(idTime, now);
  if (evidence === null) return;
  const narrowed = narrowMs({ from, by }, evidence) ?? evidence;
  dates.sentAt = narrowed.by;
  dates.sentFrom = narrowed.from;
  dates.sentWidthAtFirstSight = narrowed.from === null ? null : narrowed.by - narrowed.from;
}

/** Histograms and sending rates count everybody, on some day: half of this is as far as the middle may miss it. */
const MAX_SHOWN_WIDTH_MS = 7 * DAY_MS;

/**
 * For days and ages that are shown one by one: the middle of when it can have been sent, where that is at most a week wide,
 * else the latest, which is the age the rules go by. Wider than what the curve takes, and by today's knowledge: nobody is
 * left out here, so that nobody can be let in for having waited, and a few days more or less do not mislead a reader.
 * Whole milliseconds since 1970.
 */
export function shownSentAt(evidence: SentEvidence): number {
  const bounds = sentBounds(evidence);
  const width = bounds.by - bounds.from;
  return width >= 0 && width <= MAX_SHOWN_WIDTH_MS ? Math.trunc(middleOf(bounds)) : bounds.by;
}

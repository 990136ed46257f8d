import { middleOf, type SentEvidence, sentBounds } from "../../analytics/sent-bounds.ts";
import { believe, decodeIdTime, evidenceOf, type IdCalibration } from "../../domain/id-clock.ts";
import { datesDisagree, narrow } from "../../domain/sent-interval.ts";
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
  const { invitationId, sentAt, sentFrom = null, sentWidthAtFirstSight = null } = one;
  const dated = { sentAt, sentFrom, sentWidthAtFirstSight, datesDisagree: false };
  if (calibration === null || believe(calibration) !== "believed") return dated;
  // Where ids are enough the items of what has ended are not read: of one whose id has no time nothing else is known.
  const unchanged = one.sentFrom === undefined ? { ...dated, sentWidthAtFirstSight: Number.POSITIVE_INFINITY } : dated;
  const decoded = decodeIdTime(invitationId, now);
  if (decoded === null) return unchanged;
  const dates = { from: sentFrom, by: sentAt };
  if (datesDisagree(decoded, dates)) return { ...unchanged, datesDisagree: true };
  const evidence = evidenceOf(invitationId, calibration, now);
  if (evidence === null) return unchanged;
  const narrowed = narrow(dates, evidence);
  const { from, by } = narrowed.kind === "interval" ? narrowed.interval : evidence;
  const width = from === null ? null : by.getTime() - from.getTime();
  return { sentAt: by, sentFrom: from, sentWidthAtFirstSight: width, datesDisagree: false };
}

/** Histograms and sending rates count everybody, on some day: half of this is as far as the middle may miss it. */
const MAX_SHOWN_WIDTH_MS = 7 * DAY_MS;

/**
 * For days and ages that are shown one by one: the middle of when it can have been sent, where that is at most a week wide,
 * else the latest, which is the age the rules go by. Wider than what the curve takes, and by today's knowledge: nobody is
 * left out here, so that nobody can be let in for having waited, and a few days more or less do not mislead a reader.
 */
export function shownSentAt(evidence: SentEvidence): Date {
  const bounds = sentBounds(evidence);
  const width = bounds.by - bounds.from;
  return new Date(width >= 0 && width <= MAX_SHOWN_WIDTH_MS ? middleOf(bounds) : bounds.by);
}

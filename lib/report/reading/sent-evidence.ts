import { isSentKnown, middleOf, type SentEvidence, sentBounds } from "../../analytics/sent-bounds.ts";
import { believe, decodeIdTime, evidenceOf, type IdCalibration } from "../../domain/id-clock.ts";
import { datesDisagree, narrow } from "../../domain/sent-interval.ts";

/** What the ledger says of when an invitation was sent. */
interface Dated {
  readonly invitationId: string;
  readonly sentAt: Date;
  readonly sentFrom?: Date | null | undefined;
}

/** The same with the evidence of its id. */
export interface DatedById {
  readonly sentAt: Date;
  readonly sentFrom: Date | null;
  readonly datesDisagree: boolean;
}

/**
 * The dates of an invitation narrowed by the time in its id; as they are while ids are not believed, or with a calibration
 * of null not to be used. Dates that lie more than 36 hours from that time are left as they are and marked. Those that miss
 * it by less are replaced: a listing may lag, and a date be of another time zone, where an id that is believed is exact.
 */
export function withIdEvidence(one: Dated, calibration: IdCalibration | null, now: Date): DatedById {
  const { invitationId, sentAt, sentFrom = null } = one;
  const unchanged = { sentAt, sentFrom, datesDisagree: false };
  if (calibration === null || believe(calibration) !== "believed") return unchanged;
  const decoded = decodeIdTime(invitationId, now);
  if (decoded === null) return unchanged;
  const dates = { from: sentFrom, by: sentAt };
  if (datesDisagree(decoded, dates)) return { ...unchanged, datesDisagree: true };
  const evidence = evidenceOf(invitationId, calibration, now);
  if (evidence === null) return unchanged;
  const narrowed = narrow(dates, evidence);
  const { from, by } = narrowed.kind === "interval" ? narrowed.interval : evidence;
  return { sentAt: by, sentFrom: from, datesDisagree: false };
}

/** For days and ages that are shown one by one: the moment the curve counts from, or where it knows none the latest. */
export function shownSentAt(evidence: SentEvidence): Date {
  const bounds = sentBounds(evidence);
  return new Date(isSentKnown(bounds) ? middleOf(bounds) : bounds.by);
}

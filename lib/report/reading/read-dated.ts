import { believe, type IdCalibration } from "../../domain/id-clock.ts";
import type { OutcomeQuery, OutcomeRecord } from "../../ledger/ledger.ts";
import { type DatedOpen, readOpen } from "./read-open.ts";
import type { ReportLedger } from "./report-ledger.ts";
import { type DatedById, withIdEvidence } from "./sent-evidence.ts";

/** What dates are narrowed by. */
export interface IdEvidence {
  readonly now: Date;
  /** How the times in ids have stood their trials; null where they are not to be used. */
  readonly calibration: IdCalibration | null;
}

/** All open invitations of an identity, dated as the curve counts them: see `readOpen` for order and cost. */
export async function* readDatedOpen(
  { invitations }: Pick<ReportLedger, "invitations">,
  identityId: string,
  { calibration, now }: IdEvidence,
): AsyncGenerator<DatedOpen & DatedById, void, undefined> {
  for await (const open of readOpen(invitations, identityId)) {
    yield { ...open, ...withIdEvidence(open, calibration, now) };
  }
}

/** An id that is believed tells both ends to the minute: the items of all that ever ended need not be read for the lower. */
export const isIdEnough = (calibration: IdCalibration | null): boolean =>
  calibration !== null && believe(calibration) === "believed";

/** Endings, dated as the curve counts them. Half a read unit for each one's item while ids are not believed. */
export async function* readDatedOutcomes(
  { invitations }: Pick<ReportLedger, "invitations">,
  query: Omit<OutcomeQuery, "withSentFrom">,
  { calibration, now }: IdEvidence,
): AsyncGenerator<OutcomeRecord & DatedById, void, undefined> {
  for await (const outcome of invitations.outcomes({ ...query, withSentFrom: !isIdEnough(calibration) })) {
    yield { ...outcome, ...withIdEvidence(outcome, calibration, now) };
  }
}

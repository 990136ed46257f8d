import type { SentInvitation } from "../domain/invitation.ts";
import { readSentDate, type SentDateReading } from "../domain/sent-date.ts";
import type { ProgressItem } from "../ledger/ledger.ts";
import { keyOfSalesNavigatorId, profileKeyOf } from "../ledger/profile-key.ts";

/** A listed invitation as a sweep works with it: without names, and with its date read at `now`. */
export function listedItem(
  { invitationId, urn, personId, salesNavigatorId, kind, sentDate, person }: SentInvitation,
  now: Date,
): { readonly item: ProgressItem; readonly reading: SentDateReading } {
  const reading = readSentDate(sentDate, now);
  const { sentFrom = null, sentBy = null } = reading.readable ? reading : {};
  const item = {
    invitationId,
    urn,
    personId,
    kind,
    profileKey: profileKeyOf(person.profileUrl),
    salesNavigatorKey: salesNavigatorId === null ? null : keyOfSalesNavigatorId(salesNavigatorId),
    sentFrom,
    sentBy,
    isRelative: reading.readable && reading.form === "relative",
    isContradicting: false,
  };
  return { item, reading };
}

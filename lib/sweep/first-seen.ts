import { earliest } from "../domain/time.ts";
import type { TrackedInvitation } from "../domain/tracked-invitation.ts";
import type { NewInvitation, ProgressItem } from "../ledger/ledger.ts";
import type { SweepListing } from "./listing.ts";

/** A listed invitation as the ledger begins with it. */
export function newInvitation(
  identityId: string,
  { invitationId, urn, personId, profileKey, salesNavigatorKey, kind, sentFrom, sentBy, isContradicting }: ProgressItem,
  { startedAt }: Pick<SweepListing, "startedAt">,
): NewInvitation {
  // An invitation we see now was sent by now, whatever its date says.
  const sentAt = sentBy === null ? startedAt : earliest(sentBy, startedAt);
  const from = sentFrom === null ? null : earliest(sentFrom, sentAt);
  return {
    identityId,
    invitationId,
    urn,
    personId,
    profileKey,
    salesNavigatorKey,
    kind,
    sentAt,
    sentFrom: from,
    sentWidthAtFirstSight: sentBy === null ? "unreadable" : widthOf(from, sentAt),
    firstSeenAt: startedAt,
    unreadableAt: sentBy === null ? startedAt : null,
    contradictingAt: isContradicting ? startedAt : null,
  };
}

const widthOf = (from: Date | null, by: Date): number | null => (from === null ? null : by.getTime() - from.getTime());

/**
 * The same as it stands in the ledger once it is written, for a decision that is made before. One literal: after a
 * spread each property costs some thirty times as much, and first lists are long.
 */
export const firstSeen = (invitation: NewInvitation): TrackedInvitation => ({
  identityId: invitation.identityId,
  invitationId: invitation.invitationId,
  urn: invitation.urn,
  personId: invitation.personId,
  profileKey: invitation.profileKey,
  salesNavigatorKey: invitation.salesNavigatorKey,
  kind: invitation.kind,
  sentAt: invitation.sentAt,
  sentFrom: invitation.sentFrom,
  sentWidthAtFirstSight: invitation.sentWidthAtFirstSight,
  firstSeenAt: invitation.firstSeenAt,
  unreadableAt: invitation.unreadableAt,
  contradictingAt: invitation.contradictingAt,
  state: "pending",
  attempts: 0,
  attemptsInRun: 0,
  attemptRunId: null,
  attemptReason: null,
  lostAnswers: 0,
  attempt: null,
  lastError: null,
  rest: null,
  withdrawalRequest: null,
  duplicateOf: null,
  undecidedWith: null,
  announcement: null,
  ending: null,
});

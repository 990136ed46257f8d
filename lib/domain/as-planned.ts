import type { IdCalibration } from "./id-clock.ts";
import type { TriedFacts } from "./rest.ts";
import type { PlanInput } from "./rule.ts";
import type { SentInterval } from "./sent-interval.ts";
import type { TrackedInvitation } from "./tracked-invitation.ts";
import { weighAge } from "./weigh-age.ts";

/** What whoever decides without a list of their own knows besides the item. */
export interface AgeContext {
  /** How ids have stood their trials; null where the policy has ages from ids off. */
  readonly ids: IdCalibration | null;
  readonly now: Date;
  /** False for a date that the latest list could not read: it has no age, whatever bounds the ledger holds for it. */
  readonly isReadable: boolean;
  /** The latest list showed it twice with data that contradict each other. */
  readonly isContradicting: boolean;
  /** Today's date disagrees with what earlier lists said. */
  readonly disagreesWithItself?: boolean;
}

type AgeInput = Pick<PlanInput, "sentAt" | "sentFrom" | "ageFrom" | "datesDisagree" | "isContradicting">;

/** The age of an invitation as the rules see it. */
export function ageInput(
  { invitationId, sentAt, sentFrom }: Pick<TrackedInvitation, "invitationId" | "sentAt" | "sentFrom">,
  { ids, now, isReadable, isContradicting, disagreesWithItself = false }: AgeContext,
): AgeInput {
  if (!isReadable) return { sentAt: null, sentFrom: null, ageFrom: "date", datesDisagree: false, isContradicting };
  const { sent, fromId, datesDisagree } = weighAge(invitationId, { from: sentFrom, by: sentAt }, ids, now);
  return {
    sentAt: sent.by,
    sentFrom: sent.from,
    ageFrom: fromId ? "id" : "lists",
    datesDisagree: datesDisagree || disagreesWithItself,
    isContradicting,
  };
}

/** When it was sent, for putting two in order; null where that is in doubt. */
export function comparableSent({ sentAt, sentFrom, datesDisagree, isContradicting }: AgeInput): SentInterval | null {
  return sentAt === null || datesDisagree || isContradicting ? null : { from: sentFrom, by: sentAt };
}

/** A tracked invitation as the rules see it, as far as it alone tells: no duplicate, and no surplus. */
export const asPlanned = (one: TrackedInvitation, age: AgeInput, tried: TriedFacts): PlanInput => ({
  invitationId: one.invitationId,
  urn: one.urn,
  personId: one.personId,
  kind: one.kind,
  sentAt: age.sentAt,
  sentFrom: age.sentFrom,
  ageFrom: age.ageFrom,
  datesDisagree: age.datesDisagree,
  isContradicting: age.isContradicting,
  restsUntil: tried.restsUntil,
  isFaultOver: tried.isFaultOver,
  lastTriedAt: tried.lastTriedAt,
  isRequested: one.withdrawalRequest !== null,
  announcement: one.announcement,
  isDuplicate: false,
  isKeptBesideOlder: false,
  isUndecided: false,
  isSurplus: false,
});

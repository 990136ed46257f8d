import type { InvitationKey, TrackedInvitation } from "../domain/tracked-invitation.ts";
import type { ComparedList } from "./compare.ts";
import { firstSeen, newInvitation } from "./first-seen.ts";
import { isReopenedBy } from "./reopen.ts";

/** What the lists of a pass show beyond what the ledger holds: how it will stand once they are written. */
export interface ShownByLists {
  /** New invitations to a person. */
  newOf(personId: string): readonly TrackedInvitation[];
  /** With a better bound, with a date that can be read or not, and with an inferred ending taken back. */
  asShown(one: TrackedInvitation): TrackedInvitation;
  /** True for one that a believed list no longer shows. */
  hasLeft(one: InvitationKey): boolean;
}

export function shownByLists(lists: readonly ComparedList[]): ShownByLists {
  const appeared = new Map<string, TrackedInvitation[]>();
  const refined = new Map<string, Date>();
  const listed = new Map<string, { readonly at: Date; readonly unreadable: boolean }>();
  const left = new Set<string>();
  for (const { identity, listing, comparison } of lists) {
    const { identityId } = identity;
    for (const item of comparison.appeared) {
      const one = firstSeen(newInvitation(identityId, item, listing));
      if (one.personId !== null) appeared.set(one.personId, [...(appeared.get(one.personId) ?? []), one]);
    }
    for (const { invitationId, sentBy } of listing.invitations) {
      listed.set(nameOf({ identityId, invitationId }), { at: listing.startedAt, unreadable: sentBy === null });
    }
    for (const { known, sentAt } of comparison.refined) refined.set(nameOf({ identityId, ...known }), sentAt);
    for (const { invitationId } of comparison.vanished) left.add(nameOf({ identityId, invitationId }));
  }
  return {
    newOf: (personId) => appeared.get(personId) ?? [],
    asShown(one) {
      const seen = listed.get(nameOf(one));
      if (seen === undefined) return one;
      const isBack = one.ending !== null && isReopenedBy(one.ending, seen.at);
      return {
        ...one,
        ...(isBack && { state: "pending", ending: null }),
        sentAt: refined.get(nameOf(one)) ?? one.sentAt,
        unreadableAt: seen.unreadable ? seen.at : null,
      };
    },
    hasLeft: (one) => left.has(nameOf(one)),
  };
}

const nameOf = ({ identityId, invitationId }: InvitationKey): string => `${identityId}/${invitationId}`;

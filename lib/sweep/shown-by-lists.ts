import { CONNECTION_KIND } from "../domain/invitation-kind.ts";
import { knownAge } from "../domain/known-age.ts";
import type { InvitationKey, TrackedInvitation } from "../domain/tracked-invitation.ts";
import type { ProgressItem } from "../ledger/ledger.ts";
import type { ComparedList } from "./compare.ts";
import { firstSeen, newInvitation } from "./first-seen.ts";
import { isReopenedBy } from "./reopen.ts";

/** What the lists of a pass show beyond what the ledger holds: how it will stand once they are written. */
export interface ShownByLists {
  /** New invitations to a person. */
  newOf(personId: string): readonly TrackedInvitation[];
  /** With narrower bounds, with a date that can be read or not, and with an inferred ending taken back. */
  asShown(one: TrackedInvitation): TrackedInvitation;
  /** True for one whose date of today disagrees with what earlier lists said. */
  disagrees(one: InvitationKey): boolean;
  /** True for one that a believed list no longer shows. */
  hasLeft(one: InvitationKey): boolean;
}

export function shownByLists(lists: readonly ComparedList[]): ShownByLists {
  const appeared = new Map<string, TrackedInvitation[]>();
  const listed = new Map<string, { readonly at: Date; readonly item: ProgressItem }>();
  const disagreeing = new Set<string>();
  const left = new Set<string>();
  for (const { identity, listing, comparison } of lists) {
    const { identityId } = identity;
    const nameIn = (invitationId: string) => nameOf({ identityId, invitationId });
    for (const item of comparison.appeared) {
      const one = firstSeen(newInvitation(identityId, item, listing));
      if (one.personId !== null) appeared.set(one.personId, [...(appeared.get(one.personId) ?? []), one]);
    }
    for (const item of listing.invitations) listed.set(nameIn(item.invitationId), { at: listing.startedAt, item });
    for (const invitationId of comparison.disagreeing) disagreeing.add(nameIn(invitationId));
    for (const { invitationId } of comparison.vanished) left.add(nameIn(invitationId));
  }
  return {
    newOf: (personId) => appeared.get(personId) ?? [],
    asShown(one) {
      const seen = listed.get(nameOf(one));
      if (seen === undefined) return one;
      const { at, item } = seen;
      const isBack = one.ending !== null && isReopenedBy(one.ending, at);
      return {
        ...one,
        ...(isBack && { state: "pending", ending: null }),
        ...narrowedBy(one, item),
        kind: item.kind === CONNECTION_KIND ? one.kind : item.kind,
        unreadableAt: item.sentBy === null ? at : null,
        contradictingAt: item.isContradicting ? at : null,
      };
    },
    disagrees: (one) => disagreeing.has(nameOf(one)),
    hasLeft: (one) => left.has(nameOf(one)),
  };
}

function narrowedBy(
  { sentFrom, sentAt }: TrackedInvitation,
  item: ProgressItem,
): Pick<TrackedInvitation, "sentAt" | "sentFrom"> {
  if (item.sentBy === null) return { sentFrom, sentAt };
  const { sent } = knownAge({ from: sentFrom, by: sentAt }, { from: item.sentFrom, by: item.sentBy });
  return { sentFrom: sent.from, sentAt: sent.by };
}

const nameOf = ({ identityId, invitationId }: InvitationKey): string => `${identityId}/${invitationId}`;

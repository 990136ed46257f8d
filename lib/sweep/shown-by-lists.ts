import { CONNECTION_KIND } from "../domain/invitation-kind.ts";
import { knownAge } from "../domain/known-age.ts";
import type { InvitationKey, TrackedInvitation } from "../domain/tracked-invitation.ts";
import type { ProgressItem } from "../ledger/ledger.ts";
import type { ComparedList } from "./compare.ts";
import { firstSeen, newInvitation } from "./first-seen.ts";
import { onceAPass } from "./once-a-pass.ts";
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

/** A pass has one list for each identity. */
export function shownByLists(lists: readonly ComparedList[]): ShownByLists {
  const each = lists.map(indexOf);
  const byIdentity = new Map(lists.map(({ identity }, index) => [identity.identityId, each[index]]));
  const showing = showingOf(each);
  return {
    newOf(personId) {
      const where = showing.get(personId) ?? [];
      // The same wherever it is asked, but for the order: one's own list comes first.
      const inOrder = where.length > 1 ? each.filter((one) => where.includes(one)) : where;
      return inOrder.flatMap(({ appeared, asFirstSeen }) => appeared.get(personId)?.map(asFirstSeen) ?? []);
    },
    asShown(one) {
      const list = byIdentity.get(one.identityId);
      const item = list?.listed.get(one.invitationId);
      if (list === undefined || item === undefined) return one;
      const { at } = list;
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
    disagrees: ({ identityId, invitationId }) => byIdentity.get(identityId)?.disagreeing.has(invitationId) === true,
    hasLeft: ({ identityId, invitationId }) => byIdentity.get(identityId)?.left.has(invitationId) === true,
  };
}

/** One list, by person and by invitation. */
interface ListIndex {
  readonly at: Date;
  readonly appeared: ReadonlyMap<string, readonly ProgressItem[]>;
  /** Made when it is asked for: of a first list of a thousand they would be held for as long as the list. */
  readonly asFirstSeen: (item: ProgressItem) => TrackedInvitation;
  readonly listed: ReadonlyMap<string, ProgressItem>;
  readonly disagreeing: ReadonlySet<string>;
  readonly left: ReadonlySet<string>;
}

/** Each decision of a pass looks at all its lists: made anew for each, a pass would cost their number squared. */
const INDEXES = new WeakMap<ComparedList, ListIndex>();

function indexOf(list: ComparedList): ListIndex {
  const known = INDEXES.get(list);
  if (known !== undefined) return known;
  const { identity, listing, comparison } = list;
  const appeared = new Map<string, ProgressItem[]>();
  for (const item of comparison.appeared) {
    if (item.personId === null) continue;
    const others = appeared.get(item.personId);
    if (others === undefined) appeared.set(item.personId, [item]);
    else others.push(item);
  }
  const index: ListIndex = {
    at: listing.startedAt,
    appeared,
    asFirstSeen: (item) => firstSeen(newInvitation(identity.identityId, item, listing)),
    listed: new Map(listing.invitations.map((item) => [item.invitationId, item])),
    disagreeing: new Set(comparison.disagreeing),
    left: new Set(comparison.vanished.map(({ invitationId }) => invitationId)),
  };
  INDEXES.set(list, index);
  return index;
}

function narrowedBy(
  { sentFrom, sentAt }: TrackedInvitation,
  item: ProgressItem,
): Pick<TrackedInvitation, "sentAt" | "sentFrom"> {
  if (item.sentBy === null) return { sentFrom, sentAt };
  const { sent } = knownAge({ from: sentFrom, by: sentAt }, { from: item.sentFrom, by: item.sentBy });
  return { sentFrom: sent.from, sentAt: sent.by };
}

/** On which lists of a pass a person is new. */
const showingOf = onceAPass((each: readonly ListIndex[]): ReadonlyMap<string, readonly ListIndex[]> => {
  const showing = new Map<string, ListIndex[]>();
  for (const one of each) {
    for (const personId of one.appeared.keys()) {
      const others = showing.get(personId);
      if (others === undefined) showing.set(personId, [one]);
      else others.push(one);
    }
  }
  return showing;
});

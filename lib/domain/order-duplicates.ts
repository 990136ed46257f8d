import { type InvitationKey, isOpen, type TrackedInvitation } from "./tracked-invitation.ts";

/** A note to be made on an invitation: beside which younger one it is the older; null takes an earlier note back. */
export interface DuplicateNote {
  readonly invitation: InvitationKey;
  readonly of: InvitationKey | null;
}

export interface OrderedDuplicates {
  /** The older invitations, which may go because the youngest stays. */
  readonly mayGo: readonly InvitationKey[];
  /** The one that the person keeps; null where nobody has to go for it. */
  readonly kept: InvitationKey | null;
  /** What the ledger does not say yet. */
  readonly notes: readonly DuplicateNote[];
}

/**
 * Which of the open invitations to one person are the older ones. All but the youngest may go. A decision stands while
 * both are open: a better reading of a date must not turn it round between the two withdrawals. Pure; the same for
 * whichever identity asks.
 *
 * @param goesAnyway whether another rule withdraws this one: then the others are no duplicates of it, and each is judged
 *   by itself
 */
export function orderDuplicates(
  invitations: readonly TrackedInvitation[],
  goesAnyway: (youngest: TrackedInvitation) => boolean,
): OrderedDuplicates {
  const open = invitations.filter(({ state }) => isOpen(state));
  // Nobody knows which of them is older while one has a date that cannot be read.
  if (open.some(({ unreadableAt }) => unreadableAt !== null)) return { mayGo: [], kept: null, notes: [] };
  const undecided = open.filter(({ duplicateOf }) => !open.some((other) => isSameInvitation(duplicateOf, other)));
  const [youngest] = (undecided.length > 0 ? undecided : open).toSorted(
    (a, b) => b.sentAt.getTime() - a.sentAt.getTime() || compareKeys(a, b),
  );
  if (youngest === undefined) return { mayGo: [], kept: null, notes: [] };
  const of = keyOf(youngest);
  const older = open.filter((one) => one !== youngest);
  const notes: DuplicateNote[] = youngest.duplicateOf === null ? [] : [{ invitation: of, of: null }];
  for (const one of older) {
    if (!isSameInvitation(one.duplicateOf, of)) notes.push({ invitation: keyOf(one), of });
  }
  // While an answer about the youngest is out, the person may be left without any.
  const stays = youngest.state === "pending" && older.length > 0 && !goesAnyway(youngest);
  return { mayGo: stays ? older.map(keyOf) : [], kept: stays ? of : null, notes };
}

const keyOf = ({ identityId, invitationId }: InvitationKey): InvitationKey => ({ identityId, invitationId });

const isSameInvitation = (a: InvitationKey | null, b: InvitationKey): boolean =>
  a?.identityId === b.identityId && a.invitationId === b.invitationId;

const compareKeys = (a: InvitationKey, b: InvitationKey): number =>
  `${a.identityId}/${a.invitationId}` < `${b.identityId}/${b.invitationId}` ? -1 : 1;

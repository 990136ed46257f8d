import { isSurelyOlder, type SentInterval } from "./sent-interval.ts";
import { type InvitationKey, isOpen, type TrackedInvitation } from "./tracked-invitation.ts";

/** An invitation with what is known of when it was sent. */
export interface DatedCandidate {
  readonly invitation: TrackedInvitation;
  /** Null when that may not be compared: the date cannot be read, disagrees with the id, or is contradicted by the list. */
  readonly sent: SentInterval | null;
}

/** A note to be made on an invitation. */
export type DuplicateNote =
  /** Beside which younger one it is the older. */
  | { readonly invitation: InvitationKey; readonly kind: "older"; readonly of: InvitationKey }
  /** Beside which one it stands, of which nobody can tell the order. */
  | { readonly invitation: InvitationKey; readonly kind: "undecided"; readonly of: InvitationKey }
  /** An earlier note is taken back. */
  | { readonly invitation: InvitationKey; readonly kind: "none" };

export interface OrderedDuplicates {
  /** The older invitations, which may go because a younger one stays. */
  readonly mayGo: readonly InvitationKey[];
  /** The one that the person keeps; null where nobody has to go for it. */
  readonly kept: InvitationKey | null;
  /** Those of which nobody can tell which is the youngest. */
  readonly undecided: readonly InvitationKey[];
  /** What the ledger does not say yet. */
  readonly notes: readonly DuplicateNote[];
}

const NOTHING: OrderedDuplicates = { mayGo: [], kept: null, undecided: [], notes: [] };

/**
 * Which of the open invitations to one person are the older ones. One is older than another only when every moment at
 * which it can have been sent lies before every one of the other's; where they overlap, both stay. Intervals only ever
 * narrow, so a decision once made is made again. Pure; the same for whichever identity asks.
 *
 * @param goesAnyway whether another rule withdraws this one: then the others are no duplicates of it, and each is judged
 *   by itself
 */
export function orderDuplicates(
  candidates: readonly DatedCandidate[],
  goesAnyway: (invitation: TrackedInvitation) => boolean,
): OrderedDuplicates {
  const open = candidates.filter(({ invitation }) => isOpen(invitation.state)).toSorted(byKey);
  if (open.length < 2) return { ...NOTHING, notes: open.flatMap(({ invitation }) => noteOn(invitation, null)) };
  // None is surely younger than these. The one that was sent last for certain is among them.
  const youngest = open.filter((one) => !open.some((other) => isOlder(one, other))).toSorted(byLatestStart);
  const older = open.filter((one) => !youngest.includes(one));
  const { undecided, notes } =
    youngest.length > 1
      ? undecidedAmong(youngest.toSorted(byKey))
      : { undecided: [], notes: youngest.flatMap(({ invitation }) => noteOn(invitation, null)) };
  // While an answer about it is out, the person may be left without any.
  const kept = youngest.find(({ invitation }) => invitation.state === "pending" && !goesAnyway(invitation));
  const of = kept ?? youngest[0];
  const mayGo = kept === undefined ? [] : older.filter((one) => isOlder(one, kept)).map(keyOf);
  return {
    mayGo,
    kept: kept !== undefined && mayGo.length > 0 ? keyOf(kept) : null,
    undecided,
    notes: [
      ...notes,
      ...older.flatMap((one) => {
        const beside = of !== undefined && isOlder(one, of) ? of : youngest.find((other) => isOlder(one, other));
        return beside === undefined ? [] : noteOn(one.invitation, { kind: "older", of: keyOf(beside) });
      }),
    ],
  };
}

/** One whose age is in doubt is neither older nor younger than any. */
const isOlder = (a: DatedCandidate, b: DatedCandidate): boolean =>
  a.sent !== null && b.sent !== null && isSurelyOlder(a.sent, b.sent);

function undecidedAmong(some: readonly DatedCandidate[]): Pick<OrderedDuplicates, "undecided" | "notes"> {
  const [first, second] = some;
  return {
    undecided: some.map(keyOf),
    notes: some.flatMap((one) => {
      const beside = one === first ? second : first;
      return beside === undefined ? [] : noteOn(one.invitation, { kind: "undecided", of: keyOf(beside) });
    }),
  };
}

/** What is to be written on an invitation so that it says this; nothing when it does already. */
function noteOn(
  one: TrackedInvitation,
  says: { readonly kind: "older" | "undecided"; readonly of: InvitationKey } | null,
): DuplicateNote[] {
  const invitation = { identityId: one.identityId, invitationId: one.invitationId };
  if (says === null) {
    return one.duplicateOf === null && one.undecidedWith === null ? [] : [{ invitation, kind: "none" }];
  }
  const [same, other] =
    says.kind === "older" ? [one.duplicateOf, one.undecidedWith] : [one.undecidedWith, one.duplicateOf];
  return other === null && isSameInvitation(same, says.of) ? [] : [{ invitation, ...says }];
}

const keyOf = ({ invitation: { identityId, invitationId } }: DatedCandidate): InvitationKey => ({
  identityId,
  invitationId,
});

const isSameInvitation = (a: InvitationKey | null, b: InvitationKey): boolean =>
  a?.identityId === b.identityId && a.invitationId === b.invitationId;

const byLatestStart = (a: DatedCandidate, b: DatedCandidate): number =>
  (b.sent?.from?.getTime() ?? 0) - (a.sent?.from?.getTime() ?? 0) || byKey(a, b);

const nameOf = (one: DatedCandidate): string => `${one.invitation.identityId}/${one.invitation.invitationId}`;

const byKey = (a: DatedCandidate, b: DatedCandidate): number => (nameOf(a) < nameOf(b) ? -1 : 1);

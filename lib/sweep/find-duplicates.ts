import { type DuplicateNote, orderDuplicates } from "../domain/order-duplicates.ts";
import type { SentInterval } from "../domain/sent-interval.ts";
import { later } from "../domain/time.ts";
import { type InvitationKey, isOpen, type TrackedInvitation } from "../domain/tracked-invitation.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { ComparedList } from "./compare.ts";
import { inParallel } from "./in-parallel.ts";
import { INDEX_LAG_MS } from "./look-up.ts";
import { onceAPass } from "./once-a-pass.ts";
import type { ShownByLists } from "./shown-by-lists.ts";

/** Queries in flight at once: a first list of a thousand should not take a minute, nor flood the index. */
const READS_AT_ONCE = 8;

/** What a list's invitations are beside others to the same people. */
export interface FoundDuplicates {
  /** This identity's invitations that go for being the older ones. */
  readonly duplicates: ReadonlySet<string>;
  /** This identity's invitations that stay because an older one goes for them. */
  readonly kept: ReadonlySet<string>;
  /** This identity's invitations beside another of which nobody can tell whether it is older. */
  readonly undecided: ReadonlySet<string>;
  /** What the ledger does not say yet, of this identity's invitations and of others', a group for each person. */
  readonly notes: readonly (readonly DuplicateNote[])[];
  /** New ones to somebody who was not to be invited again yet. */
  readonly invitedTooSoon: readonly string[];
  /** This identity's invitations that the ledger holds as ended, by id. */
  readonly endings: ReadonlyMap<string, TrackedInvitation>;
}

/** How an invitation is judged, whosever it is. */
export interface Judgement {
  /** When it was sent, with all that is known; null where that is in doubt. */
  readonly sentOf: (invitation: TrackedInvitation) => SentInterval | null;
  /** Whether a rule withdraws it whatever else is pending to its person. */
  readonly goesAnyway: (invitation: TrackedInvitation) => boolean;
}

/**
 * Finds the invitations beside which another identity has a younger one pending, by reading: whether or not it was noted
 * before. Who is older is decided by what ledger and lists hold, so it is the same whichever identity asks, and noted on
 * the older one alone, so that never both go. Costs a query for each person whose invitation is new, was new on the
 * list before, or is noted, or is such on another list of the same pass.
 *
 * @param others the other lists of the same pass; none where sweeps run side by side, which then learn by the ledger
 */
export async function findDuplicates(
  { invitations }: Pick<Ledger, "invitations">,
  own: ComparedList,
  others: readonly ComparedList[],
  shown: ShownByLists,
  { sentOf, goesAnyway }: Judgement,
  now: Date,
): Promise<FoundDuplicates> {
  const { identityId } = own.identity;
  const appeared = new Set(own.comparison.appeared.map(({ invitationId }) => invitationId));
  const duplicates = new Set<string>();
  const kept = new Set<string>();
  const undecided = new Set<string>();
  const notes: (readonly DuplicateNote[])[] = [];
  const invitedTooSoon: string[] = [];
  const endings = new Map<string, TrackedInvitation>();
  await inParallel(READS_AT_ONCE, [...peopleToLookAt(own, others, now)], async ([personId, known]) => {
    const all = await invitationsOf(personId, known, invitations, shown);
    for (const one of all) {
      if (one.identityId !== identityId || !appeared.has(one.invitationId)) continue;
      if (one.ending !== null) endings.set(one.invitationId, one);
      else if (all.some((other) => (other.ending?.reinviteAfter ?? one.sentAt) > one.sentAt)) {
        invitedTooSoon.push(one.invitationId);
      }
    }
    const open = all.map(shown.asShown).filter((one) => isOpen(one.state) && !shown.hasLeft(one));
    const ordered = orderDuplicates(
      open.map((invitation) => ({ invitation, sent: sentOf(invitation) })),
      goesAnyway,
    );
    if (ordered.notes.length > 0) notes.push(ordered.notes);
    if (ordered.kept?.identityId === identityId) kept.add(ordered.kept.invitationId);
    for (const one of ordered.mayGo) if (one.identityId === identityId) duplicates.add(one.invitationId);
    for (const one of ordered.undecided) if (one.identityId === identityId) undecided.add(one.invitationId);
  });
  return { duplicates, kept, undecided, notes, invitedTooSoon: invitedTooSoon.sort(), endings };
}

/** A person to look for, with this identity's own invitation where the ledger holds that one already. */
type Looked = readonly [personId: string, known: InvitationKey | undefined];

/** In no order: people whose invitations may stand beside another's. */
function peopleToLookAt(
  own: ComparedList,
  others: readonly ComparedList[],
  now: Date,
): ReadonlyMap<string, InvitationKey | undefined> {
  const lookedFor = lookedForBy([own, ...others], now.getTime());
  const people = new Map<string, InvitationKey | undefined>(toLookFor(own, now));
  for (const { personId } of own.listing.invitations) {
    const by = personId === null ? undefined : lookedFor.get(personId);
    if (personId !== null && by !== undefined && by !== own) people.set(personId, undefined);
  }
  return people;
}

/** Whom the lists of a pass look for, with the list that does; null where several do. */
const lookedForBy = onceAPass((lists: readonly ComparedList[], at): ReadonlyMap<string, ComparedList | null> => {
  const lookedFor = new Map<string, ComparedList | null>();
  for (const list of lists) {
    for (const [personId] of toLookFor(list, new Date(at))) {
      const by = lookedFor.get(personId);
      lookedFor.set(personId, by === undefined || by === list ? list : null);
    }
  }
  return lookedFor;
});

const toLookFor = (list: ComparedList, now: Date): readonly Looked[] => [
  ...newOf(list),
  ...seenLately(list, now),
  ...notedOf(list),
];

const newOf = ({ comparison }: ComparedList): Looked[] =>
  comparison.appeared.flatMap(({ personId }): Looked[] => (personId === null ? [] : [[personId, undefined]]));

/**
 * An index is read a moment late, and two lists may be read at once: who was new on the list before is looked for again.
 * Not where no other identity had shown anybody new by then: any later one looks for its own again, and finds the pair.
 */
function seenLately({ identity: { identityId, lastListing }, comparison }: ComparedList, now: Date): Looked[] {
  const isSettled = (firstSeenAt: Date): boolean =>
    lastListing !== null &&
    (firstSeenAt < lastListing.at || (lastListing.isAlone === true && firstSeenAt <= lastListing.at));
  const isLately = (firstSeenAt: Date): boolean => !isSettled(firstSeenAt) || firstSeenAt > later(now, -INDEX_LAG_MS);
  return [...comparison.known.values()].flatMap(({ personId, invitationId, firstSeenAt }): Looked[] =>
    personId !== null && isLately(firstSeenAt) ? [[personId, { identityId, invitationId }]] : [],
  );
}

function notedOf({ identity: { identityId }, comparison }: ComparedList): Looked[] {
  const noted = [...comparison.known.values()].filter(
    ({ duplicateOf, undecidedWith }) => duplicateOf !== null || undecidedWith !== null,
  );
  return noted.flatMap(({ personId, invitationId }): Looked[] =>
    personId === null ? [] : [[personId, { identityId, invitationId }]],
  );
}

async function invitationsOf(
  personId: string,
  known: InvitationKey | undefined,
  invitations: Ledger["invitations"],
  shown: ShownByLists,
): Promise<TrackedInvitation[]> {
  const all: TrackedInvitation[] = [];
  for await (const one of invitations.ofPerson(personId, { unlessOnly: known })) all.push(one);
  const isThere = (one: TrackedInvitation) =>
    all.some(({ identityId, invitationId }) => identityId === one.identityId && invitationId === one.invitationId);
  return [...all, ...shown.newOf(personId).filter((one) => !isThere(one))];
}

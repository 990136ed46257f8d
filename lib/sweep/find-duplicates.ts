import { type DuplicateNote, orderDuplicates } from "../domain/order-duplicates.ts";
import type { SentInterval } from "../domain/sent-interval.ts";
import { DAY_MS, later } from "../domain/time.ts";
import { isOpen, type TrackedInvitation } from "../domain/tracked-invitation.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { ComparedList } from "./compare.ts";
import { inParallel } from "./in-parallel.ts";
import type { ShownByLists } from "./shown-by-lists.ts";

/** Queries in flight at once: a first list of a thousand should not take a minute, nor flood the index. */
const READS_AT_ONCE = 8;
/** An index is read a moment late: whoever is new is looked for again until then. */
const NEW_FOR_MS = 2 * DAY_MS;

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
 * the older one alone, so that never both go. Costs a query for each person whose invitation is new, or noted, or new on
 * another list of the same pass.
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
  await inParallel(READS_AT_ONCE, peopleToLookAt(own, others, now), async (personId) => {
    const all = await invitationsOf(personId, invitations, shown);
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

/** In no order: people whose invitations may stand beside another's. */
function peopleToLookAt(own: ComparedList, others: readonly ComparedList[], now: Date): string[] {
  const listed = new Set<string | null>(own.listing.invitations.map(({ personId }) => personId));
  const elsewhere = others.flatMap((other) => newOrNoted(other, now)).filter((personId) => listed.has(personId));
  return [...new Set([...newOrNoted(own, now), ...elsewhere])];
}

function newOrNoted({ comparison }: ComparedList, now: Date): string[] {
  const known = [...comparison.known.values()].filter(
    ({ firstSeenAt, duplicateOf, undecidedWith }) =>
      firstSeenAt > later(now, -NEW_FOR_MS) || duplicateOf !== null || undecidedWith !== null,
  );
  return [...comparison.appeared, ...known].flatMap(({ personId }) => personId ?? []);
}

async function invitationsOf(
  personId: string,
  invitations: Ledger["invitations"],
  shown: ShownByLists,
): Promise<TrackedInvitation[]> {
  const all: TrackedInvitation[] = [];
  for await (const one of invitations.ofPerson(personId)) all.push(one);
  const isThere = (one: TrackedInvitation) =>
    all.some(({ identityId, invitationId }) => identityId === one.identityId && invitationId === one.invitationId);
  return [...all, ...shown.newOf(personId).filter((one) => !isThere(one))];
}

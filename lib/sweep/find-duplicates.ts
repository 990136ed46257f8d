import type { Collaborators } from "../collaborators.ts";
import { DAY_MS, later } from "../domain/time.ts";
import { type InvitationKey, isOpen, type TrackedInvitation } from "../domain/tracked-invitation.ts";
import type { Booked } from "./book.ts";
import { inParallel } from "./in-parallel.ts";

type Parts = Pick<Collaborators, "ledger">;

/** As many as `book` has in flight. */
const READS_AT_ONCE = 8;
/** An index is read a moment late: whoever is new is looked for again until then. */
const NEW_FOR_MS = 2 * DAY_MS;

/** What a listing's new invitations are beside others to the same people. */
export interface FoundDuplicates {
  /** This identity's invitations that go for being the older ones. */
  readonly duplicates: ReadonlySet<string>;
  /** New ones to somebody who was not to be invited again yet. */
  readonly invitedTooSoon: readonly string[];
}

/**
 * Ids of this identity's invitations beside which another identity has a younger one pending. Who is older is decided by
 * what the ledger holds, so it is the same whichever identity is swept first, and noted on the older one alone, so that
 * never both go. Costs a query for each person whose invitation is new or noted.
 */
export async function findDuplicates(
  c: Parts,
  identityId: string,
  { comparison }: Pick<Booked, "comparison">,
  now: Date,
): Promise<FoundDuplicates> {
  const found = new Set<string>();
  const tooSoon: string[] = [];
  const appeared = new Set(comparison.appeared.map(({ invitationId }) => invitationId));
  const toLookAt = [...comparison.known.values()].filter(
    ({ firstSeenAt, duplicateOf }) => firstSeenAt > later(now, -NEW_FOR_MS) || duplicateOf !== null,
  );
  const people = new Set([...comparison.appeared, ...toLookAt].map(({ personId }) => personId));
  await inParallel(READS_AT_ONCE, [...people], async (personId) => {
    const all: TrackedInvitation[] = [];
    for await (const one of c.ledger.invitations.ofPerson(personId)) all.push(one);
    const open = all.filter(({ state }) => isOpen(state));
    for (const one of open) {
      if (one.identityId !== identityId || !appeared.has(one.invitationId)) continue;
      if (all.some(({ ending }) => (ending?.reinviteAfter ?? one.sentAt) > one.sentAt)) tooSoon.push(one.invitationId);
    }
    for (const older of await noteOlder(c, open)) if (older.identityId === identityId) found.add(older.invitationId);
  });
  return { duplicates: found, invitedTooSoon: tooSoon };
}

/**
 * Notes on every invitation but the youngest which one that is, and answers those that may go. A decision stands while
 * both are open: a better reading of a date must not turn it round between the two withdrawals.
 */
async function noteOlder({ ledger }: Parts, open: readonly TrackedInvitation[]): Promise<TrackedInvitation[]> {
  const undecided = open.filter(({ duplicateOf }) => !open.some((other) => isSame(duplicateOf, other)));
  const [youngest] = (undecided.length > 0 ? undecided : open).toSorted(
    (a, b) => b.sentAt.getTime() - a.sentAt.getTime() || compareKeys(a, b),
  );
  if (youngest === undefined) return [];
  const of = { identityId: youngest.identityId, invitationId: youngest.invitationId };
  if (youngest.duplicateOf !== null) await ledger.invitations.markDuplicate(of.identityId, of.invitationId, null);
  const older = open.filter((one) => one !== youngest);
  for (const { identityId, invitationId, duplicateOf } of older) {
    if (!isSame(duplicateOf, of)) await ledger.invitations.markDuplicate(identityId, invitationId, of);
  }
  // While an answer about the youngest is out, the person may be left without any.
  return youngest.state === "pending" ? older : [];
}

const isSame = (a: InvitationKey | null, b: InvitationKey): boolean =>
  a?.identityId === b.identityId && a.invitationId === b.invitationId;

const compareKeys = (a: TrackedInvitation, b: TrackedInvitation): number =>
  `${a.identityId}/${a.invitationId}` < `${b.identityId}/${b.invitationId}` ? -1 : 1;

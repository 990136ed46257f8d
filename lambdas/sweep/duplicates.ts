import { DAY_MS, later } from "../../lib/core/time.ts";
import { isOpen, type TrackedInvitation } from "../../lib/core/tracked-invitation.ts";
import type { Collaborators } from "../collaborators.ts";
import { inParallel } from "../in-parallel.ts";
import type { Booked } from "./book.ts";

type Parts = Pick<Collaborators, "ledger">;

/** As many as `book` has in flight. */
const READS_AT_ONCE = 8;
/** An index is read a moment late: whoever is new is looked for again until then. */
const NEW_FOR_MS = 2 * DAY_MS;

/**
 * Ids of this identity's invitations beside which another identity has a younger one pending. Who is older is decided by
 * what the ledger holds, so it is the same whichever identity is swept first, and noted on the older one alone, so that
 * never both go. Costs a query for each invitation that is new, and a read for each that is noted.
 */
export async function duplicatesAmong(
  c: Parts,
  identityId: string,
  { comparison }: Booked,
  now: Date,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const recent = [...comparison.known.values()].filter(({ firstSeenAt }) => firstSeenAt > later(now, -NEW_FOR_MS));
  const people = new Set([...comparison.appeared, ...recent].map(({ personId }) => personId));
  await inParallel(READS_AT_ONCE, [...people], async (personId) => {
    const open: TrackedInvitation[] = [];
    for await (const one of c.ledger.invitations.ofPerson(personId)) if (isOpen(one.state)) open.push(one);
    for (const older of await noteOlder(c, open)) if (older.identityId === identityId) found.add(older.invitationId);
  });
  const noted = [...comparison.known.values()].filter(({ duplicateOf }) => duplicateOf !== null);
  await inParallel(READS_AT_ONCE, noted, async ({ invitationId, duplicateOf }) => {
    if (await isStillDuplicate(c, { duplicateOf })) found.add(invitationId);
    else await c.ledger.invitations.markDuplicate(identityId, invitationId, null);
  });
  return found;
}

/** Whether the younger invitation still stands, so that the person keeps one. */
export async function isStillDuplicate(
  { ledger }: Parts,
  { duplicateOf }: Pick<TrackedInvitation, "duplicateOf">,
): Promise<boolean> {
  if (duplicateOf === null) return false;
  const younger = await ledger.invitations.find(duplicateOf.identityId, duplicateOf.invitationId);
  return younger?.state === "pending" && younger.duplicateOf === null;
}

/** Notes on every invitation but the youngest which one that is. Answers the ones noted. */
async function noteOlder({ ledger }: Parts, open: readonly TrackedInvitation[]): Promise<TrackedInvitation[]> {
  const youngestFirst = open.toSorted((a, b) => b.sentAt.getTime() - a.sentAt.getTime() || compareKeys(a, b));
  const [youngest, ...older] = youngestFirst;
  if (youngest === undefined || older.length === 0) return [];
  const of = { identityId: youngest.identityId, invitationId: youngest.invitationId };
  for (const { identityId, invitationId, duplicateOf } of older) {
    if (duplicateOf?.identityId === of.identityId && duplicateOf.invitationId === of.invitationId) continue;
    await ledger.invitations.markDuplicate(identityId, invitationId, of);
  }
  return older;
}

const compareKeys = (a: TrackedInvitation, b: TrackedInvitation): number =>
  `${a.identityId}/${a.invitationId}` < `${b.identityId}/${b.invitationId}` ? -1 : 1;

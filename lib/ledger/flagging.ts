import { FLAG_KINDS, type FlagKind } from "../domain/rule.ts";
import { addressSubject, profileKeyIn } from "./flag-subject.ts";
import type { FlagMark, FlagRecord, Ledger } from "./ledger.ts";

/** Whom somebody means: a person by id, or whoever has an address. */
export type FlagTarget = { readonly personId: string } | { readonly profileKey: string };

/** The invitations to one address went to more than one person: which of them is meant only the owner can say. */
export class AmbiguousAddressError extends Error {
  override readonly name = "AmbiguousAddressError";
  readonly personIds: readonly string[];

  constructor(personIds: readonly string[]) {
    super(`this address has been that of ${personIds.length} people: ${personIds.join(", ")}`);
    this.personIds = personIds;
  }
}

/**
 * Flags one person. An address is resolved here and at once, through the ledger's invitations; where none has been to it,
 * the flag waits by address, and the first listing that shows it finds out whose it is. Both ways it stops the very next
 * call: the withdraw function looks by id and by address. (An import resolves nothing and leaves that to the listings.)
 *
 * @returns what was flagged, as all its flags stand now
 * @throws AmbiguousAddressError
 */
export async function flag(ledger: Ledger, whom: FlagTarget, mark: FlagMark): Promise<FlagRecord> {
  const subject = await subjectOf(ledger, whom);
  await ledger.flags.add(subject, mark);
  const there = (await ledger.flags.findMany([subject], { consistent: true })).get(subject);
  // Somebody may have taken it again in the same instant.
  return there ?? { subject, marks: [], unknown: [], belongsTo: null, addresses: [] };
}

/**
 * Takes one kind of flag from a person, or every kind, by whatever way it was given. May be repeated.
 *
 * @returns the kinds that were there
 * @throws AmbiguousAddressError
 */
export async function unflag(ledger: Ledger, whom: FlagTarget, kind: FlagKind | null): Promise<FlagKind[]> {
  const taken = new Set<FlagKind>();
  for (const { subject, marks } of (await recordsOf(ledger, whom)).values()) {
    for (const mark of marks) {
      if (kind !== null && mark.kind !== kind) continue;
      if (await ledger.flags.take(subject, mark.kind)) taken.add(mark.kind);
    }
  }
  return FLAG_KINDS.filter((one) => taken.has(one));
}

async function subjectOf(ledger: Ledger, whom: FlagTarget): Promise<string> {
  if ("personId" in whom) return whom.personId;
  const [personId] = await peopleUnder(ledger, whom.profileKey);
  return personId ?? addressSubject(whom.profileKey);
}

/** Every item that may hold flags of whom is meant, and that holds theirs. */
async function recordsOf(ledger: Ledger, whom: FlagTarget): Promise<ReadonlyMap<string, FlagRecord>> {
  const look = (subjects: readonly string[]) => ledger.flags.findMany(subjects, { consistent: true });
  const [personId] = "personId" in whom ? [whom.personId] : await peopleUnder(ledger, whom.profileKey);
  if (personId === undefined) return "personId" in whom ? new Map() : look([addressSubject(whom.profileKey)]);
  const keys = new Set("personId" in whom ? [] : [whom.profileKey]);
  for await (const { profileKey } of ledger.invitations.ofPerson(personId))
    if (profileKey !== null) keys.add(profileKey);
  const own = await look([personId]);
  for (const key of own.get(personId)?.addresses ?? []) keys.add(key);
  const byAddress = await look([...keys].map(addressSubject));
  const theirs = [...byAddress].filter(([, { belongsTo }]) => belongsTo === null || belongsTo === personId);
  return new Map([...own, ...theirs]);
}

/** Whose address it is, as far as the ledger knows: nobody yet, or one person. */
async function peopleUnder(ledger: Ledger, profileKey: string): Promise<string[]> {
  const subject = addressSubject(profileKey);
  const claimed = (await ledger.flags.findMany([subject], { consistent: true })).get(subject)?.belongsTo;
  const people = new Set(claimed == null ? [] : [claimed]);
  for await (const { personId } of ledger.invitations.ofProfile(profileKey))
    if (personId !== null) people.add(personId);
  if (people.size > 1) throw new AmbiguousAddressError([...people].sort());
  return [...people];
}

/** Whom a subject of the Flags table stands for. */
export function flagTargetOf(subject: string): FlagTarget {
  const profileKey = profileKeyIn(subject);
  return profileKey === null ? { personId: subject } : { profileKey };
}

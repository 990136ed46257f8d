import { FLAG_KINDS, type FlagKind } from "../domain/rule.ts";
import { addressSubject, profileKeyIn } from "./flag-subject.ts";
import { keysOf } from "./flagged-keys.ts";
import type { FlagMark, FlagRecord, Ledger } from "./ledger.ts";
import { peopleUnder } from "./people-under.ts";

/** Whom somebody means: a person by id, or whoever has an address or a Sales Navigator id (`profile-key.ts`). */
export type FlagTarget = { readonly personId: string } | { readonly profileKey: string };

/**
 * The invitations to one address, or under one Sales Navigator id, went to more than one person: which of them is meant
 * only the owner can say.
 */
export class AmbiguousReferenceError extends Error {
  override readonly name = "AmbiguousReferenceError";
  readonly personIds: readonly string[];

  constructor(personIds: readonly string[]) {
    super(`this address or Sales Navigator id has been that of ${personIds.length} people: ${personIds.join(", ")}`);
    this.personIds = personIds;
  }
}

/**
 * Flags one person. An address is resolved here and at once, through the ledger's invitations; where none to a person with
 * an id has been to it, the flag waits by address, and the first listing that shows it finds out whose it is. Both ways it
 * stops the very next call: the withdraw function looks by id, by address and by Sales Navigator id. (An import resolves
 * nothing and leaves that to the listings.)
 *
 * @returns what was flagged, as all its flags stand now
 * @throws AmbiguousReferenceError
 */
export async function flag(ledger: Ledger, whom: FlagTarget, mark: FlagMark): Promise<FlagRecord> {
  const { subject, claim } = await placeOf(ledger, whom);
  await ledger.flags.add(subject, mark);
  if (claim !== null) await ledger.flags.claimAddress(claim.profileKey, claim.personId);
  const there = (await ledger.flags.findMany([subject], { consistent: true })).get(subject);
  // Somebody may have taken it again in the same instant.
  return there ?? { subject, marks: [], unknown: [], belongsTo: null, addresses: [] };
}

/**
 * Takes one kind of flag from a person, or every kind, by whatever way it was given. May be repeated.
 *
 * @returns the kinds that were there
 * @throws AmbiguousReferenceError
 */
export async function unflag(ledger: Ledger, whom: FlagTarget, kind: FlagKind | null): Promise<FlagKind[]> {
  const taken = new Set<FlagKind>();
  for (const { subject, marks } of (await flagRecordsOf(ledger, whom)).values()) {
    for (const mark of marks) {
      if (kind !== null && mark.kind !== kind) continue;
      if (await ledger.flags.take(subject, mark.kind)) taken.add(mark.kind);
    }
  }
  return FLAG_KINDS.filter((one) => taken.has(one));
}

interface FlagPlace {
  readonly subject: string;
  readonly claim: { readonly profileKey: string; readonly personId: string } | null;
}

async function placeOf(ledger: Ledger, whom: FlagTarget): Promise<FlagPlace> {
  if ("personId" in whom) return { subject: whom.personId, claim: null };
  const { profileKey } = whom;
  const { personId, nameless } = await whoHas(ledger, profileKey);
  if (personId === null) return { subject: addressSubject(profileKey), claim: null };
  // Under the id it would not reach the invitations to this address that were listed without an id.
  if (nameless.length > 0) return { subject: addressSubject(profileKey), claim: { profileKey, personId } };
  return { subject: personId, claim: null };
}

/**
 * Every item that may hold flags of whom is meant, and that holds theirs, by subject.
 *
 * @throws AmbiguousReferenceError
 */
export async function flagRecordsOf(ledger: Ledger, whom: FlagTarget): Promise<ReadonlyMap<string, FlagRecord>> {
  const look = (subjects: readonly string[]) => ledger.flags.findMany(subjects, { consistent: true });
  const { personId } = "personId" in whom ? whom : await whoHas(ledger, whom.profileKey);
  if (personId === null) return "personId" in whom ? new Map() : look([addressSubject(whom.profileKey)]);
  const keys = new Set("personId" in whom ? [] : [whom.profileKey]);
  for await (const one of ledger.invitations.ofPerson(personId)) for (const key of keysOf(one)) keys.add(key);
  const own = await look([personId]);
  for (const key of own.get(personId)?.addresses ?? []) keys.add(key);
  const byAddress = await look([...keys].map(addressSubject));
  const theirs = [...byAddress].filter(([, { belongsTo }]) => belongsTo === null || belongsTo === personId);
  return new Map([...own, ...theirs]);
}

/** Whose address it is, as far as the ledger knows: nobody's yet, or one person's. */
async function whoHas(ledger: Ledger, profileKey: string) {
  const subject = addressSubject(profileKey);
  const claimed = (await ledger.flags.findMany([subject], { consistent: true })).get(subject)?.belongsTo ?? null;
  const { people, nameless } = await peopleUnder(ledger.invitations, profileKey);
  const all = new Set([...people, ...(claimed === null ? [] : [claimed])]);
  if (all.size > 1) throw new AmbiguousReferenceError([...all].sort());
  const [personId = null] = all;
  return { personId, nameless };
}

/** Whom a subject of the Flags table stands for. */
export function flagTargetOf(subject: string): FlagTarget {
  const profileKey = profileKeyIn(subject);
  return profileKey === null ? { personId: subject } : { profileKey };
}

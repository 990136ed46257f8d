import { flagHolderOf } from "../domain/rule.ts";
import { addressSubject } from "./flag-subject.ts";
import type { FlagRecord, InvitationLedger } from "./ledger.ts";
import { type PeopleUnder, peopleUnder } from "./people-under.ts";

/** A person as a listing, or the ledger, knows them. */
export interface FlaggablePerson {
  /** Null for a member whom the lists show without an id: then the flags are the invitation's. */
  readonly personId: string | null;
  readonly invitationId: string;
  /** Null where no address is known that names a profile. */
  readonly profileKey: string | null;
  /** Null where no Sales Navigator id is known. */
  readonly salesNavigatorKey: string | null;
}

/** One flagged address or Sales Navigator id, with all who are known under it. */
export interface UnderFlaggedKey {
  readonly key: string;
  readonly record: FlagRecord;
  /** Those of the listing that is looked at. */
  readonly listed: readonly FlaggablePerson[];
  /** Those of other lists and, while the flags are nobody's yet, of the ledger. */
  readonly elsewhere: ReadonlySet<string>;
}

/** Who is shown under a key. */
export type PeopleByKey = (key: string) => readonly FlaggablePerson[];

/** Queries in flight at once: a first list after a large import should not take a minute. */
const QUERIES_AT_ONCE = 8;

/** What a person is known under: the key of an address, of a Sales Navigator id, of both, of neither. */
export const keysOf = ({ profileKey, salesNavigatorKey }: FlaggablePerson): string[] => [
  ...new Set([profileKey, salesNavigatorKey].filter((key) => key !== null)),
];

/** Of all keys that these people are known under, those that have flags. */
export async function whoIsUnder(
  invitations: Pick<InvitationLedger, "ofProfile" | "ofSalesNavigator">,
  records: ReadonlyMap<string, FlagRecord>,
  people: readonly FlaggablePerson[],
  elsewhere: PeopleByKey,
): Promise<readonly UnderFlaggedKey[]> {
  const flagged = [...byKey(people)].flatMap(([key, listed]) => {
    const record = records.get(addressSubject(key));
    return record === undefined || record.marks.length + record.unknown.length === 0 ? [] : [{ key, record, listed }];
  });
  const found: UnderFlaggedKey[] = [];
  for (let start = 0; start < flagged.length; start += QUERIES_AT_ONCE) {
    const slice = flagged.slice(start, start + QUERIES_AT_ONCE).map(async (one) => {
      const inLedger = one.record.belongsTo === null ? await peopleUnder(invitations, one.key) : NOBODY;
      const holders = [...elsewhere(one.key), ...inLedger.nameless].map(flagHolderOf);
      return { ...one, elsewhere: new Set([...holders, ...inLedger.people]) };
    });
    found.push(...(await Promise.all(slice)));
  }
  return found;
}

const NOBODY: PeopleUnder = { people: [], nameless: [] };

/**
 * Whether flags by this key can be about this one only. Two of one list are two people. A member without an id, of another
 * list or an earlier one, may be the very person who has an id here; but not the other way round, for there only the
 * invitation is known.
 */
export function isMeantAlone(person: FlaggablePerson, { listed, elsewhere }: UnderFlaggedKey): boolean {
  const holder = flagHolderOf(person);
  if (listed.some((other) => flagHolderOf(other) !== holder)) return false;
  const others = [...elsewhere].filter((other) => other !== holder);
  return person.personId === null ? others.length === 0 : others.every((other) => other.startsWith("#"));
}

function byKey(people: readonly FlaggablePerson[]): ReadonlyMap<string, FlaggablePerson[]> {
  const found = new Map<string, FlaggablePerson[]>();
  for (const person of people) {
    for (const key of keysOf(person)) {
      const under = found.get(key);
      if (under === undefined) found.set(key, [person]);
      else under.push(person);
    }
  }
  return found;
}

import { type Flags, type PersonFlag, UNKNOWN_FLAG } from "../domain/rule.ts";
import { addressSubject } from "./flag-subject.ts";
import type { FlagLedger, FlagRecord } from "./ledger.ts";

/** A person as a listing, or the ledger, knows them. */
export interface FlaggablePerson {
  /** Null for a member whom the lists show without an id. */
  readonly personId: string | null;
  /** Null where no address is known that names a profile. */
  readonly profileKey: string | null;
}

export interface FoundFlags {
  readonly flags: Flags;
  /** Flagged addresses that nobody had been seen under before, with the person who is listed under each now. */
  readonly met: readonly { readonly profileKey: string; readonly personId: string }[];
}

const NONE: FoundFlags = { flags: new Map(), met: [] };

/**
 * The flags of everybody on a listing. One read unit where there never was a flag; else half a unit for each person and
 * half a unit for each address, about 1,000 for a listing of 1,000. Eventually consistent, at half the price: whatever is
 * planned from it is checked again, with `flagsOfPerson`, before a call.
 */
export async function flagsOfListed(flags: FlagLedger, people: readonly FlaggablePerson[]): Promise<FoundFlags> {
  if (people.length === 0 || !(await flags.any())) return NONE;
  return find(flags, people, false);
}

/** The flags of one person as they stand now: strongly consistent, two read units as a rule. */
export async function flagsOfPerson(flags: FlagLedger, person: FlaggablePerson): Promise<FoundFlags> {
  return find(flags, [person], true);
}

/**
 * A person's flags are those given by their id, by the address they are known under, and by any address that a listing
 * has shown to be theirs (only the last need a second reading, for whoever has such). Flags of an address that belongs to
 * somebody else by now do not count.
 */
async function find(ledger: FlagLedger, all: readonly FlaggablePerson[], consistent: boolean): Promise<FoundFlags> {
  const people = all.flatMap(({ personId, profileKey }) => (personId === null ? [] : [{ personId, profileKey }]));
  const subjects = people.flatMap(({ personId, profileKey }) =>
    profileKey === null ? [personId] : [personId, addressSubject(profileKey)],
  );
  const records = new Map(await ledger.findMany(subjects, { consistent }));
  const known = people.flatMap(({ personId }) => records.get(personId)?.addresses ?? []).map(addressSubject);
  const unread = known.filter((subject) => !records.has(subject));
  if (unread.length > 0) for (const one of await ledger.findMany(unread, { consistent })) records.set(...one);

  const flags = new Map<string, Set<PersonFlag>>();
  const met = new Map<string, string>();
  const give = (personId: string, record: FlagRecord | undefined): void => {
    for (const kind of record === undefined ? [] : personFlagsOf(record))
      flags.set(personId, (flags.get(personId) ?? new Set()).add(kind));
  };
  for (const { personId, profileKey } of people) {
    const own = records.get(personId);
    give(personId, own);
    for (const key of own?.addresses ?? []) {
      const record = records.get(addressSubject(key));
      if (record?.belongsTo === personId) give(personId, record);
    }
    const shown = profileKey === null ? undefined : records.get(addressSubject(profileKey));
    if (profileKey === null || shown === undefined || !hasFlags(shown)) continue;
    if (shown.belongsTo === null || shown.belongsTo === personId) give(personId, shown);
    if (shown.belongsTo === null && !met.has(profileKey)) met.set(profileKey, personId);
  }
  return { flags, met: [...met].map(([profileKey, personId]) => ({ profileKey, personId })) };
}

/** What a rule sees of one item: its kinds, and one word for all that this version does not know. */
export function personFlagsOf({ marks, unknown }: FlagRecord): PersonFlag[] {
  const kinds: PersonFlag[] = marks.map(({ kind }) => kind);
  return unknown.length > 0 ? [...kinds, UNKNOWN_FLAG] : kinds;
}

const hasFlags = ({ marks, unknown }: FlagRecord): boolean => marks.length + unknown.length > 0;

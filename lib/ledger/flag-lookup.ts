import { type Flags, flagHolderOf, KEEPING_FLAGS, type PersonFlag, UNKNOWN_FLAG } from "../domain/rule.ts";
import { addressSubject } from "./flag-subject.ts";
import { type FlaggablePerson, isMeantAlone, keysOf, type PeopleByKey, whoIsUnder } from "./flagged-keys.ts";
import type { FlagLedger, FlagRecord, Ledger } from "./ledger.ts";

export interface FoundFlags {
  readonly flags: Flags;
  /** Flagged addresses and ids that nobody had been seen under before, with the person who is listed under each now. */
  readonly met: readonly { readonly profileKey: string; readonly personId: string }[];
  /** Keys of flagged addresses and ids under which others are known too than whom they are to reach. */
  readonly shared: readonly string[];
}

type FlagSource = Pick<Ledger, "flags" | "invitations">;

const NOBODY: PeopleByKey = () => [];
const NONE: FoundFlags = { flags: new Map(), met: [], shared: [] };

/**
 * The flags of everybody on a listing. One read unit where there never was a flag; else half a unit for each person, each
 * address and each Sales Navigator id, about 1,500 for a listing of 1,000, and two queries for each flagged address that
 * is nobody's yet. Eventually consistent, at half the price: whatever is planned from it is checked again, with
 * `flagsOfPerson`, before a call.
 *
 * @param elsewhere whom other lists of the same pass show under a key, where one pass sees several
 */
export async function flagsOfListed(
  ledger: FlagSource,
  people: readonly FlaggablePerson[],
  elsewhere: PeopleByKey = NOBODY,
): Promise<FoundFlags> {
  if (people.length === 0 || !(await ledger.flags.any())) return NONE;
  return find(ledger, people, elsewhere, false);
}

/**
 * The flags of one person as they stand now: strongly consistent, three read units as a rule. Half of one, or none, where there
 * never was a flag: the very first may be heard of as late as a process keeps that there is none (`briefly-kept.ts`).
 */
export async function flagsOfPerson(ledger: FlagSource, person: FlaggablePerson): Promise<FoundFlags> {
  if (!(await ledger.flags.any({ consistent: false }))) return NONE;
  return find(ledger, [person], NOBODY, true);
}

/**
 * A person's flags are those given by their id, by the address or the Sales Navigator id they are known under, and by any
 * such that a listing has shown to be theirs (only the last need a second reading, for whoever has such).
 *
 * Where others are known under a flagged address too, it is in doubt who was meant. Then its flags that keep an invitation
 * count for all of them and the others for nobody, for a withdrawal cannot be taken back.
 */
async function find(
  ledger: FlagSource,
  people: readonly FlaggablePerson[],
  elsewhere: PeopleByKey,
  consistent: boolean,
): Promise<FoundFlags> {
  const records = await recordsOf(ledger.flags, people, consistent);
  const flags = new Map<string, Set<PersonFlag>>();
  const give = (person: FlaggablePerson, kinds: readonly PersonFlag[]): void => {
    const holder = flagHolderOf(person);
    if (kinds.length > 0) flags.set(holder, new Set([...(flags.get(holder) ?? []), ...kinds]));
  };
  for (const person of people) {
    if (person.personId === null) continue;
    const own = records.get(person.personId);
    if (own !== undefined) give(person, personFlagsOf(own));
    for (const key of own?.addresses ?? []) {
      const record = records.get(addressSubject(key));
      if (record?.belongsTo === person.personId) give(person, personFlagsOf(record));
    }
  }
  const met = new Map<string, string>();
  const shared = new Set<string>();
  for (const under of await whoIsUnder(ledger.invitations, records, people, elsewhere)) {
    const { key, record, listed } = under;
    const kinds = personFlagsOf(record);
    for (const person of listed) {
      const isTheirs = record.belongsTo === null ? isMeantAlone(person, under) : record.belongsTo === person.personId;
      give(person, isTheirs ? kinds : kinds.filter((kind) => KEEPING_FLAGS.has(kind)));
      if (!isTheirs) shared.add(key);
      else if (record.belongsTo === null && person.personId !== null) met.set(key, person.personId);
    }
  }
  return {
    ...{ flags, shared: [...shared].sort() },
    met: [...met].map(([profileKey, personId]) => ({ profileKey, personId })),
  };
}

/** Every item that may hold flags of these people, by subject. */
async function recordsOf(
  ledger: FlagLedger,
  people: readonly FlaggablePerson[],
  consistent: boolean,
): Promise<ReadonlyMap<string, FlagRecord>> {
  const ids = people.flatMap(({ personId }) => personId ?? []);
  const subjects = [...ids, ...people.flatMap(keysOf).map(addressSubject)];
  const records = new Map(await ledger.findMany(subjects, { consistent }));
  const known = [...records.values()].flatMap(({ addresses }) => addresses).map(addressSubject);
  const unread = known.filter((subject) => !records.has(subject));
  if (unread.length > 0) for (const one of await ledger.findMany(unread, { consistent })) records.set(...one);
  return records;
}

/** What a rule sees of one item: its kinds, and one word for all that this version does not know. */
export function personFlagsOf({ marks, unknown }: FlagRecord): PersonFlag[] {
  const kinds: PersonFlag[] = marks.map(({ kind }) => kind);
  return unknown.length > 0 ? [...kinds, UNKNOWN_FLAG] : kinds;
}

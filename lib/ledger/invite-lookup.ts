import type { PersonFlag } from "../domain/rule.ts";
import type { TrackedInvitation } from "../domain/tracked-invitation.ts";
import { personFlagsOf } from "./flag-lookup.ts";
import { addressSubject } from "./flag-subject.ts";
import { type FlagTarget, flagRecordsOf } from "./flagging.ts";
import type { FlagRecord, Ledger } from "./ledger.ts";
import { peopleUnder } from "./people-under.ts";

/** All that the ledger knows of whom somebody would invite. */
export interface KnownOfPerson {
  /** By id. An address that has been that of two people stands for both: what is against either is against it. */
  readonly people: readonly string[];
  readonly invitations: readonly TrackedInvitation[];
  readonly flags: ReadonlySet<PersonFlag>;
}

/** Looks by every way a person may be known; strongly consistent where the tables are read, not where an index is. */
export async function knownOf(ledger: Ledger, target: FlagTarget): Promise<KnownOfPerson> {
  const { people, nameless, record } = await whoIsMeant(ledger, target);
  const flags = new Set<PersonFlag>(record === null ? [] : personFlagsOf(record));
  const invitations = [...nameless];
  for (const personId of people) {
    for (const one of (await flagRecordsOf(ledger, { personId })).values()) {
      for (const kind of personFlagsOf(one)) flags.add(kind);
    }
    for await (const one of ledger.invitations.ofPerson(personId)) invitations.push(one);
  }
  return { people, invitations, flags };
}

interface Meant {
  readonly people: readonly string[];
  readonly nameless: readonly TrackedInvitation[];
  readonly record: FlagRecord | null;
}

async function whoIsMeant({ invitations, flags }: Ledger, target: FlagTarget): Promise<Meant> {
  if ("personId" in target) return { people: [target.personId], nameless: [], record: null };
  const subject = addressSubject(target.profileKey);
  const record = (await flags.findMany([subject], { consistent: true })).get(subject) ?? null;
  const { people, nameless } = await peopleUnder(invitations, target.profileKey);
  return {
    people: [...new Set([...people, ...(record?.belongsTo == null ? [] : [record.belongsTo])])],
    nameless,
    record,
  };
}

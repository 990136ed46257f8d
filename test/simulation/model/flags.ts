import { FLAG_KINDS } from "../../../lib/domain/rule.ts";
import { addressSubject } from "../../../lib/ledger/flag-subject.ts";
import type { FlagLedger, FlagMark, FlagRecord } from "../../../lib/ledger/ledger.ts";
import { createLaggingItems } from "./lagging-items.ts";

/** The table of flags. Records are replaced and never changed, so what was read stays as it was read. */
export function createModelFlags(now: () => Date, lagMs: () => number): FlagLedger {
  const records = new Map<string, FlagRecord>();
  const any = createLaggingItems<true>(now, lagMs);
  const get = (subject: string): FlagRecord =>
    records.get(subject) ?? { subject, marks: [], unknown: [], belongsTo: null, addresses: [] };
  const add = (subject: string, mark: FlagMark): void => {
    any.set("", true);
    const record = get(subject);
    const marks = [...record.marks.filter(({ kind }) => kind !== mark.kind), mark];
    records.set(subject, { ...record, marks: marks.sort((a, b) => place(a) - place(b)) });
  };
  return {
    any: async (how) => any.get("", how) === true,
    findMany: async (subjects) =>
      new Map(
        subjects.flatMap((subject) => {
          const record = records.get(subject);
          return record === undefined ? [] : [[subject, record]];
        }),
      ),
    async add(subject, mark) {
      add(subject, mark);
    },
    async create(added) {
      for (const [subject, mark] of added) {
        records.delete(subject);
        add(subject, mark);
      }
    },
    async take(subject, kind) {
      const record = get(subject);
      const marks = record.marks.filter((mark) => mark.kind !== kind);
      if (marks.length === 0 && record.addresses.length === 0) records.delete(subject);
      else records.set(subject, { ...record, marks });
      return marks.length < record.marks.length;
    },
    async claimAddress(profileKey, personId) {
      const person = get(personId);
      records.set(personId, { ...person, addresses: [...new Set([...person.addresses, profileKey])].sort() });
      const address = get(addressSubject(profileKey));
      if (address.belongsTo !== null || address.marks.length === 0) return;
      records.set(address.subject, { ...address, belongsTo: personId });
    },
    async *all() {
      yield* [...records.values()].filter(({ marks }) => marks.length > 0);
    },
  };
}

const place = ({ kind }: FlagMark): number => FLAG_KINDS.indexOf(kind);

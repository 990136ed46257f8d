import { FLAG_KINDS } from "../domain/rule.ts";
import { ADDRESSES, ATTRIBUTE_OF, BELONGS_TO, flagKey, markItem, readFlags, SUBJECT } from "./dynamo-flag-item.ts";
import { type DynamoTable, newWriteName } from "./dynamo-table.ts";
import { ANY_FLAG, addressSubject, COMPANIES } from "./flag-subject.ts";
import type { FlagLedger } from "./ledger.ts";

/** No kind is left: what the item still has is no flag. */
const NO_MARKS = FLAG_KINDS.map((kind) => `attribute_not_exists(#${ATTRIBUTE_OF[kind]})`).join(" AND ");

export function createDynamoFlags(table: DynamoTable): FlagLedger {
  let announced = false;
  /** The marker stands before the first flag does, so that no sweep takes "never any" from it while there is one. */
  const announce = async (): Promise<void> => {
    if (!announced) await table.put(flagKey(ANY_FLAG));
    announced = true;
  };
  return {
    async any({ consistent = true } = {}) {
      const key = flagKey(ANY_FLAG);
      if (consistent) return (await table.get(key)) !== null;
      // As flags are read: who looks before a call is granted no other reading of this table.
      return (await table.getMany([key], false)).length > 0;
    },
    async findMany(subjects, { consistent }) {
      const items = await table.getMany([...new Set(subjects)].map(flagKey), consistent);
      return new Map(items.map(readFlags).map((record) => [record.subject, record]));
    },
    async add(subject, mark) {
      await announce();
      await table.update(flagKey(subject), { set: markItem(mark) });
    },
    async create(added) {
      await announce();
      await table.putMany([...added].map(([subject, mark]) => ({ ...flagKey(subject), ...markItem(mark) })));
    },
    async take(subject, kind) {
      const attribute = ATTRIBUTE_OF[kind];
      const there = { when: `attribute_exists(#${attribute})`, as: newWriteName() };
      const taken = await table.update(flagKey(subject), { remove: [attribute] }, there);
      // No condition can name a kind that only another version knows: an item with such a flag is never removed here.
      const left = await table.get(flagKey(subject));
      if (left === null || readFlags(left).unknown.length > 0) return taken;
      // A person's item that still names addresses stays: those have flags of their own.
      await table.remove(flagKey(subject), { when: `${NO_MARKS} AND attribute_not_exists(#${ADDRESSES})` });
      return taken;
    },
    async claimAddress(profileKey, personId) {
      // The person's item first: from an address that says whose it is, the way back must be there already.
      await table.update(flagKey(personId), { add: { [ADDRESSES]: new Set([profileKey]) } });
      const unclaimed = `attribute_not_exists(#${BELONGS_TO}) AND NOT (${NO_MARKS})`;
      await table.update(flagKey(addressSubject(profileKey)), { set: { [BELONGS_TO]: personId } }, { when: unclaimed });
    },
    async *all() {
      for await (const item of table.scan()) {
        if (item[SUBJECT] === ANY_FLAG || item[SUBJECT] === COMPANIES) continue;
        const record = readFlags(item);
        if (record.marks.length + record.unknown.length > 0) yield record;
      }
    },
  };
}

import * as z from "zod/mini";
import { FLAGS } from "../contract/tables.ts";
import { FLAG_KINDS } from "../core/rule.ts";
import type { Item } from "./dynamo-expression.ts";
import { instant, readItem, toInstant } from "./dynamo-item.ts";
import type { DynamoTable } from "./dynamo-table.ts";
import type { FlagLedger, FlagRecord } from "./ledger.ts";

const flag = z.object({
  [FLAGS.partitionKey]: z.string(),
  kinds: z.array(z.enum(FLAG_KINDS)),
  by: z.string(),
  at: instant,
  note: z.nullable(z.string()),
});

const flagKey = (personId: string): Item => ({ [FLAGS.partitionKey]: personId });
const readFlag = (item: Item): FlagRecord => readItem(FLAGS, flag, item);

export function createDynamoFlags(table: DynamoTable): FlagLedger {
  return {
    async find(personId) {
      const item = await table.get(flagKey(personId));
      return item === null ? null : readFlag(item);
    },
    async findMany(personIds) {
      // Not consistent, at half the price: whatever is planned from it is checked again, with `find`, before a call.
      const items = await table.getMany([...new Set(personIds)].map(flagKey), false);
      return new Map(items.map(readFlag).map((record) => [record.personId, record]));
    },
    async put({ personId, kinds, by, at, note }) {
      await table.put({ ...flagKey(personId), kinds, by, at: toInstant(at), note });
    },
    async remove(personId) {
      await table.remove(flagKey(personId));
    },
    async *all() {
      for await (const item of table.scan()) yield readFlag(item);
    },
  };
}

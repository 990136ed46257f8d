import * as z from "zod/mini";
import { RUNS } from "../contract/tables.ts";
import type { Item } from "./dynamo-expression.ts";
import { readItem } from "./dynamo-item.ts";
import type { DynamoTable } from "./dynamo-table.ts";

/** No run and no identity has this name: `#` sets our own items apart. */
export const LISTERS = "#listers";
const KEY: Item = { [RUNS.partitionKey]: LISTERS, [RUNS.sortKey]: LISTERS };

const listers = z.object({
  first: z.string(),
  // Absent as long as there is but one.
  several: z.optional(z.boolean()),
});

/** See `RunLedger.noteLister`. One read unit, and a write unit for the first identity and for the second. */
export async function noteLister(table: DynamoTable, identityId: string): Promise<boolean> {
  const there = await table.get(KEY);
  if (there === null) await table.update(KEY, { setIfAbsent: { first: identityId } });
  const { first, several = false } = readItem(RUNS, listers, there ?? (await table.get(KEY)) ?? {});
  if (first === identityId) return !several;
  if (!several) await table.update(KEY, { set: { several: true } });
  return false;
}

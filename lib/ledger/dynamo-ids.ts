import * as z from "zod/mini";
import { RUNS } from "../contract/tables.ts";
import { type IdCalibration, NO_TRIALS } from "../domain/id-clock.ts";
import type { Change, Item } from "./dynamo-expression.ts";
import { count, readItem } from "./dynamo-item.ts";
import type { DynamoTable } from "./dynamo-table.ts";
import type { IdLedger } from "./ledger.ts";

/** No run and no identity has this name: `#` sets our own items apart. */
export const ID_TRIALS = "#ids";
const KEY: Item = { [RUNS.partitionKey]: ID_TRIALS, [RUNS.sortKey]: ID_TRIALS };

const trials = z.object({
  trials: count,
  misses: count,
  // Absent before the first miss.
  firstMiss: z.optional(
    z.object({ id: z.string(), decoded: z.nullable(z.string()), after: z.string(), before: z.string() }),
  ),
});

/** One item of the table of runs, which every function of a run reaches and nobody reads as a whole. */
export function createDynamoIds(table: DynamoTable): IdLedger {
  return {
    async calibration(how) {
      const item = await table.get(KEY, how);
      if (item === null) return NO_TRIALS;
      const { firstMiss = null, ...counts } = readItem(RUNS, trials, item);
      return { ...counts, firstMiss };
    },
    add: async (more) => void (await table.update(KEY, changeOf(more))),
  };
}

/** The first miss to be written stays: which one it was matters less than that there was one. */
const changeOf = ({ trials, misses, firstMiss }: IdCalibration): Change => ({
  add: { trials, misses },
  ...(firstMiss !== null && { setIfAbsent: { firstMiss: { ...firstMiss } } }),
});

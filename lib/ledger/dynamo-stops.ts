import { setTimeout as delay } from "node:timers/promises";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod/mini";
import { instant } from "../contract/instant.ts";
import { RUNS } from "../contract/tables.ts";
import { MODES } from "../domain/mode.ts";
import { EVERYBODY, type Pause } from "../domain/policy.ts";
import type { ModeOrder, Stops } from "../domain/stops.ts";
import type { Item } from "./dynamo-expression.ts";
import { readItem, toInstant } from "./dynamo-item.ts";
import { createDynamoTable, type DynamoTable, type Guard, newWriteName } from "./dynamo-table.ts";
import type { StopLedger } from "./stop-ledger.ts";

/** No run has this name. One item a stop, so that no size limits how many there are, and none of them expires. */
export const STOPS = "#stops";
/** Sort keys of our own; every other one is an identity's id, which never begins so. */
const MODE = "#mode";
const ALL = "#all";

const keyOf = (name: string): Item => ({ [RUNS.partitionKey]: STOPS, [RUNS.sortKey]: name });
const nameOf = (id: string): string => (id === EVERYBODY ? ALL : id);

const modeItem = z.object({
  mode: z.enum(MODES),
  since: instant,
  lease: z._default(z.nullable(z.object({ name: z.string(), region: z.string() })), null),
});
const pauseItem = z.object({
  // Any other name of our own is a stop that only another version knows: what it stops nobody can tell.
  [RUNS.sortKey]: z.union([z.literal(ALL), z.string().check(z.regex(/^[^#]/))]),
  since: z.optional(instant),
  reason: z.optional(z.string()),
});

/** The stops of a stack: one partition of its table of runs. */
export function createDynamoStops(documentClient: DynamoDBDocumentClient, tableName: string): StopLedger {
  return stopsIn(createDynamoTable(documentClient, tableName, RUNS, (ms) => delay(ms)));
}

function stopsIn(table: DynamoTable): StopLedger {
  return {
    async read() {
      let mode: Stops["mode"] = null;
      const pauses: Pause[] = [];
      const query = { when: `#${RUNS.partitionKey} = :stops`, given: { stops: STOPS }, consistent: true };
      for await (const page of table.query(query)) {
        for (const item of page) {
          if (item[RUNS.sortKey] === MODE) mode = readMode(item);
          else pauses.push(readPause(item));
        }
      }
      return { mode, pauses };
    },
    async pause({ id, since, reason }) {
      await table.put({
        ...keyOf(nameOf(id)),
        // As a policy may have it, without milliseconds.
        ...(since !== undefined && { since: toInstant(new Date(since)) }),
        ...(reason !== undefined && { reason }),
      });
    },
    resume: (id) => table.remove(keyOf(nameOf(id))),
    setMode: (order, seen) => table.put({ ...keyOf(MODE), ...order }, guardOf(seen)),
  };
}

function guardOf(seen: ModeOrder | null | undefined): Guard | undefined {
  if (seen === undefined) return undefined;
  const as = newWriteName();
  if (seen === null) return { when: `attribute_not_exists(#${RUNS.partitionKey})`, as };
  return { when: "#mode = :mode AND #since = :since", given: { mode: seen.mode, since: seen.since }, as };
}

function readMode(item: Item): ModeOrder {
  const { mode, since, lease } = readItem(RUNS, modeItem, item);
  return { mode, since: toInstant(since), lease };
}

function readPause(item: Item): Pause {
  const { [RUNS.sortKey]: name, since, reason } = readItem(RUNS, pauseItem, item);
  return {
    id: name === ALL ? EVERYBODY : name,
    ...(since !== undefined && { since: toInstant(since) }),
    ...(reason !== undefined && { reason }),
  };
}

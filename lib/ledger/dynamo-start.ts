import * as z from "zod/mini";
import { RUNS } from "../contract/tables.ts";
import { DAY_MS, SECOND_MS } from "../domain/time.ts";
import type { Item } from "./dynamo-expression.ts";
import { count, expiry, readItem } from "./dynamo-item.ts";
import { type DynamoTable, newWriteName } from "./dynamo-table.ts";
import { type SavedStart, START_CHUNK, type StartIds, type StartProgress } from "./run-ledger.ts";

/** A digest may be about a month, and names whom its last run has left out. */
const KEPT_MS = 35 * DAY_MS;
const HEAD = "#start";
const VERSION = "version";

const head = z.object({
  [VERSION]: count,
  stage: z.enum(["listing", "sending"]),
  nextPage: z.nullable(count),
  announced: z.boolean(),
  stuck: count,
  connected: z.boolean(),
  sent: count,
  share: z.nullable(count),
  ids: z.object({ connected: count, notConnected: count, chunks: z.array(z.string()) }),
  [RUNS.ttlAttribute]: count,
});

const chunk = z.object({ connected: z.array(z.string()), notConnected: z.array(z.string()) });

const keyOf = (runId: string, sortKey: string): Item => ({ [RUNS.partitionKey]: runId, [RUNS.sortKey]: sortKey });

export async function loadStart(table: DynamoTable, runId: string, now: Date): Promise<SavedStart | null> {
  const item = (await table.getMany([keyOf(runId, HEAD)], true))[0];
  if (item === undefined) return null;
  const { [RUNS.ttlAttribute]: expiresAt, ...start } = readItem(RUNS, head, item);
  return expiresAt * SECOND_MS <= now.getTime() ? null : start;
}

export async function startIds(
  table: DynamoTable,
  runId: string,
  { ids: { chunks } }: SavedStart,
  from = 0,
  to = chunks.length,
): Promise<StartIds | null> {
  const names = chunks.slice(from, to);
  const items = await table.getMany(
    names.map((name) => keyOf(runId, name)),
    true,
  );
  const found = new Map(items.map((item) => [String(item[RUNS.sortKey]), item]));
  const parts = names.map((name) => found.get(name)).filter((item) => item !== undefined);
  if (parts.length < names.length) return null;
  const read = parts.map((item) => readItem(RUNS, chunk, item));
  return {
    connected: read.flatMap(({ connected }) => connected),
    notConnected: read.flatMap(({ notConnected }) => notConnected),
  };
}

/**
 * Chunks first, the head last and only over the version it was made from. Each chunk has a name of its own that the head
 * tells, so that two at the same run never write over each other's, and what one has left that died is read by nobody.
 */
export async function saveStart(
  table: DynamoTable,
  runId: string,
  before: SavedStart | null,
  progress: StartProgress,
  now: Date,
  add: StartIds = { connected: [], notConnected: [] },
): Promise<SavedStart | null> {
  const kept = before !== null && before.stage === progress.stage ? before.ids : NO_IDS;
  const ttl = { [RUNS.ttlAttribute]: expiry(now, KEPT_MS) };
  const added = chunksOf(add).map((part, index) => {
    const number = String(kept.chunks.length + index + 1).padStart(4, "0");
    return { name: `${HEAD}#${progress.stage}#${number}#${newWriteName()}`, part };
  });
  for (const { name, part } of added) await table.put({ ...keyOf(runId, name), ...part, ...ttl });
  const ids = {
    connected: kept.connected + add.connected.length,
    notConnected: kept.notConnected + add.notConnected.length,
    chunks: [...kept.chunks, ...added.map(({ name }) => name)],
  };
  const saved: SavedStart = { ...fieldsOf(progress), version: (before?.version ?? 0) + 1, ids };
  const expected =
    before === null
      ? {
          when: `attribute_not_exists(#${RUNS.partitionKey}) OR #${RUNS.ttlAttribute} <= :now`,
          given: { now: expiry(now, 0) },
        }
      : { when: `#${VERSION} = :before`, given: { before: before.version } };
  const isSaved = await table.put({ ...keyOf(runId, HEAD), ...saved, ...ttl }, { ...expected, as: newWriteName() });
  return isSaved ? saved : null;
}

const NO_IDS: SavedStart["ids"] = { connected: 0, notConnected: 0, chunks: [] };

/** Field by field: `progress` may be a saved start with more to it. */
const fieldsOf = ({ stage, nextPage, announced, stuck, connected, sent, share }: StartProgress): StartProgress => ({
  ...{ stage, nextPage, announced, stuck },
  ...{ connected, sent, share },
});

function chunksOf({ connected, notConnected }: StartIds): StartIds[] {
  const chunks = Math.ceil(Math.max(connected.length, notConnected.length) / START_CHUNK);
  return Array.from({ length: chunks }, (_, index) => {
    const [from, to] = [index * START_CHUNK, (index + 1) * START_CHUNK];
    return { connected: connected.slice(from, to), notConnected: notConnected.slice(from, to) };
  });
}

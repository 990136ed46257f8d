import * as z from "zod/mini";
import { instant } from "../contract/instant.ts";
import { RUNS } from "../contract/tables.ts";
import { CONNECTION_KIND } from "../domain/invitation-kind.ts";
import { DAY_MS, SECOND_MS } from "../domain/time.ts";
import type { Item } from "./dynamo-expression.ts";
import { count, expiry, readItem, toInstant, toInstantOrNull } from "./dynamo-item.ts";
import { sweepKey } from "./dynamo-sweep-item.ts";
import { type DynamoTable, newWriteName } from "./dynamo-table.ts";
import type { ListingProgress, ProgressItem } from "./ledger.ts";

/** Keeps an item well below the 400 KB that DynamoDB takes, even when every id is as long as the API's may be. */
const PER_CHUNK = 500;
/** A listing that nobody went on with by then is started over. */
const KEPT_MS = 2 * DAY_MS;

const head = z.object({
  save: z.string(),
  chunks: count,
  next: z.string(),
  startedAt: instant,
  pages: count,
  repeats: count,
  // Missing in what an earlier version has saved.
  faults: z._default(z.record(z.string(), count), {}),
  unreadableForms: z._default(z.record(z.string(), count), {}),
  [RUNS.ttlAttribute]: count,
});

const chunk = z.object({
  save: z.string(),
  unfitIds: z.array(z.nullable(z.string())),
  unfitNames: z._default(z.array(z.string()), []),
  invitations: z.array(
    z.object({
      invitationId: z.string(),
      urn: z.string(),
      personId: z.nullable(z.string()),
      sentBy: z.nullable(instant),
      // Missing in what an earlier version has saved.
      profileKey: z._default(z.nullable(z.string()), null),
      salesNavigatorKey: z._default(z.nullable(z.string()), null),
      sentFrom: z._default(z.nullable(instant), null),
      kind: z._default(z.string(), CONNECTION_KIND),
      isRelative: z._default(z.boolean(), false),
      isContradicting: z._default(z.boolean(), false),
    }),
  ),
});

/**
 * Saves in chunks, the head last. All items of one save carry its name: a save that was broken off is not read as one,
 * nor are chunks that it has already put over an earlier one's.
 */
export async function saveProgress(
  table: DynamoTable,
  runId: string,
  identityId: string,
  progress: ListingProgress,
  now: Date,
): Promise<void> {
  const { invitations, malformedIds, malformedNames } = progress;
  const common = { save: newWriteName(), [RUNS.ttlAttribute]: expiry(now, KEPT_MS) };
  const chunks = Math.ceil(Math.max(invitations.length, malformedIds.length, malformedNames.length) / PER_CHUNK);
  for (let index = 0; index < chunks; index++) {
    const [from, to] = [index * PER_CHUNK, (index + 1) * PER_CHUNK];
    await table.put({
      ...progressKey(runId, identityId, index + 1),
      ...common,
      unfitIds: malformedIds.slice(from, to),
      unfitNames: malformedNames.slice(from, to),
      invitations: invitations.slice(from, to).map(toEntry),
    });
  }
  const { next, startedAt, pages, repeats, faults, unreadableForms } = progress;
  const entry = { ...common, chunks, next, startedAt: toInstant(startedAt), pages, repeats, faults, unreadableForms };
  await table.put({ ...progressKey(runId, identityId), ...entry });
}

/** Null when there is none, or only one that is torn or has expired. */
export async function loadProgress(
  table: DynamoTable,
  runId: string,
  identityId: string,
  now: Date,
): Promise<ListingProgress | null> {
  const item = await table.get(progressKey(runId, identityId));
  if (item === null) return null;
  const { save, chunks, [RUNS.ttlAttribute]: expiresAt, ...entry } = readItem(RUNS, head, item);
  if (expiresAt * SECOND_MS <= now.getTime()) return null;
  const keys = Array.from({ length: chunks }, (_, index) => progressKey(runId, identityId, index + 1));
  const parts = (await table.getMany(keys, true)).sort(bySortKey).map((part) => readItem(RUNS, chunk, part));
  if (parts.length < chunks || parts.some((part) => part.save !== save)) return null;
  return {
    ...entry,
    malformedIds: parts.flatMap(({ unfitIds }) => unfitIds),
    malformedNames: parts.flatMap(({ unfitNames }) => unfitNames),
    invitations: parts.flatMap(({ invitations }) => invitations),
  };
}

/** Field by field: a listing may carry more of an invitation than is to be stored. */
const toEntry = (one: ProgressItem): Item => ({
  ...{ invitationId: one.invitationId, urn: one.urn, personId: one.personId, profileKey: one.profileKey },
  kind: one.kind,
  ...{ salesNavigatorKey: one.salesNavigatorKey, isRelative: one.isRelative, isContradicting: one.isContradicting },
  ...{ sentFrom: toInstantOrNull(one.sentFrom), sentBy: toInstantOrNull(one.sentBy) },
});

function progressKey(runId: string, identityId: string, part?: number): Item {
  const number = part === undefined ? "" : `#${String(part).padStart(4, "0")}`;
  return { ...sweepKey(runId, identityId), [RUNS.sortKey]: `${identityId}#progress${number}` };
}

const bySortKey = (a: Item, b: Item): number => (String(a[RUNS.sortKey]) < String(b[RUNS.sortKey]) ? -1 : 1);

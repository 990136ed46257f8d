import { INVITATIONS } from "../contract/tables.ts";
import { DAY_MS, later, utcDay } from "../domain/time.ts";
import { startOf } from "./dynamo-day-item.ts";
import type { Item, Predicate } from "./dynamo-expression.ts";
import { FIRST_SIGHT_ATTRIBUTES } from "./dynamo-first-sight.ts";
import { readOutcome } from "./dynamo-invitation-item.ts";
import { keyOf, toInstant } from "./dynamo-item.ts";
import type { DynamoTable } from "./dynamo-table.ts";
import type { OutcomeBatch, OutcomeQuery, OutcomeRecord } from "./ledger.ts";
import type { Chunk, PackedDays } from "./packed-days.ts";
import type { DatedOutcome } from "./packed-outcomes.ts";
import { readAhead } from "./read-ahead.ts";

const [, OUTCOMES_BY_DAY] = INVITATIONS.indexes;
/** Days whose first page is fetched ahead: a year costs as long as two dozen round trips. */
const DAYS_AHEAD = 16;
/** Items a page, so that what is fetched ahead stays at some thousand items; most days fit one page. */
const PAGE_SIZE = 250;
/** Whole items a request: a batch read takes no more. The batches of a page are read side by side. */
const ITEMS_AT_ONCE = 100;

/** What has been read, to be made into outcomes when they are wanted: entries of the index, or a chunk of a pack. */
type Page = { readonly entries: readonly Item[] } | { readonly chunk: Chunk };

/**
 * Ended invitations by day and, within it, by instant. Days are read side by side and told in order; what is held at a
 * time depends on neither the span nor the number of outcomes.
 *
 * A day that has been packed is read from its pack, which says the same; every other day from the index.
 */
export async function* outcomePages(
  table: DynamoTable,
  query: OutcomeQuery,
  packedDays: PackedDays,
): AsyncGenerator<readonly OutcomeRecord[], void, undefined> {
  for await (const page of pagesOf(table, query, packedDays)) {
    if ("chunk" in page) yield* asAsked(page.chunk, query);
    else yield page.entries.map(readOutcome);
  }
}

/** The same, but for those of packed days, which are told by columns. */
export async function* outcomeBatches(
  table: DynamoTable,
  query: OutcomeQuery,
  packedDays: PackedDays,
): AsyncGenerator<OutcomeBatch, void, undefined> {
  for await (const page of pagesOf(table, query, packedDays)) {
    yield "chunk" in page ? page.chunk.columns(query) : page.entries.map(readOutcome);
  }
}

async function* pagesOf(table: DynamoTable, query: OutcomeQuery, packedDays: PackedDays): AsyncGenerator<Page> {
  const packs = await packedDays(query.since, query.until);
  const days = utcDays(query.since, query.until).map((day) => () => pagesOfDay(table, day, query, packs.get(day)));
  yield* readAhead(days, DAYS_AHEAD);
}

async function* pagesOfDay(
  table: DynamoTable,
  day: string,
  query: OutcomeQuery,
  readPack: (() => Promise<Chunk[] | null>) | undefined,
): AsyncGenerator<Page, void, undefined> {
  const chunks = (await readPack?.()) ?? null;
  if (chunks !== null) {
    for (const chunk of chunks) yield { chunk };
    return;
  }
  for await (const entries of indexed(table, day, query)) yield { entries };
}

/** What the index would have answered. */
function* asAsked(chunk: Chunk, query: OutcomeQuery): Generator<readonly OutcomeRecord[], void, undefined> {
  const { since, until, identityId, outcome, reason, withSentFrom } = query;
  const isWanted = (one: OutcomeRecord): boolean =>
    one.endedAt >= since &&
    one.endedAt <= until &&
    (identityId === undefined || one.identityId === identityId) &&
    (outcome === undefined || one.outcome === outcome) &&
    (reason === undefined || one.reason === reason);
  for (const outcomes of chunk.outcomes()) {
    const wanted = outcomes.filter(isWanted);
    yield withSentFrom === true ? wanted : wanted.map(asIndexed);
  }
}

/** The index does not have the two, and a reader tells by their absence that they were not read. */
export const asIndexed = ({ sentFrom: _, sentWidthAtFirstSight: __, ...indexed }: DatedOutcome): OutcomeRecord =>
  indexed;

/** All entries of a day, with what the items have besides or without it. */
export function entriesOfDay(
  table: DynamoTable,
  day: string,
  { withDates }: { readonly withDates: boolean },
): AsyncGenerator<readonly Item[], void, undefined> {
  const since = startOf(day);
  return indexed(table, day, { since, until: later(since, DAY_MS - 1), withSentFrom: withDates });
}

async function* indexed(
  table: DynamoTable,
  day: string,
  query: OutcomeQuery,
): AsyncGenerator<readonly Item[], void, undefined> {
  const { name, partitionKey, sortKey } = OUTCOMES_BY_DAY;
  const pages = table.query({
    index: name,
    when: `#${partitionKey} = :day AND #${sortKey} BETWEEN :since AND :until`,
    given: { day, since: toInstant(query.since), until: toInstant(query.until) },
    filter: filterOf(query),
    pageSize: PAGE_SIZE,
  });
  if (query.withSentFrom === true) for await (const page of pages) yield await withSentFrom(table, page);
  else yield* pages;
}

/** The entries with what the items themselves have besides; null where one has none, or has gone in between. */
async function withSentFrom(table: DynamoTable, page: readonly Item[]): Promise<Item[]> {
  const keys = page.map((entry) => keyOf(INVITATIONS, entry));
  const batches = Array.from({ length: Math.ceil(keys.length / ITEMS_AT_ONCE) }, (_, index) =>
    table.getMany(keys.slice(index * ITEMS_AT_ONCE, (index + 1) * ITEMS_AT_ONCE), false, ONLY_DATES),
  );
  const items = (await Promise.all(batches)).flat();
  const dates = new Map(items.map((item) => [nameOf(item), item]));
  // Added to the entry, which nobody else has: copying it costs more than reading the item.
  return page.map((entry) => Object.assign(entry, NO_DATES, dates.get(nameOf(entry))));
}

const { partitionKey: IDENTITY, sortKey: INVITATION, ttlAttribute: EXPIRES_AT } = INVITATIONS;
const ONLY_DATES = [IDENTITY, INVITATION, EXPIRES_AT, "sentFrom", ...FIRST_SIGHT_ATTRIBUTES];
const NO_DATES = { sentFrom: null };
// No id has a line break.
const nameOf = (item: Item): string => `${item[IDENTITY]}\n${item[INVITATION]}`;

function filterOf({ identityId, outcome, reason }: OutcomeQuery): Predicate | undefined {
  const wanted = Object.entries({ [INVITATIONS.partitionKey]: identityId, state: outcome, reason }).filter(
    ([, value]) => value !== undefined,
  );
  if (wanted.length === 0) return undefined;
  return { when: wanted.map(([name]) => `#${name} = :${name}`).join(" AND "), given: Object.fromEntries(wanted) };
}

/** Every UTC day from that of `since` to that of `until`, both included; none when `until` lies before. */
function utcDays(since: Date, until: Date): string[] {
  const days: string[] = [];
  const first = Math.floor(since.getTime() / DAY_MS);
  const last = until < since ? first - 1 : Math.floor(until.getTime() / DAY_MS);
  for (let day = first; day <= last; day++) days.push(utcDay(new Date(day * DAY_MS)));
  return days;
}

import { INVITATIONS } from "../contract/tables.ts";
import { DAY_MS, utcDay } from "../domain/time.ts";
import type { Item, Predicate } from "./dynamo-expression.ts";
import { FIRST_SIGHT_ATTRIBUTES } from "./dynamo-first-sight.ts";
import { readOutcome } from "./dynamo-invitation-item.ts";
import { keyOf, toInstant } from "./dynamo-item.ts";
import type { DynamoTable } from "./dynamo-table.ts";
import type { OutcomeQuery, OutcomeRecord } from "./ledger.ts";
import { readAhead } from "./read-ahead.ts";

const [, OUTCOMES_BY_DAY] = INVITATIONS.indexes;
/** Days whose first page is fetched ahead: a year costs as long as two dozen round trips. */
const DAYS_AHEAD = 16;
/** Items a page, so that what is fetched ahead stays at some thousand items; most days fit one page. */
const PAGE_SIZE = 250;
/** Whole items a request: a batch read takes no more. The batches of a page are read side by side. */
const ITEMS_AT_ONCE = 100;

/**
 * Ended invitations by day and, within it, by instant. Days are read side by side and told in order; what is held at a
 * time depends on neither the span nor the number of outcomes.
 */
export async function* outcomes(
  table: DynamoTable,
  query: OutcomeQuery,
): AsyncGenerator<OutcomeRecord, void, undefined> {
  const days = utcDays(query.since, query.until).map((day) => () => outcomesOfDay(table, day, query));
  for await (const page of readAhead(days, DAYS_AHEAD)) yield* page.map(readOutcome);
}

async function* outcomesOfDay(
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
  return page.map((entry) => ({ sentFrom: null, ...dates.get(nameOf(entry)), ...entry }));
}

const ONLY_DATES = [INVITATIONS.partitionKey, INVITATIONS.sortKey, "sentFrom", ...FIRST_SIGHT_ATTRIBUTES];
const nameOf = (item: Item): string => JSON.stringify(keyOf(INVITATIONS, item));

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

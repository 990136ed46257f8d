import { INVITATIONS } from "../contract/tables.ts";
import { DAY_MS } from "../core/time.ts";
import type { Item, Predicate } from "./dynamo-expression.ts";
import { readOutcome, utcDay } from "./dynamo-invitation-item.ts";
import { toInstant } from "./dynamo-item.ts";
import type { DynamoTable } from "./dynamo-table.ts";
import type { OutcomeQuery, OutcomeRecord } from "./ledger.ts";

const [, OUTCOMES_BY_DAY] = INVITATIONS.indexes;
/** Days asked for at a time: a year costs as long as a dozen round trips, and little is held in memory. */
const DAYS_AT_ONCE = 30;

/** Ended invitations by day and, within it, by instant. */
export async function* outcomes(
  table: DynamoTable,
  query: OutcomeQuery,
): AsyncGenerator<OutcomeRecord, void, undefined> {
  const days = utcDays(query.since, query.until);
  for (let start = 0; start < days.length; start += DAYS_AT_ONCE) {
    const found = await Promise.all(
      days.slice(start, start + DAYS_AT_ONCE).map((day) => outcomesOfDay(table, day, query)),
    );
    for (const items of found) yield* items.map(readOutcome);
  }
}

async function outcomesOfDay(table: DynamoTable, day: string, query: OutcomeQuery): Promise<Item[]> {
  const { name, partitionKey, sortKey } = OUTCOMES_BY_DAY;
  const items: Item[] = [];
  const pages = table.query({
    index: name,
    when: `#${partitionKey} = :day AND #${sortKey} BETWEEN :since AND :until`,
    given: { day, since: toInstant(query.since), until: toInstant(query.until) },
    filter: filterOf(query),
  });
  for await (const page of pages) items.push(...page);
  return items;
}

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

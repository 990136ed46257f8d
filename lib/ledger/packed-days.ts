import { RUNS } from "../contract/tables.ts";
import { earliest, later, utcDay } from "../domain/time.ts";
import {
  chunksOf,
  DAYS,
  type DayHead,
  HEAD,
  PACKED_AFTER_MS,
  type Pack,
  readChunk,
  readHead,
  standingPack,
} from "./dynamo-day-item.ts";
import type { DynamoTable } from "./dynamo-table.ts";
import type { OutcomeQuery } from "./invitation-ledger.ts";
import type { OutcomeColumns } from "./ledger.ts";
import { unpackColumns } from "./packed-columns.ts";
import { type DatedOutcome, unpackOutcomes } from "./packed-outcomes.ts";

const { partitionKey: RUN, sortKey: NAME } = RUNS;

/** The heads of the days from that of `since` to that of `until`. Eventually consistent, as the index of outcomes is. */
export async function readHeads(table: DynamoTable, since: Date, until: Date): Promise<DayHead[]> {
  const heads: DayHead[] = [];
  const [first, last] = [utcDay(since), utcDay(until)];
  if (last < first) return heads;
  const given = { days: DAYS, since: `${HEAD}${first}`, until: `${HEAD}${last}` };
  for await (const page of table.query({ when: `#${RUN} = :days AND #${NAME} BETWEEN :since AND :until`, given })) {
    heads.push(...page.map(readHead).filter((head) => head !== null));
  }
  return heads;
}

/** What was packed of some days, by day: how to read it. */
export type PackedDays = (since: Date, until: Date) => Promise<ReadonlyMap<string, () => Promise<Chunk[] | null>>>;

/** A chunk's outcomes, unpacked when they are wanted: packed they take a twentieth of the memory. */
export interface Chunk {
  /** All of them, some hundreds at a time. */
  outcomes(): Iterable<readonly DatedOutcome[]>;
  /** Those that a query asks for. */
  columns(query: OutcomeQuery): OutcomeColumns;
}

export const chunkOf = (bytes: Uint8Array): Chunk => ({
  outcomes: () => unpackOutcomes(bytes),
  columns: (query) => unpackColumns(bytes, query),
});

/**
 * What has been packed of a day, in its order. Null unless every chunk is there and is the head's own: a pack that was
 * broken off while it was put over another one is read as none.
 */
export async function readPack(table: DynamoTable, day: string, { chunks }: Pack): Promise<Chunk[] | null> {
  if (chunks.length === 0) return [];
  const when = `#${RUN} = :days AND begins_with(#${NAME}, :chunks)`;
  const read: Chunk[] = [];
  for await (const page of table.query({ when, given: { days: DAYS, chunks: chunksOf(day) } })) {
    for (const item of page) {
      const hash = chunks[read.length];
      // More than the head has are of an earlier, longer pack.
      if (hash === undefined) break;
      const bytes = readChunk(item, hash);
      if (bytes === null) return null;
      read.push(chunkOf(bytes));
    }
  }
  return read.length === chunks.length ? read : null;
}

/** For reading: the days whose pack says what the index says, each with how to read it. */
export function standingPacks(table: DynamoTable, now: () => Date): PackedDays {
  return async (since, until) => {
    const at = now();
    // No younger day has been packed: to ask for what ended today costs no query of heads.
    const last = earliest(until, later(at, -PACKED_AFTER_MS));
    const heads = await readHeads(table, since, last);
    return new Map(
      heads.flatMap((head) => {
        const pack = standingPack(head, at);
        return pack === null ? [] : [[head.day, () => readPack(table, head.day, pack)]];
      }),
    );
  };
}

import { deflateSync, inflateSync } from "node:zlib";
import { DAY_MS, later, utcDay } from "../../../lib/domain/time.ts";
import { foldSign, NumberWriter, readNumbers } from "../../../lib/ledger/packed-numbers.ts";
import { packOutcomes } from "../../../lib/ledger/packed-outcomes.ts";
import { syntheticDay } from "./synthetic-year.ts";

const OUTCOMES_A_CHUNK = 10_000;
const DAYS_MADE = 7;

export interface SyntheticDays {
  readonly first: Date;
  readonly days: number;
  readonly perDay: number;
  readonly identities: number;
}

/**
 * Packed days, oldest first. A week is made; each later one is the same moved on, ids included, which costs a tenth of the
 * making. Deflated in a hurry: the bytes are some percent more than those that the ledger writes.
 */
export function* packedDays({ first, days, perDay, identities }: SyntheticDays): Generator<[day: string, Buffer[]]> {
  const made = Array.from({ length: Math.min(days, DAYS_MADE) }, (_, index) => {
    const outcomes = syntheticDay(later(first, index * DAY_MS), perDay, identities, index + 1);
    return Array.from({ length: Math.ceil(perDay / OUTCOMES_A_CHUNK) }, (_, chunk) =>
      inflateSync(packOutcomes(outcomes.slice(chunk * OUTCOMES_A_CHUNK, (chunk + 1) * OUTCOMES_A_CHUNK))),
    );
  });
  for (let index = 0; index < days; index++) {
    const ms = Math.floor(index / DAYS_MADE) * DAYS_MADE * DAY_MS;
    const chunks = (made[index % DAYS_MADE] ?? []).map((columns) => deflateSync(movedOn(columns, ms), { level: 1 }));
    yield [utcDay(later(first, index * DAY_MS)), chunks];
  }
}

/** The same outcomes later: all instants are told by their distance from the first row's ending. */
function movedOn(columns: Buffer, ms: number): Buffer {
  const heading = readNumbers(columns, 0, 1);
  const afterHeading = heading.next + (heading.numbers[0] ?? 0);
  const { count } = JSON.parse(columns.subarray(heading.next, afterHeading).toString("utf8"));
  const endedAt = readNumbers(columns, afterHeading, count).next;
  const firstRow = readNumbers(columns, endedAt, 1);
  const writer = new NumberWriter();
  writer.add((firstRow.numbers[0] ?? 0) + foldSign(ms));
  return Buffer.concat([columns.subarray(0, endedAt), writer.bytes, columns.subarray(firstRow.next)]);
}

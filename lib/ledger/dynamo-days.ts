import { isDeepStrictEqual } from "node:util";
import { INVITATIONS, RUNS } from "../contract/tables.ts";
import { DAY_MS, HOUR_MS, later, utcDay } from "../domain/time.ts";
import type { DayLedger } from "./day-ledger.ts";
import {
  chunkKey,
  type DayHead,
  hashOf,
  headKey,
  PACKED_AFTER_MS,
  type Pack,
  packAttribute,
  readHead,
  standingPack,
  startOf,
} from "./dynamo-day-item.ts";
import { readOutcome } from "./dynamo-invitation-item.ts";
import { expiry } from "./dynamo-item.ts";
import { asIndexed, entriesOfDay } from "./dynamo-outcomes.ts";
import type { DynamoTable } from "./dynamo-table.ts";
import type { OutcomeRecord } from "./ledger.ts";
import { readHeads, readPack } from "./packed-days.ts";
import { type DatedOutcome, packOutcomes } from "./packed-outcomes.ts";

/** Since a change was announced: by then it has been written, whoever was at it, and the index shows it. */
const QUIET_MS = HOUR_MS;
const CHECKED_AGAIN_AFTER_MS = 28 * DAY_MS;
/** Some 200 kB packed. */
const OUTCOMES_A_CHUNK = 10_000;
/** DynamoDB takes 400 kB an item. */
const MAX_CHUNK_BYTES = 350_000;

export interface DynamoDaysOptions {
  readonly runs: DynamoTable;
  readonly invitations: DynamoTable;
  readonly retentionDays: number;
  readonly now: () => Date;
}

/** Packs days of endings into a few items each, for reports that would else read an entry for every outcome. */
export function createDynamoDays({ runs, invitations, retentionDays, now }: DynamoDaysOptions): DayLedger {
  const headOf = async (day: string): Promise<DayHead | null> => {
    const item = await runs.get(headKey(day));
    return item === null ? null : readHead(item);
  };
  /** The pack of a day, as long as it says what the index says; null where it does not, or there is none. */
  const samePack = async (day: string): Promise<Pack | null> => {
    const head = await headOf(day);
    const pack = head === null ? null : standingPack(head, now());
    const chunks = pack === null ? null : await readPack(runs, day, pack);
    if (pack === null || chunks === null) return null;
    const packed = chunks.flatMap((chunk) => [...chunk.outcomes()].flat());
    let row = 0;
    for await (const page of entriesOfDay(invitations, day, { withDates: false })) {
      for (const entry of page) {
        const one = packed[row++];
        if (one === undefined || !isDeepStrictEqual(asIndexed(one), readOutcome(entry))) return null;
      }
    }
    return row === packed.length ? pack : null;
  };
  return {
    async due(since) {
      const at = now();
      const last = later(at, -PACKED_AFTER_MS);
      const heads = new Map((await readHeads(runs, since, last)).map((head) => [head.day, head]));
      const days = daysDownTo(since, last).map((day) => ({ day, head: heads.get(day) ?? null }));
      const quietSince = later(at, -QUIET_MS);
      const checkedBy = later(at, -CHECKED_AGAIN_AFTER_MS);
      const standing = (head: DayHead | null) => (head === null ? null : standingPack(head, at));
      const isDue = (head: DayHead | null) => standing(head) === null && (head?.changedAt ?? quietSince) <= quietSince;
      return {
        toPack: days.filter(({ head }) => isDue(head)).map(({ day }) => day),
        toCheck: days.filter(({ head }) => (standing(head)?.checkedAt ?? at) <= checkedBy).map(({ day }) => day),
      };
    },
    async pack(day) {
      const checkedAt = now();
      // Before the index is read: what is announced from now on makes this pack none.
      const changes = (await headOf(day))?.changes ?? 0;
      const chunks: string[] = [];
      let expiresAt = expiry(startOf(day), retentionDays * DAY_MS);
      let outcomes = 0;
      let waiting: DatedOutcome[] = [];
      const write = async () => {
        for (const data of packedChunks(waiting)) {
          chunks.push(hashOf(data));
          await runs.put({ ...chunkKey(day, chunks.length), data, [RUNS.ttlAttribute]: expiresAt });
        }
        waiting = [];
      };
      for await (const page of entriesOfDay(invitations, day, { withDates: true })) {
        outcomes += page.length;
        // The first of them to be deleted ends the pack.
        expiresAt = Math.min(expiresAt, ...page.map((entry) => Number(entry[INVITATIONS.ttlAttribute] ?? expiresAt)));
        waiting.push(...page.map(readOutcome).map(dated));
        if (waiting.length >= OUTCOMES_A_CHUNK) await write();
      }
      await write();
      // Last: without it the chunks are nobody's.
      const pack = packAttribute({ chunks, outcomes, changes, checkedAt });
      await runs.update(headKey(day), { set: { ...pack, [RUNS.ttlAttribute]: expiresAt } });
      return { outcomes, chunks: chunks.length };
    },
    async packs(since) {
      const at = now();
      const heads = await readHeads(runs, since, later(at, -PACKED_AFTER_MS));
      return heads.flatMap((head) => {
        const pack = standingPack(head, at);
        return pack === null ? [] : [{ day: head.day, outcomes: pack.outcomes, checkedAt: pack.checkedAt }];
      });
    },
    async saysTheSame(day) {
      return (await samePack(day)) !== null;
    },
    async check(day) {
      const checkedAt = now();
      const pack = await samePack(day);
      if (pack === null) return false;
      // Whatever is announced in between has raised `changes`, and keeps doing so: this raises no pack from the dead.
      await runs.update(headKey(day), { set: packAttribute({ ...pack, checkedAt }) });
      return true;
    },
  };
}

/** Read with its dates it has both; the types cannot tell. */
const dated = ({ sentFrom = null, sentWidthAtFirstSight = null, ...one }: OutcomeRecord): DatedOutcome => ({
  ...one,
  sentFrom,
  sentWidthAtFirstSight,
});

/** In as few chunks as fit an item. */
function* packedChunks(outcomes: readonly DatedOutcome[]): Generator<Uint8Array> {
  if (outcomes.length === 0) return;
  const data = packOutcomes(outcomes);
  if (data.length <= MAX_CHUNK_BYTES || outcomes.length === 1) yield data;
  else {
    const half = Math.ceil(outcomes.length / 2);
    yield* packedChunks(outcomes.slice(0, half));
    yield* packedChunks(outcomes.slice(half));
  }
}

/** The UTC days from that of `last` down to that of `first`. */
function daysDownTo(first: Date, last: Date): string[] {
  const days: string[] = [];
  for (let day = startOf(utcDay(last)); utcDay(day) >= utcDay(first); day = later(day, -DAY_MS)) days.push(utcDay(day));
  return days;
}

import { createHash } from "node:crypto";
import * as z from "zod/mini";
import { instant } from "../contract/instant.ts";
import { RUNS } from "../contract/tables.ts";
import { DAY_MS, later, SECOND_MS } from "../domain/time.ts";
import type { Item } from "./dynamo-expression.ts";
import { count } from "./dynamo-item.ts";

/** No run has this name: `#` sets our own items apart. Packed days are the rows of it. */
export const DAYS = "#days";

/** Of how the bytes are to be read. What a later version packs in another form is no pack to this one. */
export const FORM = 1;

/** After a day's beginning: it is packed three days after its end, when nearly all acceptances of it have been noticed. */
export const PACKED_AFTER_MS = 4 * DAY_MS;

/** A day's head: what has been packed of it, and how often its endings have changed since anybody counts. */
export interface DayHead {
  readonly day: string;
  readonly pack: Pack | null;
  readonly changes: number;
  /** Null where nothing has. */
  readonly changedAt: Date | null;
  readonly expiresAt: Date | null;
}

export interface Pack {
  /** The hash of each chunk's bytes, in their order: chunks of another pack, or damaged ones, are told by it. */
  readonly chunks: readonly string[];
  readonly outcomes: number;
  /** `changes` when it was begun. */
  readonly changes: number;
  /** When it was last known to say what the index says. */
  readonly checkedAt: Date;
}

const pack = z.object({
  form: z.literal(FORM),
  chunks: z.array(z.string()),
  outcomes: count,
  changes: count,
  checkedAt: instant,
});

const head = z.object({
  [RUNS.sortKey]: z.string(),
  pack: z.optional(z.unknown()),
  changes: z._default(count, 0),
  changedAt: z.optional(instant),
  [RUNS.ttlAttribute]: z.optional(count),
});

export const headKey = (day: string): Item => ({ [RUNS.partitionKey]: DAYS, [RUNS.sortKey]: `${HEAD}${day}` });
export const chunkKey = (day: string, number: number): Item => ({
  [RUNS.partitionKey]: DAYS,
  [RUNS.sortKey]: `${chunksOf(day)}${String(number).padStart(4, "0")}`,
});

/** Heads lie beside each other, and apart from the chunks, so that those of a year are a query of some kilobytes. */
export const HEAD = "head#";
export const chunksOf = (day: string): string => `pack#${day}#`;

/** Null for what does not read: such a day is read from the index, as one that nobody has packed. */
export function readHead(item: Item): DayHead | null {
  const read = z.safeParse(head, item);
  if (!read.success) return null;
  const { [RUNS.sortKey]: name, changes, changedAt = null, [RUNS.ttlAttribute]: expiresAt } = read.data;
  const packed = z.safeParse(pack, read.data.pack);
  return {
    day: name.slice(HEAD.length),
    pack: packed.success ? packed.data : null,
    changes,
    changedAt,
    expiresAt: expiresAt === undefined ? null : new Date(expiresAt * SECOND_MS),
  };
}

export const packAttribute = ({ checkedAt, ...rest }: Pack): Item => ({
  pack: { form: FORM, ...rest, checkedAt: checkedAt.toISOString() },
});

/** The pack as long as it says what the index says: nothing has changed since it was begun, and nothing has expired. */
export function standingPack({ pack, changes, expiresAt }: DayHead, now: Date): Pack | null {
  if (pack === null || pack.changes !== changes) return null;
  return expiresAt !== null && expiresAt > now ? pack : null;
}

/** The bytes of a chunk; null for one that is not what the head says. */
export function readChunk(item: Item | undefined, hash: string): Uint8Array | null {
  const data = item?.data;
  return data instanceof Uint8Array && hashOf(data) === hash ? data : null;
}

export const hashOf = (bytes: Uint8Array): string =>
  createHash("sha256").update(bytes).digest("base64url").slice(0, 22);

/** A day's beginning. */
export const startOf = (day: string): Date => new Date(`${day}T00:00:00.000Z`);

/** Whether a day began so many milliseconds ago or longer. */
export const isOld = (day: string, ms: number, now: Date): boolean => later(startOf(day), ms) <= now;

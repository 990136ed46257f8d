import * as z from "zod/mini";
import { instant } from "../contract/instant.ts";
import type { TableDefinition } from "../contract/tables.ts";
import type { FailedCall, RunStop } from "../domain/failure-streak.ts";
import type { Block } from "../domain/gate.ts";
import { valueAt } from "../domain/own-property.ts";
import { later, SECOND_MS } from "../domain/time.ts";
import type { LastError } from "../domain/tracked-invitation.ts";
import type { Item } from "./dynamo-expression.ts";

/** An item that does not read as the ledger writes it: by another version, by hand, or damaged. Nothing is guessed. */
export class LedgerItemError extends Error {
  override readonly name = "LedgerItemError";
  readonly table: string;
  /** The item's key as `attribute "value"`, comma-separated. */
  readonly key: string;
  /** Path of the first attribute that is missing or does not fit. */
  readonly field: string;

  constructor(definition: TableDefinition, item: Item, path: readonly PropertyKey[]) {
    const key = Object.entries(keyOf(definition, item))
      .map(([name, value]) => `${name} ${JSON.stringify(value)}`)
      .join(", ");
    const field = path.map(String).join(".");
    // The value itself stays out of the message: it goes to logs.
    super(
      `${definition.id}, ${key}: "${field}" ${isMissing(item, path) ? "is missing" : "is not what the ledger writes"}`,
    );
    this.table = definition.id;
    this.key = key;
    this.field = field;
  }
}

/**
 * An item as its schema reads it. Attributes that the schema does not name are left aside.
 *
 * @throws LedgerItemError at the first attribute that is missing or does not fit
 */
export function readItem<Schema extends z.ZodMiniType>(
  definition: TableDefinition,
  schema: Schema,
  item: Item,
): z.output<Schema> {
  const read = z.safeParse(schema, item);
  if (read.success) return read.data;
  throw new LedgerItemError(definition, item, read.error.issues[0]?.path ?? []);
}

/** The item's primary key, from the item itself or from an index's entry of it. */
export function keyOf({ partitionKey, sortKey }: TableDefinition, item: Item): Item {
  return { [partitionKey]: item[partitionKey], ...(sortKey !== undefined && { [sortKey]: item[sortKey] }) };
}

function isMissing(item: Item, path: readonly PropertyKey[]): boolean {
  return valueAt(item, path) === undefined;
}

/** Read again by `instant` of `lib/contract`. */
export const toInstant = (at: Date): string => at.toISOString();
export const toInstantOrNull = (at: Date | null): string | null => (at === null ? null : toInstant(at));

/** How often, how many: a whole number from 0. */
export const count = z.int().check(z.minimum(0));

export const errorField = z.object({ label: z.string(), ref: z.nullable(z.string()), at: instant });
export const lastErrorField = z.nullable(errorField);
export const toLastError = (error: LastError | null): Item | null =>
  error === null ? null : { label: error.label, ref: error.ref, at: toInstant(error.at) };

/** What an earlier version has written names neither the invitation nor the run. */
export const failedCallField = z.extend(errorField, {
  invitationId: z._default(z.nullable(z.string()), null),
  runId: z._default(z.nullable(z.string()), null),
});
export const toFailedCall = ({ label, ref, at, invitationId, runId }: FailedCall): Item => ({
  ...{ label, ref, at: toInstant(at) },
  ...(invitationId !== null && { invitationId }),
  ...(runId !== null && { runId }),
});

export const stopField = z.object({
  runId: z.string(),
  since: instant,
  why: z.string(),
  ref: z.nullable(z.string()),
  runs: count,
});
export const toStop = (stop: RunStop | null): Item | null =>
  stop === null ? null : { ...stop, since: toInstant(stop.since) };

export const blockField = z.object({
  until: instant,
  why: z.string(),
  ref: z.nullable(z.string()),
  detail: z.optional(z.string()),
});
export const toBlock = ({ until, why, ref, detail = null }: Block): Item => ({
  ...{ until: toInstant(until), why, ref },
  ...(detail !== null && { detail }),
});

/** The TTL attribute's value: epoch seconds, `ms` after `from`. */
export const expiry = (from: Date, ms: number): number => Math.floor(later(from, ms).getTime() / SECOND_MS);

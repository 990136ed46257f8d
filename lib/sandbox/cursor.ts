import { z } from "zod";
import { DAY_MS } from "./time.ts";

/** Where a row stands in a listing, newest first: by instant (epoch milliseconds), then by id. */
export interface RowKey {
  readonly at: number;
  readonly id: string;
}

/**
 * A place between two rows. Naming the row and not an offset is what keeps a listing whole while items are taken out
 * of it between two pages.
 */
export interface Cursor {
  readonly action: "list" | "connections";
  readonly identityId: string;
  /** The row before (`next`) or after (`previous`) the page; null for the newest end. */
  readonly from: RowKey | null;
  readonly direction: "next" | "previous";
  /** From 1. Only faults look at it. */
  readonly page: number;
  /** Epoch milliseconds. */
  readonly issuedAt: number;
}

/** Cursors live 24 hours, as the vendor's documents say. */
const CURSOR_LIFE_MS = DAY_MS;

/** Opaque to callers, and good after a restart: it carries everything itself. */
export function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString("base64url");
}

/** Null when the text is no cursor of this listing, or is 24 hours old. */
export function readCursor(text: string, of: Pick<Cursor, "action" | "identityId">, now: number): Cursor | null {
  const bytes = Buffer.from(text, "base64url");
  const result = cursorSchema.safeParse(parsed(bytes.toString()));
  // Node's decoder skips over what is no base64, so a mangled cursor is told by not coming out the same again.
  if (!result.success || bytes.toString("base64url") !== text) return null;
  const { action, identityId, issuedAt } = result.data;
  return action === of.action && identityId === of.identityId && now - issuedAt < CURSOR_LIFE_MS ? result.data : null;
}

const cursorSchema = z.strictObject({
  action: z.enum(["list", "connections"]),
  identityId: z.string(),
  from: z.strictObject({ at: z.number(), id: z.string() }).nullable(),
  direction: z.enum(["next", "previous"]),
  page: z.int(),
  issuedAt: z.number(),
});

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

import type { Cursor, RowKey } from "./cursor.ts";

/** One page of a listing and the places on either side of it. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next: Cursor | null;
  readonly previous: Cursor | null;
}

/** Newest first. */
export function byNewest(a: RowKey, b: RowKey): number {
  return b.at - a.at || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}

/** Cuts one page out of `rows`, which must be sorted newest first. */
export function cutPage<Row extends RowKey>(rows: readonly Row[], cursor: Cursor, size: number): Page<Row> {
  const { from, direction } = cursor;
  let start = 0;
  if (from !== null) {
    const isPast = (row: Row) => (direction === "next" ? byNewest(row, from) > 0 : byNewest(row, from) >= 0);
    const past = rows.findIndex(isPast);
    start = past === -1 ? rows.length : past;
    if (direction === "previous") start = Math.max(0, start - size);
  }
  const page = rows.slice(start, start + size);
  const first = page.at(0);
  const last = page.at(-1);
  return {
    rows: page,
    next: last !== undefined && start + size < rows.length ? place(cursor, last, "next") : null,
    previous: first !== undefined && start > 0 ? place(cursor, first, "previous") : null,
  };
}

/** A cursor of the same listing at another row. */
export function place(cursor: Cursor, { at, id }: RowKey, direction: Cursor["direction"]): Cursor {
  return { ...cursor, from: { at, id }, direction, page: cursor.page + (direction === "next" ? 1 : -1) };
}

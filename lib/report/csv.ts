import { stringify } from "csv-stringify/sync";
import { guarded } from "./spreadsheet-guard.ts";

export interface CsvColumn<Row> {
  readonly title: string;
  readonly value: (row: Row) => string | number | boolean | Date | null;
}

/**
 * CSV as in RFC 4180, with a header row, for a spreadsheet or a program. Lines end with LF, not CRLF, and the last one
 * has no end: what prints it adds one, and `cut`, `awk` and every spreadsheet read it so. Dates are ISO 8601 in UTC,
 * booleans `true` and `false`; null, an invalid date and a number that is none are empty cells.
 *
 * Text that a spreadsheet would run as a formula, and an id that it would round, gets an apostrophe in front (`unguarded`
 * takes it off again); numbers are left as they are. Control
 * characters, which the format does not allow, become question marks, and any line break in a cell is LF, so that it
 * may be printed on a terminal too.
 */
export function csvText<Row>(columns: readonly CsvColumn<Row>[], rows: Iterable<Row>): string {
  const records: Cell[][] = [columns.map(({ title }) => cell(title))];
  for (const row of rows) records.push(columns.map(({ value }) => cell(value(row))));
  return stringify(records, {
    escape_formulas: true,
    record_delimiter: "\n",
    eof: false,
    // A line with nothing on it is no record to most readers.
    quoted_empty: columns.length === 1,
  });
}

type Cell = string | number | null;

function cell(value: string | number | boolean | Date | null): Cell {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  return value === null ? null : guarded(value.replace(/\r\n?/g, "\n").replace(UNPRINTABLE, "?"));
}

/** Control characters but tab and line breaks, halves of a character, and the marks that turn the direction of writing. */
const UNPRINTABLE = /(?![\t\n])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/gu;

import { type CsvColumn, csvText } from "../report/csv.ts";
import type { Screen } from "../report/text-table.ts";
import type { Io } from "./io.ts";

/** Rows printed at a time: few enough to be held, many enough that printing costs little. */
const BATCH = 500;

type Rows<Row> = AsyncIterable<Row> | Iterable<Row>;

/** What a table is laid out for. `showsAll` shows the columns that a narrow terminal does not, such as "--json". */
export const screenOf = ({ columns }: Pick<Io, "columns">, showsAll?: string): Screen =>
  showsAll === undefined ? { columns } : { columns, showsAll };

/** Lines, some hundred at a time: one string of all of them would be held whole. */
export function printLines(io: Pick<Io, "out">, lines: Iterable<string>): void {
  let batch: string[] = [];
  for (const line of lines) {
    if (batch.push(line) < BATCH) continue;
    io.out(batch.join("\n"));
    batch = [];
  }
  if (batch.length > 0) io.out(batch.join("\n"));
}

/** A JSON array, the same text as `JSON.stringify` of all rows would be, printed while they come. */
export async function printJsonArray(io: Io, rows: Rows<unknown>): Promise<void> {
  let before: string | null = null;
  for await (const row of rows) {
    io.out(before === null ? "[" : `${before},`);
    before = indented(JSON.stringify(row, null, 2));
  }
  if (before === null) io.out("[]");
  else io.out(`${before}\n]`);
}

/** CSV with one header line, printed while the rows come. */
export async function printCsv<Row>(
  io: Pick<Io, "out">,
  columns: readonly CsvColumn<Row>[],
  rows: Rows<Row>,
): Promise<void> {
  let first = true;
  for await (const batch of inBatches(rows)) {
    const text = csvText(columns, batch);
    io.out(first ? text : withoutHeader(text));
    first = false;
  }
  if (first) io.out(csvText(columns, []));
}

/** Some hundred rows at a time, for what can be laid out only when there are several. None is empty. */
export async function* inBatches<Row>(rows: Rows<Row>): AsyncGenerator<Row[], void, undefined> {
  let batch: Row[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

const indented = (text: string): string => text.replace(/^/gm, "  ");

/** Our titles are words: the header is the first line and no more. */
const withoutHeader = (text: string): string => text.slice(text.indexOf("\n") + 1);

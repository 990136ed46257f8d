import { parse } from "csv-parse";
import { UsageError } from "../errors.ts";
import { csvShape, newlines, separatorIn, utf8Chunks } from "./csv-text.ts";

/** One record of a CSV file. */
export interface CsvRecord {
  /** Line of the file on which it begins, counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** More than any record has; a quote that is never closed would otherwise take the rest of the file into memory. */
const MAX_RECORD = 64 * 1024;

/**
 * The records of a CSV file, one after the other and in constant memory. Commas, semicolons (Excel in much of Europe) or
 * tabs, whichever the first line has most of, or what a `sep=` line names; any line ends, line breaks within quotes.
 * UTF-8, or UTF-16 with its byte order mark (Excel's "Unicode text"). Lines with nothing in them are passed over.
 *
 * @param separator what separates cells, where that is known; default: as above
 * @throws UsageError for another encoding, and for a quote that is never closed: nothing after it can be read
 */
export async function* csvRecords(
  path: string,
  separator: string | null = null,
): AsyncGenerator<CsvRecord, void, undefined> {
  const read: CsvRecord[] = [];
  let next = 1;
  let first = true;
  let failure: Error | null = null;
  const { encoding, delimiter: likely } = await csvShape(path);
  const delimiter = separator ?? likely;
  const parser = parse({
    ...{ bom: true, delimiter, record_delimiter: ["\r\n", "\n", "\r"], raw: true },
    ...{ relax_column_count: true, relax_quotes: true, skip_empty_lines: true, max_record_size: MAX_RECORD },
    // Records are taken here and not from the stream, which loses those before a failure; and the lines are counted
    // here, for the parser counts a CRLF within quotes twice.
    on_record(given: unknown, { raw: text }: { raw: string | undefined }) {
      const [record, raw] = [cellsOf(given), text ?? ""];
      const before = /^[\r\n]*/.exec(raw)?.[0] ?? "";
      const line = next + newlines(before);
      next += newlines(raw);
      const namesSeparator = first && separatorIn(raw.trimStart()) !== null;
      first = false;
      if (!namesSeparator && record.some((cell) => cell.trim() !== "")) read.push({ line, cells: record });
      return null;
    },
  });
  parser.on("error", (error) => {
    failure = error;
  });
  parser.resume();
  for await (const chunk of utf8Chunks(path, encoding)) {
    await new Promise<void>((done) => parser.write(chunk, () => done()));
    yield* read.splice(0);
    if (failure !== null) throw notReadableFrom(next);
  }
  await new Promise<void>((done) => {
    parser.once("close", done);
    parser.end();
  });
  yield* read.splice(0);
  if (failure !== null) throw notReadableFrom(next);
}

/** With the raw text asked for, the parser wraps the cells in an object; its types do not say so. */
function cellsOf(given: unknown): string[] {
  const cells: unknown = given instanceof Object && "record" in given ? given.record : given;
  return Array.isArray(cells) ? cells.map(String) : [];
}

const notReadableFrom = (line: number): UsageError =>
  new UsageError(
    `from line ${line} on the file cannot be read: a quote opens there and is not closed within ${MAX_RECORD / 1024} KB; close it, or double it where it is part of the text`,
  );

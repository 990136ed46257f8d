import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { parse } from "csv-parse";
import { UsageError } from "../errors.ts";

/** One record of a CSV file. */
export interface CsvRecord {
  /** Line of the file on which it begins, counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** More than any record has; a quote that is never closed would otherwise take the rest of the file into memory. */
const MAX_RECORD = 64 * 1024;
/** Within so many bytes the first line with something in it ends. */
const HEAD_BYTES = 64 * 1024;
const DELIMITERS = [",", ";", "\t"] as const;
const NEWLINE = /\r\n|\n|\r/g;
const REMEDY = 'save the file as "CSV UTF-8"';

/**
 * The records of a CSV file, one after the other and in constant memory. Commas, semicolons (Excel in much of Europe) or
 * tabs, whichever the first line has most of; any line ends, a byte order mark, line breaks within quotes. Lines with
 * nothing in them are passed over.
 *
 * @throws UsageError for another encoding than UTF-8, and for a quote that is never closed: nothing after it can be read
 */
export async function* csvRecords(path: string): AsyncGenerator<CsvRecord, void, undefined> {
  const read: CsvRecord[] = [];
  let next = 1;
  let failure: Error | null = null;
  const parser = parse({
    ...{ bom: true, delimiter: await delimiterOf(path), record_delimiter: ["\r\n", "\n", "\r"], raw: true },
    ...{ relax_column_count: true, relax_quotes: true, skip_empty_lines: true, max_record_size: MAX_RECORD },
    // Records are taken here and not from the stream, which loses those before a failure; and the lines are counted
    // here, for the parser counts a CRLF within quotes twice.
    on_record(given: unknown, { raw: text }: { raw: string | undefined }) {
      const [record, raw] = [cellsOf(given), text ?? ""];
      const before = /^[\r\n]*/.exec(raw)?.[0] ?? "";
      const line = next + newlines(before);
      next += newlines(raw);
      if (record.some((cell) => cell.trim() !== "")) read.push({ line, cells: record });
      return null;
    },
  });
  parser.on("error", (error) => {
    failure = error;
  });
  parser.resume();
  for await (const chunk of utf8Chunks(path)) {
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

const newlines = (text: string): number => text.match(NEWLINE)?.length ?? 0;

const notReadableFrom = (line: number): UsageError =>
  new UsageError(
    `from line ${line} on the file cannot be read: a quote opens there and is not closed within ${MAX_RECORD / 1024} KB; close it, or double it where it is part of the text`,
  );

/** The file's bytes, as long as they are UTF-8. */
async function* utf8Chunks(path: string): AsyncGenerator<Buffer, void, undefined> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let line = 1;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    try {
      if (decoder.decode(chunk, { stream: true }).includes("\0")) throw new TypeError("UTF-16");
    } catch {
      throw notUtf8(line, chunk);
    }
    line += newlines(chunk.toString("latin1"));
    yield chunk;
  }
  try {
    decoder.decode();
  } catch {
    throw notUtf8(line, Buffer.of());
  }
}

/** The line is found by decoding as far as it goes, for the decoder does not say where it stopped. */
function notUtf8(firstLine: number, chunk: Buffer): UsageError {
  const good = chunk.toString("utf8").split(/[\ufffd\0]/, 1)[0] ?? "";
  const line = firstLine + newlines(good);
  return new UsageError(`line ${line} is not UTF-8 (an older encoding, or UTF-16): ${REMEDY}`);
}

/** Whichever the first line with something in it has most of; a comma where it has none. */
async function delimiterOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const head =
      buffer
        .toString("utf8", 0, bytesRead)
        .split(/[\r\n]+/)
        .find((line) => line.trim() !== "") ?? "";
    const times = (delimiter: string): number => head.split(delimiter).length;
    return DELIMITERS.reduce<string>((best, one) => (times(one) > times(best) ? one : best), ",");
  } finally {
    await file.close();
  }
}

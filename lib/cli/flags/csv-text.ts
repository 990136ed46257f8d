import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { UsageError } from "../errors.ts";

/** How a file is written, by its first bytes. */
export interface CsvShape {
  readonly encoding: "utf-8" | "utf-16le" | "utf-16be";
  readonly delimiter: string;
  /** True where a `sep=` line names the delimiter, so that it is no guess. */
  readonly isNamed: boolean;
}

/** Within so many bytes the first line with something in it ends. */
const HEAD_BYTES = 64 * 1024;
/** What separates cells, where no `sep=` line names something else. */
export const DELIMITERS = [",", ";", "\t"] as const;
/** A first line that tells a spreadsheet which separator follows; Excel writes and reads it. */
const SEPARATOR_LINE = /^\ufeff?"?sep=([^\r\n"])"?[\r\n]*$/i;
const NEWLINE = /\r\n|\n|\r/g;
const REMEDY = 'save the file as "CSV UTF-8"';

export const newlines = (text: string): number => text.match(NEWLINE)?.length ?? 0;

/** The separator that a line of its own names; null for any other line. */
export const separatorIn = (line: string): string | null => SEPARATOR_LINE.exec(line)?.[1] ?? null;

/** A cell without its quotes: a blank between a closing quote and the separator makes them part of it. */
export const unquoted = (cell: string): string =>
  cell
    .trim()
    .replace(/^"(.*)"$/s, "$1")
    .trim();

/**
 * The encoding by the byte order mark, UTF-8 without one. The separator as a `sep=` line names it; without one, whichever
 * of comma, semicolon and tab the first line with something in it has most of; a comma where it has none.
 */
export async function csvShape(path: string): Promise<CsvShape> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const bytes = buffer.subarray(0, bytesRead);
    const encoding = encodingOf(bytes);
    const lines = new TextDecoder(encoding).decode(bytes).split(/[\r\n]+/);
    const head = lines.find((line) => line.trim() !== "") ?? "";
    const times = (delimiter: string): number => head.split(delimiter).length;
    const counted = DELIMITERS.reduce<string>((best, one) => (times(one) > times(best) ? one : best), ",");
    const named = separatorIn(head);
    return { encoding, delimiter: named ?? counted, isNamed: named !== null };
  } finally {
    await file.close();
  }
}

function encodingOf([first, second]: Uint8Array): CsvShape["encoding"] {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
}

/**
 * The file's text in UTF-8, piece by piece.
 *
 * @throws UsageError for bytes that are none of its encoding, with the line and what to do
 */
export async function* utf8Chunks(
  path: string,
  encoding: CsvShape["encoding"],
): AsyncGenerator<Buffer, void, undefined> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let line = 1;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    const text = decoded(decoder, chunk, line);
    if (text.includes("\0"))
      throw unreadable(line + newlines(text.slice(0, text.indexOf("\0"))), "UTF-16 without mark");
    line += newlines(text);
    yield Buffer.from(text);
  }
  decoded(decoder, null, line);
}

/** Null ends the text: what is left over then is half a character. */
function decoded(decoder: InstanceType<typeof TextDecoder>, chunk: Buffer | null, line: number): string {
  try {
    return chunk === null ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch {
    const isUtf8 = decoder.encoding === "utf-8";
    // The line is found by decoding as far as it goes, for the decoder does not say where it stopped.
    const [good = ""] = isUtf8 ? (chunk?.toString("utf8") ?? "").split("\ufffd", 1) : [];
    throw unreadable(line + newlines(good), isUtf8 ? "older" : "broken UTF-16");
  }
}

function unreadable(line: number, cause: "older" | "UTF-16 without mark" | "broken UTF-16"): UsageError {
  const why = {
    older: "is not UTF-8 but an older encoding, such as the Windows-1252 of Excel's plain CSV",
    "UTF-16 without mark": "is not UTF-8 but, by its zero bytes, UTF-16 without the mark that says so",
    "broken UTF-16": "is not the UTF-16 that the file's first bytes announce",
  };
  return new UsageError(`line ${line} ${why[cause]}: ${REMEDY}`);
}

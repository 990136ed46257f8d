import { createWriteStream } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { UsageError } from "../errors.ts";

/**
 * Hands on the path of a file that can be read more than once: the file itself, or a copy of what comes in only once
 * (standard input, for `-`, or a pipe). The copy is for its owner's eyes alone and is gone afterwards.
 *
 * @throws UsageError for a file that is not there or cannot be read
 */
export async function readTwice<Result>(
  path: string,
  stdin: Readable,
  use: (path: string) => Promise<Result>,
): Promise<Result> {
  const source = path === "-" ? stdin : await sourceAt(path);
  if (source === null) return use(path);
  const folder = await mkdtemp(join(tmpdir(), "sweeper-import-"));
  try {
    const copy = join(folder, "flags.csv");
    await pipeline(source, createWriteStream(copy, { mode: 0o600 }));
    return await use(copy);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Null for a plain file, which can be read again. */
async function sourceAt(path: string): Promise<Readable | null> {
  try {
    const file = await open(path);
    const stat = await file.stat();
    if (!stat.isFile() && !stat.isDirectory()) return file.createReadStream();
    await file.close();
    if (stat.isDirectory()) throw new UsageError(`${path} is a folder; give a CSV file, or - for standard input`);
    return null;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const why = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new UsageError(`${path} cannot be read (${why}); give a CSV file, or - for standard input`);
  }
}

import { once } from "node:events";
import { createWriteStream, existsSync, renameSync, rmSync } from "node:fs";
import { finished } from "node:stream/promises";
import { UsageError } from "./errors.ts";

/**
 * Writes a file that is not there yet, line by line and for its owner's eyes alone. It has its name only once it is whole,
 * so that half of it is never taken for all.
 *
 * @throws UsageError when there is such a file
 */
export async function writeNewFile(
  path: string,
  write: (line: (text: string) => void) => Promise<void>,
): Promise<void> {
  if (existsSync(path)) throw new UsageError(`${path} exists: give another name, or remove it first`);
  const temporary = `${path}.${process.pid}.tmp`;
  const file = createWriteStream(temporary, { flags: "wx", mode: 0o600 });
  try {
    await once(file, "open");
    const end = finished(file);
    // What fails is told at the end, where it is waited for.
    end.catch(() => {});
    await write((text) => void file.write(`${text}\n`));
    file.end();
    await end;
    renameSync(temporary, path);
  } catch (error) {
    file.destroy();
    rmSync(temporary, { force: true });
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new Error(`${path} cannot be written: ${error.message}`, { cause: error });
  }
}

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "./errors.ts";

/** A `cdk.json` as it is on disk. */
export interface CdkJson {
  readonly path: string;
  readonly text: string;
  readonly content: unknown;
}

/** The `cdk.json` of a folder; null where there is none. Throws `UsageError` for one that is not JSON. */
export function readCdkJson(folder: string): CdkJson | null {
  const path = join(folder, "cdk.json");
  if (!existsSync(path)) return null;
  try {
    const text = readFileSync(path, "utf8");
    return { path, text, content: JSON.parse(text) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${path} cannot be read as JSON (${why}); correct it, then try again`);
  }
}

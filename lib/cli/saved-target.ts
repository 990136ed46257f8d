import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { replaceFile } from "../local/data-layout.ts";
import { UsageError } from "./errors.ts";
import { quoted } from "./shell-words.ts";
import type { TargetPlace } from "./target-place.ts";

/** Where `sweeper use` keeps the target of a data folder. */
export const savedTargetFile = (data: string): string => join(data, "target.json");

const host = z.string().check(z.regex(/^[\w.:[\]-]{1,300}$/));
const part = z.nullable(z.string().check(z.regex(/^[\w-]{1,40}$/)));
const savedTarget: z.ZodMiniType<TargetPlace> = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("sandbox") }),
  z.strictObject({ kind: z.literal("real"), host }),
  z.strictObject({
    kind: z.literal("stack"),
    stack: z.string().check(z.regex(/^[A-Za-z][A-Za-z0-9-]{0,127}$/)),
    region: part,
    account: part,
  }),
]);

/** The target saved for a data folder; null when none is. Throws `UsageError` for a file that does not name one. */
export function readSavedTarget(data: string): TargetPlace | null {
  const file = savedTargetFile(data);
  if (!existsSync(file)) return null;
  const reading = savedTarget.safeParse(parsed(file));
  if (reading.success) return reading.data;
  throw new UsageError(
    `${file} does not name a target: save one again with \`sweeper use sandbox --data ${quoted(data)}\` (or real, or stack NAME), or name one with --edges or --stack`,
  );
}

/** Saves the target of a data folder in one step. Throws `UsageError` when the file cannot be written. */
export function saveTarget(data: string, place: TargetPlace): void {
  const file = savedTargetFile(data);
  try {
    replaceFile(file, `${JSON.stringify(place)}\n`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${file} cannot be written (${why}); choose another folder with --data`);
  }
}

/** What cannot be read names no target either. */
function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

import { cpSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { temporaryFolder } from "../helpers/command-line.ts";

export const PROJECT = resolve(import.meta.dirname, "../..");

/** A checkout of its own with these parts, whose sources may be changed, beside the same packages. */
export function checkoutOf(parts: readonly string[], folder = temporaryFolder()): string {
  for (const part of parts) cpSync(join(PROJECT, part), join(folder, part), { recursive: true });
  symlinkSync(join(PROJECT, "node_modules"), join(folder, "node_modules"));
  return folder;
}

import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder and those above it, where they are not there yet. Node's own `recursive` never ends where the system
 * answers "no such file" for a folder whose parent is there, as it does below `/proc`.
 *
 * @throws what `mkdir` throws
 */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent);
  try {
    mkdirSync(path);
  } catch (error) {
    // Somebody else has made it in the same moment.
    if (!existsSync(path)) throw error;
  }
}

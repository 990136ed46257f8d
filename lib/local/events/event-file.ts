import { closeSync, openSync, writeSync } from "node:fs";
import { endsTorn } from "../torn-line.ts";
import type { SweeperEvent } from "./sweeper-event.ts";

/** Appends a JSON object as a line, with one write. Throws when the disk refuses, or takes it in part. */
export function appendEvent(path: string, event: SweeperEvent): void {
  const file = openSync(path, "a+");
  try {
    const line = Buffer.from(`${endsTorn(file) ? "\n" : ""}${JSON.stringify(event)}\n`);
    const written = writeSync(file, line);
    if (written < line.length) throw new Error(`only ${written} of ${line.length} bytes could be written`);
  } finally {
    closeSync(file);
  }
}

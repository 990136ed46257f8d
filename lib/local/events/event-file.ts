import { closeSync, fstatSync, openSync, readSync, writeSync } from "node:fs";
import type { SweeperEvent } from "./sweeper-event.ts";

const NEWLINE = 0x0a;

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

/** A process killed while it wrote leaves half a line, and the next event would be torn with it. */
function endsTorn(file: number): boolean {
  const { size } = fstatSync(file);
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  readSync(file, last, 0, 1, size - 1);
  return last[0] !== NEWLINE;
}

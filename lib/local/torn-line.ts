import { fstatSync, readSync } from "node:fs";

const NEWLINE = 0x0a;

/** Whether an open file ends in half a line: a killed process leaves one, or a full disk. What is appended would be torn with it. */
export function endsTorn(file: number): boolean {
  const { size } = fstatSync(file);
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  readSync(file, last, 0, 1, size - 1);
  return last[0] !== NEWLINE;
}

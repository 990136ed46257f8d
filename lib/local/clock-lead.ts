import { closeSync, existsSync, openSync, readFileSync, writeSync } from "node:fs";
import { MAX_LEAD_MS } from "../sandbox/clock.ts";
import { writing } from "../sandbox/write-fault.ts";
import { type DataLayout, replaceFile } from "./data-layout.ts";

/** The lead of the sandbox's clock as last kept, in milliseconds and negative in the past; 0 when none was kept. */
export function readClockLead({ clock }: DataLayout): number {
  if (!existsSync(clock)) return 0;
  const aheadMs = Number(/^\{"aheadMs":(-?\d+)\}$/.exec(textOf(clock).trim())?.[1] ?? Number.NaN);
  if (!(Math.abs(aheadMs) <= MAX_LEAD_MS)) {
    throw new Error(`${clock} does not say how far the sandbox's clock runs ahead; restore it, or delete its folder`);
  }
  return aheadMs;
}

/** Empty when it cannot be read, a folder for example: then it says nothing either. */
function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

export interface ClockLeadFile {
  /** On the machine's disk when it returns, as far as a killed process is concerned. Throws `WriteFault`. */
  keep(aheadMs: number): void;
  close(): void;
}

/** Wide enough for any lead, so that one text lies exactly over the other. */
const WIDTH = 40;

/**
 * Keeps the lead of a clock that is put forward several times a second. Nothing is created before the first `keep`. The
 * first text appears whole or not at all; each later one replaces it in one write of the same length, which no killed
 * process can tear, and which costs a tenth of a new file.
 */
export function clockLeadFile({ clock }: DataLayout): ClockLeadFile {
  let file: number | null = null;
  return {
    keep(aheadMs) {
      const text = `${`{"aheadMs":${Math.round(aheadMs)}}`.padEnd(WIDTH)}\n`;
      if (file === null) {
        replaceFile(clock, text);
        file = writing(clock, () => openSync(clock, "r+"));
      } else {
        const open = file;
        writing(clock, () => writeSync(open, text, 0));
      }
    },
    close() {
      if (file !== null) closeSync(file);
      file = null;
    },
  };
}

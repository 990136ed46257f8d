import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { METERS, type Measured, type Meter } from "./figure.ts";

/** One JSON line a meter, the newest run of each; the tables of test/README.md are made of it. */
export const MEASURED_FILE = join(import.meta.dirname, "..", "measured.jsonl");

export function readMeasured(path: string = MEASURED_FILE): Measured[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Measured);
}

export const measuredBefore = (meter: Meter, path: string = MEASURED_FILE): Measured | null =>
  readMeasured(path).find((one) => one.meter === meter) ?? null;

/** Puts a run in the place of its meter's last one. */
export function keepMeasured(measured: Measured, path: string = MEASURED_FILE): void {
  const all = [...readMeasured(path).filter(({ meter }) => meter !== measured.meter), measured];
  all.sort((a, b) => METERS.indexOf(a.meter) - METERS.indexOf(b.meter));
  writeFileSync(path, all.map((one) => `${JSON.stringify(one)}\n`).join(""));
}

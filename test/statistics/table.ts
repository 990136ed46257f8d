import { coverageOf, faultsOf } from "./bands.ts";
import type { Measured } from "./measure.ts";

const HEADINGS = ["truth", "stated", "bias", "± error", "covers", "above", "below", "absent"];
const FIRST_WIDTH = 30;
const WIDTH = 9;

export const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;

/** A line of a table: what it is about, its cells, and its mark at the end. */
export function row(first: string, cells: readonly string[], mark: string): string {
  return `${first.padEnd(FIRST_WIDTH)}${cells.map((cell) => cell.padStart(WIDTH)).join("")}  ${mark}`.trimEnd();
}

/** One row a figure, marked `ok` or with what lies outside its band. */
export function tableOf(measured: readonly Measured[]): string {
  const rows = measured.map((one) => {
    const faults = faultsOf(one);
    const shares = [one.truth, one.stated, one.bias, one.standardError, coverageOf(one)].map(percent);
    const counts = [one.above, one.below, one.absent].map(String);
    const mark = faults.length === 0 ? "ok" : `OUTSIDE: ${faults.join(", ")}`;
    return row(one.figure.name, [...shares, ...counts], mark);
  });
  return [row("figure", HEADINGS, ""), ...rows].join("\n");
}

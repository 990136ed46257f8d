import { printable } from "../printable.ts";
import { unguarded } from "../spreadsheet-guard.ts";
import type { Heading } from "./headings.ts";
import { instantFault, readInstant } from "./instant.ts";
import type { Problem } from "./problems.ts";

/** Where the columns of a file are, and how many it has. */
export interface Places<Column> {
  readonly count: number;
  readonly places: ReadonlyMap<Column, number>;
}

/** The cells of one line by their headings, and what is wrong with them. */
export class Cells<Column extends string = Heading> {
  readonly problems: Problem[] = [];
  readonly #line: number;
  readonly #cells: readonly string[];
  readonly #headings: Places<Column>;

  constructor(line: number, cells: readonly string[], headings: Places<Column>) {
    this.#line = line;
    this.#cells = cells;
    this.#headings = headings;
    if (cells.slice(headings.count).some((cell) => cell.trim() !== "")) {
      this.fault(null, `${cells.length} cells under ${headings.count} headings; put a text with a separator in quotes`);
    }
  }

  fault(column: Column | null, fault: string): void {
    this.problems.push({ line: this.#line, column, fault });
  }

  /** Empty where the cell is, and where the file has no such column. */
  text(column: Column): string {
    const place = this.#headings.places.get(column);
    return place === undefined ? "" : unguarded((this.#cells[place] ?? "").trim()).trim();
  }

  /** Null where it is empty; also where it is no time, which is noted. */
  instant(column: Column): Date | null {
    const text = this.text(column);
    if (text === "") return null;
    const reading = readInstant(text);
    if (reading.ok) return reading.at;
    this.fault(column, instantFault(text, shown(text), reading.fault));
    return null;
  }

  /** As `instant`, but an empty cell is a problem, which `why` explains. */
  needed(column: Column, why: string): Date | null {
    if (this.text(column) === "") this.fault(column, `is empty; ${why}`);
    return this.instant(column);
  }

  /** Null where it is empty; also where it is none from `min` to `max`, which is noted. */
  wholeNumber(column: Column, min: number, max: number): number | null {
    const text = this.text(column);
    if (text === "") return null;
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    this.fault(column, `${shown(text)} is not a whole number from ${min} to ${max}; correct it or leave it empty`);
    return null;
  }

  /** Null where it is empty; also where it is neither, which is noted. */
  yesOrNo(column: Column): boolean | null {
    const text = this.text(column).toLowerCase();
    if (text === "") return null;
    if (text !== "true" && text !== "false") this.fault(column, `${shown(text)} is neither true nor false`);
    return text === "true";
  }
}

/** Short, and harmless for a terminal. */
export const shown = (text: string): string => JSON.stringify(printable(text, 40));
